# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.chips.room import how_many_fit


@pytest.mark.parametrize(
    ("room", "expected"),
    [(33, 3), (32, 2), (28, 2), (27, 1), (16, 0), (0, 0), (-50, 0), (10_000, 3)],
)
def test_as_many_fit_as_leave_room_for_the_sign_of_the_others(room, expected):
    assert how_many_fit([10, 10, 10], room, gap=1, more=5) == expected


def test_nothing_fits_anywhere():
    assert how_many_fit([], 0, gap=1, more=5) == 0
