# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.messages.layout_state import LayoutState
from ocppdesk.gui.messages.times import DeltaMode


def test_nothing_chosen_needs_no_text():
    assert LayoutState().text() == ""
    assert LayoutState.read("") == LayoutState()


def test_a_state_comes_back_as_it_was():
    state = LayoutState(
        order=("json", "number"),
        shown={"size": True, "json": False},
        widths={"message": 222},
        paths=(".reason", "res.idTagInfo.status"),
        delta=DeltaMode.ACTION,
    )
    assert LayoutState.read(state.text()) == state


@pytest.mark.parametrize(
    "text",
    [
        "no json", "[1]", "[" * 100_000,
        '{"order": 5, "shown": [], "widths": "x", "paths": {}, "delta": 7}',
        '{"order": [5], "shown": {"x": 1}, "widths": {"x": true}, "paths": [null]}',
    ],
)  # fmt: skip
def test_what_is_damaged_is_left_out(text):
    assert LayoutState.read(text) == LayoutState()


def test_widths_have_bounds():
    read = LayoutState.read('{"widths": {"time": 1000000000, "size": -5}}')
    assert read.widths == {"time": 4_000, "size": 1}
