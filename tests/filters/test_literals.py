# SPDX-License-Identifier: Apache-2.0
"""Values are read as what they look like."""

import pytest

from ocppdesk.filters.literals import value_of
from ocppdesk.filters.values import DAY_US, Value, ValueKind

MINUTE = 60_000_000
NEW_YEAR = 1_767_225_600_000_000  # 2026-01-01 00:00


@pytest.mark.parametrize(
    ("text", "kind", "amount", "width"),
    [
        ("0", ValueKind.NUMBER, 0, 0),
        ("-12", ValueKind.NUMBER, -12, 0),
        ("+1.50", ValueKind.NUMBER, 1.5, 0),
        (".5", ValueKind.NUMBER, 0.5, 0),
        ("12345678901234567891", ValueKind.NUMBER, 12345678901234567891, 0),
        ("500ms", ValueKind.DURATION, 500_000, 1_000),
        ("5s", ValueKind.DURATION, 5_000_000, 1_000_000),
        ("1.5S", ValueKind.DURATION, 1_500_000, 100_000),
        ("2sec", ValueKind.DURATION, 2_000_000, 1_000_000),
        ("3m", ValueKind.DURATION, 3 * MINUTE, MINUTE),
        ("3min", ValueKind.DURATION, 3 * MINUTE, MINUTE),
        ("2h", ValueKind.DURATION, 120 * MINUTE, 60 * MINUTE),
        ("1d", ValueKind.DURATION, DAY_US, DAY_US),
        ("-5m", ValueKind.AGO, 5 * MINUTE, 0),
        ("7B", ValueKind.SIZE, 7, 1),
        ("4kB", ValueKind.SIZE, 4_000, 1_000),
        ("1.25MB", ValueKind.SIZE, 1_250_000, 10_000),
        ("14:05", ValueKind.CLOCK, 845 * MINUTE, MINUTE),
        ("4:05:31", ValueKind.CLOCK, 245 * MINUTE + 31_000_000, 1_000_000),
        ("00:00:00.204", ValueKind.CLOCK, 204_000, 1_000),
        ("24:00", ValueKind.CLOCK, DAY_US, MINUTE),
        ("2026-01-01T00:00Z", ValueKind.INSTANT, NEW_YEAR, MINUTE),
        ("2026-01-01t01:00:00+01:00", ValueKind.INSTANT, NEW_YEAR, 1_000_000),
        ("2025-12-31T22:30-0130", ValueKind.INSTANT, NEW_YEAR, MINUTE),
    ],
)
def test_a_value_has_a_kind_and_an_amount(text, kind, amount, width):
    found = value_of(text)
    assert (found.kind, found.amount, found.width) == (kind, amount, width)
    assert not found.is_local
    assert str(found) == text


@pytest.mark.parametrize(
    ("text", "kind", "width"),
    [
        ("2026-01-01", ValueKind.DATE, DAY_US),
        ("2026-01-01T00:00", ValueKind.INSTANT, MINUTE),
        ("2026-01-01T00:00:00.00", ValueKind.INSTANT, 10_000),
    ],
)
def test_times_without_a_zone_are_local(text, kind, width):
    found = value_of(text)
    assert (found.kind, found.amount, found.width) == (kind, NEW_YEAR, width)
    assert found.is_local


@pytest.mark.parametrize(
    "text",
    ["", "abc", "5x", "1e5", "-", "-abc", "1.", "25:00", "14:60", "24:01", "14:5",
     "2026-02-30", "0000-01-01", "2026-01-01T25:00", "2026-1-1", "1.2.3", "٣",
     "9" * 61],
)  # fmt: skip
def test_all_else_is_a_word(text):
    assert value_of(text) == Value(text)
