# SPDX-License-Identifier: Apache-2.0
import re

from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.reading.text.directions import Way
from ocppdesk.logs.reading.text.lines import LineScan, Plain, Seen

CALL = '[2,"1","Reset",{"type":"Hard"}]'
ANSWER = '[3,"1",{}]'


def read(text, line=1, boundary=None):
    return list(LineScan(boundary).read(text, line))


def summary(items):
    return [
        (item.line, item.text if isinstance(item, Plain) else item.piece.raw)
        for item in items
    ]


def test_each_line_is_a_frame_or_plain_with_its_number():
    text = f"one\nA: send {CALL}\ntwo\n\nA: {ANSWER}\nlast\n"
    assert summary(read(text, 7)) == [
        (7, "one"),
        (8, CALL),
        (9, "two"),
        (10, ""),
        (11, ANSWER),
        (12, "last"),
    ]


def test_a_frame_knows_what_stands_around_it():
    [seen] = read(f"12:00:00 recv A: {CALL} tail\n")
    assert isinstance(seen, Seen)
    assert seen.prefix.charger_name == "A"
    assert seen.suffix == " tail"
    assert seen.is_alone


def test_two_frames_of_a_line_have_their_own_prefixes():
    first, second = read(f"[MO] Send: {CALL}11:52:55.587 > [MO] Recv: {ANSWER}\n")
    assert (first.prefix.words.way, second.prefix.words.way) == (
        Way.SENT,
        Way.RECEIVED,
    )
    assert not first.is_alone
    assert not second.is_alone
    assert second.line == 1


def test_lines_after_a_frame_of_several_lines_are_counted_on():
    text = f'A: [3,"1",\n{{\n}}]\nnext\nA: {ANSWER}\n'
    assert summary(read(text)) == [(1, '[3,"1",\n{\n}]'), (4, "next"), (5, ANSWER)]


def test_the_line_above_tells_of_a_frame_that_stands_alone():
    text = f"2026-01-31T12:00:00Z: ChargePoint>CentralSystem Reset \n{CALL}\n"
    [seen] = read(text)
    assert seen.prefix.words.way is Way.FROM_CHARGER
    assert seen.prefix.stamp is not None
    assert seen.line == 2


def test_the_line_above_may_be_about_something_else():
    assert summary(read(f"text\n{CALL}\n")) == [(1, "text"), (2, CALL)]
    assert summary(read(f"12:00:00 x\n\n{CALL}\n"))[0] == (1, "12:00:00 x")


def test_a_frame_that_is_open_at_the_end_is_left_with_its_line():
    scan = LineScan(re.compile("^A", re.MULTILINE))
    text = f'A: {ANSWER}\nA: [2,"1",\n"Reset"'
    assert summary(scan.read(text, 5, is_last=False)) == [(5, ANSWER)]
    assert text[scan.rest :].startswith("A: [2")
    assert scan.rest_line == 6


def test_a_plain_line_at_the_end_may_be_about_the_frame_that_follows():
    scan = LineScan()
    first = list(scan.read("12:00:00 SERVER -> A : \n", 1, is_last=False))
    [seen] = scan.read(f"{CALL}\n", 2)
    assert first == []
    assert seen.prefix.charger_name == "A"


@given(st.text(alphabet='A:[]{}",23\n R', max_size=150))
def test_every_line_is_accounted_for(text):
    text = f"{text}\n"
    items = read(text)
    shown = {item.line for item in items if isinstance(item, Plain)}
    for item in items:
        if isinstance(item, Seen):
            raw = text[item.piece.start : item.piece.end]
            shown.update(range(item.line, item.line + raw.count("\n") + 1))
    assert shown == set(range(1, text.count("\n") + 1))
    assert [item.line for item in items] == sorted(item.line for item in items)
