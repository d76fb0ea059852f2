# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.carrying import carry_annotations
from ocppdesk.logs.importing.control import Import
from ocppdesk.logs.reading.found import Assumptions

FIRST = '2026-01-31T13:05:50.000Z ocpp CP-8: receive message [2,"1","Heartbeat",{}]\n'
SECOND = FIRST.replace(":50.", ":55.")


@pytest.fixture
def read(tmp_path):
    """Read a log into a capture."""

    def make(name, text, assumptions=None):
        log = tmp_path / f"{name}.log"
        log.write_text(text, "utf-8")
        target = tmp_path / f"{name}.ocppdesk"
        made = Import([log], target, assumptions=assumptions or Assumptions())
        made.start()
        made.wait(30)
        return target

    return make


def _annotations(path):
    reader = CaptureReader(path)
    found = reader.annotations()
    reader.close()
    return found


def test_marks_and_notes_go_to_the_same_lines(read):
    before = read("before", FIRST + SECOND)
    annotator = Annotator(before)
    annotator.set_mark([2], is_marked=True)
    annotator.set_note(1, "look")
    annotator.close()
    after = read("after", FIRST + SECOND, Assumptions(charger="X"))
    assert carry_annotations(before, after) == 0
    found = _annotations(after)
    assert found.marks == {2}
    assert found.notes == {1: "look"}


def test_what_is_not_there_any_more_is_counted(read):
    before = read("before", FIRST + SECOND)
    Annotator(before).set_mark([1, 2], is_marked=True)
    after = read("after", FIRST)
    assert carry_annotations(before, after) == 1
    assert _annotations(after).marks == {1}


def test_nothing_is_carried_where_nothing_was_put(read, tmp_path):
    before = read("before", FIRST)
    assert carry_annotations(before, tmp_path / "none.ocppdesk") == 0
    Annotator(before).set_mark([1], is_marked=True)
    with pytest.raises(CaptureError):
        carry_annotations(before, tmp_path / "none.ocppdesk")
