# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.commands.comparing import pair_of


@pytest.mark.parametrize(
    ("selected", "chosen", "marks", "pair"),
    [
        ([9, 4], 9, {1}, (4, 9)),
        ([5], 5, {1, 3, 7}, (3, 5)),
        ([5], 5, {5, 7, 9}, (5, 7)),
        ([], 5, {3}, (3, 5)),
        ([5], 5, {5}, None),
        ([5], 5, set(), None),
        ([1, 2, 3], 3, {1}, None),
        ([], None, {1, 2}, None),
    ],
)
def test_which_two_are_meant(selected, chosen, marks, pair):
    assert pair_of(selected, chosen, marks) == pair
