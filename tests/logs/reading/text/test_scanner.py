# SPDX-License-Identifier: Apache-2.0
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import State
from ocppdesk.logs.reading.text.directions import Way
from ocppdesk.logs.reading.text.scanner import Scanner, scan_cell, scan_words

CALL = '[2,"1","Reset",{"type":"Hard"}]'
ANSWER = '[3,"1",{"status":"Accepted"}]'
COMPLETE, REPAIRED = State.COMPLETE, State.REPAIRED
TRUNCATED, MALFORMED = State.TRUNCATED, State.MALFORMED


def pieces(text, boundary=None):
    return list(Scanner(boundary and re.compile(boundary, re.MULTILINE)).pieces(text))


def states(text, boundary=None):
    return [(piece.raw, piece.state) for piece in pieces(text, boundary)]


def test_a_frame_is_found_wherever_it_stands():
    [piece] = pieces(f"before {CALL} after")
    assert (piece.raw, piece.state, piece.repairs) == (CALL, COMPLETE, ())
    assert piece.value == [2, "1", "Reset", {"type": "Hard"}]
    assert (piece.start, piece.end) == (7, 7 + len(CALL))


def test_a_line_may_hold_two_frames():
    text = f"[MO] Send: {CALL}11:52:55.587 > [MO] Recv: {ANSWER}"
    assert states(text) == [(CALL, COMPLETE), (ANSWER, COMPLETE)]


def test_what_follows_a_frame_is_not_part_of_it():
    assert states(f"{CALL},1972.47,1972.47\n{ANSWER}") == [
        (CALL, COMPLETE),
        (ANSWER, COMPLETE),
    ]


def test_a_frame_in_a_text_of_a_frame_is_not_another():
    outer = r'[2,"1","DataTransfer",{"data":"[2,\"9\",\"Reset\",{}]"}]'
    assert states(outer) == [(outer, COMPLETE)]


def test_a_frame_over_several_lines_keeps_its_white_space():
    raw = '[2,"1","Reset",{\n\t"type":\t"Hard"\n}]'
    assert states(f"A: {raw}\nA: {ANSWER}") == [(raw, COMPLETE), (ANSWER, COMPLETE)]


def test_a_repaired_frame_tells_how_it_stood():
    original = CALL.replace('"', '\\"')
    [piece] = pieces(f'TX:  "{original}"')
    assert (piece.raw, piece.original, piece.state) == (CALL, original, REPAIRED)
    assert piece.repairs


def test_a_frame_that_is_no_json_is_malformed_to_its_last_bracket():
    raw = '[3,"1",{"configurationKey":],"unknownKey":["A"]}]'
    assert states(f"A: {raw}\nA: {ANSWER}") == [(raw, MALFORMED), (ANSWER, COMPLETE)]
    raw = '[2,"1","MeterValues",{"transactionId": , "values":[{"a":[]}]}]'
    assert states(raw) == [(raw, MALFORMED)]


def test_a_frame_of_the_wrong_form_is_malformed():
    assert states('[2,"1","Reset",{},1]') == [('[2,"1","Reset",{},1]', MALFORMED)]
    assert states('[2,"1","Heartbeat"]') == [('[2,"1","Heartbeat"]', MALFORMED)]


@pytest.mark.parametrize("text", ['[3, "a", "b"]', '[2, "x"]', "[2,'a','b']"])
def test_lists_of_other_things_are_no_frames(text):
    assert pieces(text) == []


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ('recv A: [2,"1","A",{"data":"1,Ch>\nx', '[2,"1","A",{"data":"1,Ch'),
        ('A: [2,"1","Boot...: "5.5.10"}]', '[2,"1","Boot...: "5.5.10"}]'),
        ('A: [3,"1",{"status":"Bl', '[3,"1",{"status":"Bl'),
        ('Text [truncated]: [2,"1","A",{"c":"--BEG', '[2,"1","A",{"c":"--BEG'),
        ('[\n2,\n"1",\n"A",\n{\n...\n}\n]', '[\n2,\n"1",\n"A",\n{\n...\n}\n]'),
    ],
    ids=["pager", "elided", "end", "tshark", "left out"],
)  # fmt: skip
def test_a_frame_that_is_not_all_there_is_truncated(text, raw):
    assert states(text) == [(raw, TRUNCATED)]


