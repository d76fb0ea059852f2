# SPDX-License-Identifier: Apache-2.0
import os

import pytest

from ocppdesk.capture.log_records import MOST_LINES, Conclusion, LogState
from ocppdesk.core.versions import Version
from ocppdesk.logs.importing.listening import set_version
from ocppdesk.logs.reading.found import (
    Assumptions,
    Inference,
    Kind,
    Line,
    LinkEvent,
    State,
)

BOOT_201 = (
    '[2,"1","BootNotification",{"reason":"PowerUp",'
    '"chargingStation":{"vendorName":"V","model":"M"}}]'
)


def all_of(listening):
    return [
        pair
        for times, found in listening.timed()
        for pair in zip(times, found, strict=True)
    ]


def test_finds_have_the_times_of_the_log(listening, frame):
    heard = listening([frame(1, at=5), Line(2, Kind.OTHER, "x")], [], [frame(3, at=7)])
    assert [at for at, _found in all_of(heard)] == [5, 5, 7]


def test_what_comes_before_any_time_waits_for_the_first(listening, frame):
    early = frame(1)._replace(at=None)
    heard = listening([Line(1, Kind.OTHER, "x")], [early], [frame(2, at=7)])
    assert [at for at, _found in all_of(heard)] == [7, 7, 7]
    assert "that of the one before" in heard.summary().inferences["times"].reason


def test_a_log_without_any_time_has_that_of_its_file(listening, frame, tmp_path):
    (tmp_path / "made.log").touch()
    os.utime(tmp_path / "made.log", ns=(0, 9_000))
    heard = listening([frame(1)._replace(at=None)])
    assert all_of(heard)[0][0] == 9
    assert "time of the file" in heard.summary().inferences["times"].reason


def test_a_long_log_without_times_does_not_wait_for_its_end(listening, frame):
    frames = [frame(n)._replace(at=None) for n in range(1, 5_001)]
    heard = listening(*[frames[n : n + 500] for n in range(0, 5_000, 500)])
    first = next(times for times, _found in heard.timed() if times)
    assert len(first) == 2_000
    assert sum(len(t) for t, _f in listening(frames).timed()) == 5_000


def test_times_inside_of_messages_are_said(listening, frame):
    raw = '[3,"1",{"currentTime":"2026-08-01T12:00:00Z"}]'
    heard = listening([frame(1, raw)._replace(at=None)])
    all_of(heard)
    assert "inside of messages" in heard.summary().inferences["times"].reason


def test_a_frame_becomes_an_item(listening, frame):
    item = listening(number=3).item(frame(9, link="x"), 5)
    heard, raw, *rest = item
    assert heard[3] == "Heartbeat"
    assert raw == '[2,"9","Heartbeat",{}]'
    assert rest == [5, "CP1", "x", True, 3, 9]


def test_a_link_becomes_an_item(listening):
    event = LinkEvent(4, 5, "CP1", False, "Gone.", "x")
    item = listening().item(event, 5)
    assert item == (None, "Gone.", 5, "CP1", "x", False, 1, 4)


@pytest.mark.parametrize("state", State)
def test_frames_are_counted_by_their_state(listening, frame, state):
    heard = listening()
    item = heard.item(frame(1, state=state, repairs=("Mended.",)), 5)
    assert getattr(heard.summary().counts, state) == 1
    assert item[0][8] == (None if state is State.COMPLETE else state)


def test_of_each_kind_of_lines_the_first_are_kept(listening):
    heard = listening()
    for kind in Kind:
        kept = [heard.keeps(Line(n, kind, "")) for n in range(MOST_LINES + 2)]
        assert kept == [True] * MOST_LINES + [False] * 2
        assert getattr(heard.counts, kind) == MOST_LINES + 2


def test_a_summary_says_what_was_concluded_and_assumed(listening, frame):
    heard = listening(assumptions=Assumptions(charger="CP1"))
    heard.reader.inferences.view = Inference("csms", "It says so.", is_explicit=True)
    heard.item(frame(1, BOOT_201), 5)
    summary = heard.summary()
    assert summary.inferences["view"] == Conclusion("csms", "It says so.", True)
    assert summary.inferences["version"].value == "2.0.1"
    assert summary.assumptions == {"charger": "CP1"}
    assert (summary.state, summary.name) == (LogState.READING, "made.log")


def test_advice_is_given_where_there_are_no_frames(listening, frame):
    heard = listening()
    heard.reader.advice = "Switch it on."
    assert heard.summary().advice == "Switch it on."
    heard.item(frame(1), 5)
    assert heard.summary().advice == ""


@pytest.mark.parametrize(
    ("is_explicit", "version"), [(True, Version.V201), (False, None)]
)
def test_a_version_counts_that_the_log_names(listening, is_explicit, version):
    heard = listening()
    told = Inference("2.0.1", "The header says so.", is_explicit=is_explicit)
    heard.reader.inferences.version = told
    set_version(heard)
    assert heard.listener.version is version


def test_frames_in_a_row_are_heard_as_each_alone(listening, frame):
    frames = [
        frame(1, at=5),
        frame(2, at=6)._replace(at=None),
        frame(3, at=7)._replace(direction=None),
        frame(4, at=8)._replace(raw=BOOT_201, value=[2, "1", "BootNotification", 1]),
    ]
    alone, together = listening(), listening()
    assert together.items([5, 5, 7, 8], frames) == [
        alone.item(each, at) for each, at in zip(frames, [5, 5, 7, 8], strict=True)
    ]
    assert together.counts == alone.counts


def test_frames_in_a_row_may_be_broken(listening, frame):
    broken = frame(2, at=6)._replace(raw="[2,", value=None, state=State.TRUNCATED)
    heard = listening()
    assert len(heard.items([5, 6], [frame(1, at=5), broken])) == 2
    assert (heard.counts.complete, heard.counts.truncated) == (1, 1)
