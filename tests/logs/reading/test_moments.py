# SPDX-License-Identifier: Apache-2.0
from datetime import datetime

import pytest

from ocppdesk.logs.reading.moments import instant_of
from ocppdesk.logs.reading.text.times import Clock

NEW_YEAR = 1_767_225_600_000_000


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        (1_767_225_600, NEW_YEAR),
        (1_767_225_600.25, NEW_YEAR + 250_000),
        (1_767_225_600_123, NEW_YEAR + 123_000),
        (1_767_225_600_123_456, NEW_YEAR + 123_456),
        (1_767_225_600_123_456_789, NEW_YEAR + 123_456),
        ("1767225600.123456789", NEW_YEAR + 123_456),
        ("1767225600123", NEW_YEAR + 123_000),
        ("1767225600123456789", NEW_YEAR + 123_456),
        ("2026-01-01T00:00:00.5Z", NEW_YEAR + 500_000),
        ("2026-01-01 01:00:00 +0100", NEW_YEAR),
        ("01/01/2026, 0:00:01 am IST", NEW_YEAR - 19_800_000_000 + 1_000_000),
        (datetime(2026, 1, 1), NEW_YEAR),
    ],
)
def test_times_of_all_kinds_are_read(cell, at):
    assert instant_of(cell).moment(Clock()) == at


@pytest.mark.parametrize("cell", [None, "", "noon", 7, -1, True, float("nan"),
                                  float("inf"), 10**30, [], {}])  # fmt: skip
def test_other_cells_are_no_times(cell):
    assert instant_of(cell) is None


@pytest.mark.parametrize("cell", ["2026-01-01 00:00:00", datetime(2026, 1, 1)])
def test_times_without_an_offset_are_local(cell):
    found = instant_of(cell)
    assert found.is_local
    assert found.moment(Clock(zone_minutes=60)) == NEW_YEAR - 3_600_000_000


@pytest.mark.parametrize("cell", ["2026-01-01T00:00:00Z", 1_767_225_600])
def test_times_with_an_offset_are_not_local(cell):
    assert not instant_of(cell).is_local
