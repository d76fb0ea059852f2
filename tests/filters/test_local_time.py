# SPDX-License-Identifier: Apache-2.0
import time

import pytest

from ocppdesk.filters.local_time import local_offset

WINTER = 1_769_864_731_204_000
SUMMER = 1_785_000_000_000_000
HOUR = 3_600_000_000


@pytest.fixture
def berlin(monkeypatch):
    """Let local time be that of Berlin."""
    if not hasattr(time, "tzset"):
        pytest.skip("The time zone of a process cannot be changed here.")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("berlin")
def test_the_offset_is_that_of_the_instant():
    assert local_offset(WINTER) == HOUR
    assert local_offset(SUMMER) == 2 * HOUR


@pytest.mark.parametrize("at", [10**18, -(10**18), 2**62])
def test_instants_beyond_the_calendar_have_no_offset(at):
    assert local_offset(at) == 0
