# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import (
    Assumptions,
    Frame,
    Kind,
    Line,
    LinkEvent,
    State,
)
from ocppdesk.logs.reading.text.assembling import Assembler
from ocppdesk.logs.reading.text.learning import Learner

IN, OUT = Direction.IN, Direction.OUT
BOOT = '[2,"b","BootNotification",{"chargePointModel":"M"}]'
BOOTED = '[3,"b",{"currentTime":"2026-01-31T11:00:00Z","status":"Accepted"}]'
HEAD = "2026-01-31 12:00:0{} INFO (T) [ocpp] A: {} "
TEXT = "2026-01-31 12:00:0{} DEBUG (T) [websockets.server] {} TEXT '{}' [{} bytes]"
START = [HEAD.format(0, "receive message") + BOOT, HEAD.format(0, "send") + BOOTED]


def assembled(tmp_path, *lines, at_once=True):
    """Read lines by what is learned from them; in one block, or line by line."""
    path = tmp_path / "log"
    text = "".join(f"{line}\n" for line in lines)
    path.write_text(text, "utf-8")
    learner = Learner(path, Assumptions())
    for _step in learner.steps():
        pass
    assembler = Assembler(learner.layout, learner.conclusions)
    found = []
    for block in [text] if at_once else text.splitlines(keepends=True):
        assembler.feed(block)
        found += assembler.take()
    assembler.finish()
    assert assembler.lines == text.count("\n")
    return found + assembler.take()


def test_lines_that_are_made_alike_are_frames(tmp_path):
    first, second = assembled(tmp_path, *START)
    assert first == Frame(
        BOOT,
        [2, "b", "BootNotification", {"chargePointModel": "M"}],
        1,
        1_769_857_200_000_000,
        IN,
        "A",
    )
    assert (second.raw, second.line, second.direction) == (BOOTED, 2, OUT)


@pytest.mark.parametrize("at_once", [True, False])
def test_lines_of_all_kinds_stay_in_their_order(tmp_path, at_once):
    found = assembled(
        tmp_path,
        "first",
        *START,
        "a",
        "",
        HEAD.format(1, "receive message") + '[2,"1",',
        '"Reset",{}]',
        HEAD.format(2, "send") + BOOTED,
        "last",
        at_once=at_once,
    )
    assert [one.line for one in found] == [1, 2, 3, 4, 5, 6, 8, 9]
    kinds = [Line, Frame, Frame, Line, Line, Frame, Frame, Line]
    assert [type(one) for one in found] == kinds
    assert found[5].raw == '[2,"1",\n"Reset",{}]'


def test_what_only_looks_like_the_others_is_read_with_care(tmp_path):
    found = assembled(
        tmp_path,
        *START * 3,
        HEAD.format(1, "receive message") + '[3,"1",{"a":],"b":[]}]',
        HEAD.format(1, "receive message") + '[4,"1","GenericError",""]',
        HEAD.format(1, "receive message") + '[2,"1","Reset",{"a":"\\"}"}] and more',
    )
    assert [one.state for one in found[6:]] == [
        State.MALFORMED,
        State.COMPLETE,
        State.COMPLETE,
    ]
    assert [one.line for one in found[6:]] == [7, 8, 9]


def test_the_second_and_its_fraction_are_read(tmp_path):
    head = "2026-01-31 12:{} recv A: "
    times = ("00:00.001", "00:59.5", "01:00.123456", "59:59.999")
    found = assembled(tmp_path, *(head.format(time) + BOOT for time in times))
    base = 1_769_860_800_000_000
    assert [frame.at - base for frame in found] == [
        1000,
        59_500_000,
        60_123_456,
        3_599_999_000,
    ]


def test_a_twin_after_its_frame_is_no_frame(tmp_path):
    twin = TEXT.format(0, ">", BOOTED, len(BOOTED))
    found = assembled(tmp_path, *START, twin)
    assert (found[2].kind, found[2].twin) == (Kind.DUPLICATE, 2)
    assert found[2].why.endswith(".")
    assert "websockets" in found[2].text


def test_a_twin_before_its_frame_is_no_frame_either(tmp_path):
    beat = '[2,"9","Heartbeat",{}]'
    twin = TEXT.format(1, "<", beat, len(beat))
    found = assembled(tmp_path, *START, twin, HEAD.format(1, "receive message") + beat)
    assert [type(one) for one in found] == [Frame, Frame, Line, Frame]
    assert found[2].twin == 4


@pytest.mark.parametrize("at_once", [True, False])
def test_a_frame_of_the_library_alone_is_a_frame(tmp_path, at_once):
    alone = TEXT.format(1, "<", '[2,"9","Heartbeat",{}]', 22)
    later = HEAD.format(9, "send") + BOOTED
    found = assembled(tmp_path, *START, alone, later, at_once=at_once)
    assert [one.line for one in found] == [1, 2, 3, 4]
    assert all(isinstance(one, Frame) for one in found)
    assert (found[2].charger, found[2].direction) == ("A", IN)


def test_both_ends_of_a_frame_in_one_log_are_one_frame(tmp_path):
    lines = [
        f"INFO:ocpp:A: {word} {frame}"
        for number in range(4)
        for frame in (BOOT.replace('"b"', f'"{number}"'), f'[3,"{number}",{{}}]')
        for word in ("send", "receive message")
    ]
    found = assembled(tmp_path, *lines)
    frames = [one for one in found if isinstance(one, Frame)]
    assert [frame.direction for frame in frames] == [IN, OUT] * 4
    assert len(found) - len(frames) == 8


def test_a_frame_in_a_sentence_about_it_is_quoted(tmp_path):
    quoted = f"2026-01-31 12:00:03 ERROR Waited 30s for response on {BOOTED}."
    found = assembled(tmp_path, *START, quoted)
    assert (found[2].kind, found[2].twin) == (Kind.DUPLICATE, None)
    near = f"2026-01-31 12:00:01 ERROR Unable to parse message: {BOOT}"
    assert assembled(tmp_path, *START, near)[2].twin == 1


def test_frames_without_a_name_are_of_the_charger_named_last(tmp_path):
    found = assembled(
        tmp_path,
        "< GET /CP1 HTTP/1.1",
        f"sent: {BOOT}",
        "< GET /CP2 HTTP/1.1",
        f"sent: {BOOT}",
    )
    assert [one.charger for one in found if isinstance(one, Frame)] == ["CP1", "CP2"]


def test_connections_that_come_and_go_are_events(tmp_path):
    found = assembled(
        tmp_path,
        "[ocpp  ] DEBUG 2026/01/31 12:00:00 charge point connected: A",
        f"[ocpp  ] TRACE 2026/01/31 12:00:00 recv A: {BOOT}",
        "[ocpp  ] DEBUG 2026/01/31 12:00:09 charge point disconnected: A",
    )
    assert isinstance(found[0], LinkEvent)
    assert [one.is_opened for one in (found[0], found[2])] == [True, False]
    assert found[2].at - found[0].at == 9_000_000
    assert found[0].charger == "A"


def test_a_line_above_gives_the_date_of_times_without_one(tmp_path):
    found = assembled(
        tmp_path, "[2026-01-31 23:59:58]", f"[00:00:01,000] [client->target] {BOOT}"
    )
    assert found[1].at == 1_769_904_001_000_000


def test_a_long_line_is_kept_in_part(tmp_path):
    [line] = assembled(tmp_path, "x" * 10_000)
    assert (line.kind, len(line.text)) == (Kind.OTHER, 500)