def test_a_cut_frame_ends_where_the_next_line_of_the_log_begins():
    text = f'12:00:00 A: [2,"1","Reset",{{"type":\n12:00:01 A: {ANSWER}'
    found = states(text, r"^\d\d:\d\d:\d\d")
    assert found == [('[2,"1","Reset",{"type":', TRUNCATED), (ANSWER, COMPLETE)]


def test_a_cut_frame_does_not_swallow_the_next():
    text = f'A: [2,"1","Reset",{{"type":"Ha\nA: {ANSWER}\n'
    found = states(text)
    assert found == [('[2,"1","Reset",{"type":"Ha', TRUNCATED), (ANSWER, COMPLETE)]


def test_a_text_broken_by_the_log_is_joined():
    text = 'recv A: [3,"1",{"key":"\nPeak","value":"1"}]'
    [piece] = pieces(text)
    assert piece.raw == '[3,"1",{"key":"Peak","value":"1"}]'
    assert piece.state is REPAIRED


def test_the_length_that_the_log_tells_shows_what_was_left_out():
    whole = '[3,"1",{}]'
    assert states(f"> TEXT '{whole}' [10 bytes]") == [(whole, COMPLETE)]
    elided = '[2,"1","Stat...","B",{}]'
    assert states(f"< TEXT '{elided}' [211 bytes]") == [(elided, TRUNCATED)]
    valid = '[2,"1","Mete...","x"]'
    assert states(f"< TEXT '{valid}' [300 bytes]") == [(valid, TRUNCATED)]


def test_a_frame_that_may_go_on_is_left_for_later():
    scanner = Scanner()
    text = f'A: {ANSWER}\nA: [2,"1","Reset",\n{{"type":'
    assert [piece.raw for piece in scanner.pieces(text, is_last=False)] == [ANSWER]
    assert text[scanner.rest :].startswith('A: [2,"1","Reset"')


def test_nothing_is_left_where_all_frames_end():
    scanner = Scanner()
    assert len(list(scanner.pieces(f"{CALL}\n", is_last=False))) == 1
    assert scanner.rest == len(CALL) + 1


def test_a_cell_gives_frames_with_what_its_record_tells():
    [frame] = scan_cell(f"x {CALL}", line=7, at=5, direction=Direction.IN, charger="A")
    assert (frame.line, frame.at, frame.direction) == (7, 5, Direction.IN)
    assert (frame.charger, frame.raw) == ("A", CALL)


def test_a_cell_may_name_both_sides_itself():
    text = 'WebSocket Charger\u2192CMS Frame: [\n  2,\n  "1",\n  "Heartbeat",\n  {}\n]'
    [frame] = scan_cell(text, line=1)
    assert frame.direction is Direction.IN
    [(frame, way)] = scan_words(f"SERVER -> LMS-7 : {CALL}", line=1)
    assert (frame.charger, way) == ("LMS-7", Way.TO_CHARGER)


@pytest.mark.parametrize(
    "text",
    ['[2,"' * 60_000, "[" * 300_000, '[2,"1",' + "[" * 150_000, "[2,'" * 60_000,
     '[2,"1"\n' * 30_000, '[2,\\"' * 50_000, '[2,"1","A",{"a":' * 20_000,
     "[2,“" * 60_000],
    ids=["starts", "brackets", "deep", "python", "lines", "escaped", "nested", "smart"],
)  # fmt: skip
def test_hostile_texts_take_no_more_time_than_others(text):
    begin = time.monotonic()
    found = sum(1 for _piece in Scanner().pieces(text))
    assert found <= len(text)
    assert time.monotonic() - begin < 10


@given(st.text(alphabet="[]{}\",23: \n\\'.=>”aR", max_size=200))
def test_no_text_is_refused_and_frames_do_not_overlap(text):
    last = 0
    for piece in pieces(text):
        assert last <= piece.start < piece.end <= len(text)
        last = piece.end
