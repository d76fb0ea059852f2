# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.capture.annotations import Annotations
from ocppdesk.core.messages import Direction, Message
from ocppdesk.csms.options import Options
from ocppdesk.headless import Printer, serve_until_stopped

MESSAGE = Message(
    id=7,
    at=1_800_000_000_000_000,
    charger="CP1",
    connection=1,
    direction=Direction.IN,
    raw='[2,"1","Heartbeat",{}]',
    action="Heartbeat",
)


def test_messages_are_printed_as_lines_of_text(capsys):
    Printer(as_json=False).show([MESSAGE])
    (line,) = capsys.readouterr().out.splitlines()
    assert "CP1" in line
    assert "Heartbeat" in line


def test_messages_are_printed_as_json(capsys):
    Printer(as_json=True).show([MESSAGE, MESSAGE])
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [7, 7]


def test_marks_and_notes_are_in_the_json(capsys):
    annotations = Annotations(frozenset({7}), {7: "x"}, {})
    Printer(as_json=True).show([MESSAGE], annotations)
    Printer(as_json=True).show([MESSAGE])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["marked"], r["note"]) for r in found] == [(True, "x"), (False, None)]


def test_a_capture_that_cannot_be_used_ends_with_its_sentence(tmp_path):
    path = tmp_path / "text.ocppdesk"
    path.write_text("this is somebody's letter, and it is long enough to look at")
    said = []

    def fail(sentence):
        said.append(sentence)
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        serve_until_stopped(
            path, Options(host="127.0.0.1", port=0), printer=None, fail=fail
        )
    assert "is not a capture" in said[0]
