# SPDX-License-Identifier: Apache-2.0
import pickle
import re
from datetime import date

import pytest

from ocppdesk.logs.reading.text.layout import (
    Layout,
    boundary_of,
    date_of,
    fill_templates,
    shape_of,
)
from ocppdesk.logs.reading.text.lines import LineScan, Seen

CALL = '[2,"1","Reset",{"type":"Hard"}]'
ANSWER = '[3,"1",{}]'
HEAD = "2026-01-31 12:00:0{} INFO (T-{}) [ocpp] {}: {} "


def learned(*texts):
    layout = Layout()
    items = LineScan().read("".join(f"{text}\n" for text in texts), 1)
    fill_templates(layout, [item for item in items if isinstance(item, Seen)])
    return layout


def parts_of(layout, line):
    """Return what the layout makes of a line, by the name of its slots."""
    [row] = layout.lines.findall(f"{line}\n")
    for template in layout.templates:
        if row[template.slots.raw]:
            return {
                name: row[index] for name, index in template.slots._asdict().items()
            }
    return None


def test_lines_that_are_made_like_the_first_are_taken_apart():
    layout = learned(
        HEAD.format("1.5", 3, "CP1", "send") + CALL,
        HEAD.format("2.75", 12, "CP22", "receive message") + ANSWER,
    )
    line = HEAD.format("9.123", 7, "CP3", "receive message") + CALL
    assert parts_of(layout, line) == {
        "before": "2026-01-31 12:00:09",
        "fraction": "123",
        "rest": "",
        "charger": "CP3",
        "link": "",
        "word": "receive message",
        "raw": CALL,
    }


def test_what_follows_the_frame_is_learned_too():
    layout = learned(*[f"recv A: {CALL},17.5,3" for _line in range(3)])
    assert parts_of(layout, f"recv A: {ANSWER},9.25,100")["raw"] == ANSWER
    assert parts_of(layout, f"recv A: {ANSWER} else") is None


def test_several_forms_of_lines_are_known():
    layout = learned(
        *[f"12:00:00 A -> SERVER : {CALL}", f"12:00:00 SERVER -> A : {ANSWER}"] * 3
    )
    assert len(layout.templates) == 2
    assert parts_of(layout, f"12:00:01 SERVER -> BC : {CALL}")["charger"] == "BC"
    assert parts_of(layout, f"12:00:01 BC -> SERVER : {CALL}")["charger"] == "BC"


@pytest.mark.parametrize("line", ["", "text", "a [2] b", "12:00:00 recv A: [2,"])
def test_other_lines_are_left_whole(line):
    layout = learned(*[f"12:00:00 recv A: {CALL}"] * 3)
    [row] = layout.lines.findall(f"{line}\n")
    assert row[-1] == line
    assert parts_of(layout, line) is None


def test_chargers_may_have_what_follows_their_name():
    head = "INFO [ocpp] {}: send "
    layout = learned(*[head.format("10.0.0.4:9000") + CALL] * 3)
    assert (
        parts_of(layout, head.format("10.0.0.5:80") + CALL)["charger"] == "10.0.0.5:80"
    )


def test_a_layout_can_be_handed_to_another_process():
    layout = learned(*[f"12:00:00 recv A: {CALL}"] * 3)
    other = pickle.loads(pickle.dumps(layout))
    assert other.lines.pattern == layout.lines.pattern
    assert other.templates == layout.templates


def test_nothing_is_alike_where_no_two_frames_are():
    assert learned(f"recv A: {CALL}").lines is None
    assert learned().lines is None


@pytest.mark.parametrize(
    ("lines", "boundary", "inside"),
    [
        (
            ["2026-01-31 12:00:00 a", "2026-02-01 13:00:01 b"],
            "2027-03-02 01:02:03 c",
            "}",
        ),
        (["x  | 12:00:00 a"] * 2, "x  | 13:00:09 b", '"12:00:00": 5'),
        (["[MO] Send: a", "[MO] Recv: b"], "[AO] x", "[1]"),
        (["INFO:ocpp:A: x"] * 2, "DEBUG:ocpp:B: y", '"key": "INFO"'),
    ],
)
def test_what_lines_begin_with_is_found_out(lines, boundary, inside):
    pattern = boundary_of("\n".join(lines))
    assert pattern.match(boundary)
    assert not pattern.match(inside)


def test_lines_may_begin_with_anything():
    assert boundary_of("a\nb\n{\n") is None
    assert boundary_of("") is None


def test_shapes_match_texts_that_differ_in_numbers_only():
    shape = re.compile(shape_of("(qtp12-3) - [3f2a9c0e-77aa]"))
    assert shape.fullmatch("(qtp999-45) - [aaaa9c0e-77bb]")
    assert not shape.fullmatch("(qtp999-45) + [aaaa9c0e-77bb]")


def test_a_chosen_date_is_read():
    assert date_of("2026-01-31") == date(2026, 1, 31).toordinal()
    assert date_of("mdy") is None
    assert date_of(None) is None
