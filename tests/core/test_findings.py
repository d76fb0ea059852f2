# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.findings import Finding, Level


def test_levels_are_ordered_from_harmless_to_bad():
    words = [level.name.lower() for level in sorted(Level)]
    assert words == ["info", "note", "warning", "error"]


def test_the_numbers_of_levels_are_those_in_captures():
    assert [int(level) for level in Level] == [0, 1, 2, 3]


def test_findings_are_values():
    assert Finding("R012", Level.ERROR) == Finding("R012", Level(3))
    assert len({Finding("R012", Level.ERROR), Finding("R012", Level.ERROR)}) == 1
