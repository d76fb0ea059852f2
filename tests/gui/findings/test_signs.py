# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.findings import Level
from ocppdesk.gui.findings.signs import COLORS, ICONS, level_count, level_word
from ocppdesk.gui.look.colors import LIGHT


def test_levels_can_be_told_apart_without_colours():
    assert len({ICONS[level] for level in Level}) == len(Level)
    assert len({level_word(level) for level in Level}) == len(Level)
    assert all(COLORS[level] in LIGHT for level in Level)


@pytest.mark.parametrize(
    ("level", "count", "expected"),
    [(Level.ERROR, 1, "1 error"), (Level.WARNING, 3, "3 warnings")],
)
def test_counts_are_words(level, count, expected):
    assert level_count(level, count) == expected
