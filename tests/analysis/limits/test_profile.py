# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.profile import Purpose, read_profile
from ocppdesk.analysis.limits.schedule import SECOND
from ocppdesk.core.phrases.parts import Part

HOUR = 3600 * SECOND
NOON = 1_785_585_600 * SECOND


@pytest.fixture
def read(make_profile):
    def make(*periods, connector=1, **more):
        sent = make_profile(*periods, **more)
        return read_profile(Part(sent), connector=connector, at=NOON, message=5)

    return make


def limit(profile, at, tx_start=None):
    period = profile.period_at(at, tx_start)
    return period and period.limit


def test_an_absolute_profile_counts_from_its_start(read):
    found = read((0, 16), (3600, 10), startSchedule="2026-08-01T13:00:00Z")
    times = (NOON, NOON + HOUR, NOON + 2 * HOUR)
    assert [limit(found, at) for at in times] == [None, 16, 10]
    assert found.change_after(NOON, None) == NOON + HOUR
    assert found.change_after(NOON + HOUR, None) == NOON + 2 * HOUR
    assert found.change_after(NOON + 2 * HOUR, None) is None


def test_without_a_start_it_counts_from_its_acceptance(read):
    found = read((0, 16), (3600, 10))
    assert [limit(found, NOON + at) for at in (-1, 0, HOUR)] == [None, 16, 10]


def test_validity_is_half_open(read):
    found = read(
        16, startSchedule="2026-01-01T00:00:00Z",
        validFrom="2026-08-01T12:00:00Z", validTo="2026-08-01T13:00:00Z",
    )  # fmt: skip
    times = (NOON - 1, NOON, NOON + HOUR - 1, NOON + HOUR)
    assert [limit(found, at) for at in times] == [None, 16, 16, None]
    assert found.change_after(NOON - 1, None) == NOON
    assert found.change_after(NOON, None) == NOON + HOUR
    assert not found.ends_before(NOON)
    assert found.ends_before(NOON + HOUR)


@pytest.mark.parametrize(("often", "days"), [("Daily", 1), ("Weekly", 7)])
def test_a_recurring_profile_begins_again(read, often, days):
    found = read(
        16, kind="Recurring", recurrencyKind=often, duration=3600,
        startSchedule="2026-08-01T12:00:00Z",
    )  # fmt: skip
    again = NOON + days * 24 * HOUR
    times = (NOON - 1, NOON, NOON + HOUR, again - 1, again, again + HOUR)
    assert [limit(found, at) for at in times] == [None, 16, None, None, 16, None]
    assert found.change_after(NOON + HOUR, None) == again
    assert not found.ends_before(again)


def test_a_relative_profile_needs_a_transaction(read):
    found = read((0, 16), (3600, 10), kind="Relative")
    assert limit(found, NOON) is None
    assert limit(found, NOON, NOON - HOUR) == 10
    assert found.change_after(NOON, NOON) == NOON + HOUR
    assert found.change_after(NOON, None) is None


def test_a_dynamic_profile_lapses_without_updates(read):
    found = read(16, kind="Dynamic", duration=60)
    assert limit(found, NOON + 59 * SECOND) == 16
    assert limit(found, NOON + 60 * SECOND) is None
    later = found.updated(Part({"limit": 8}), NOON + 50 * SECOND, 9)
    assert limit(later, NOON + 100 * SECOND) == 8
    assert limit(later, NOON + 110 * SECOND) is None
    assert later.message == 9


def test_what_is_against_the_rules_is_told(read):
    assert (
        "belongs on connector 0" in read(1, purpose="ChargePointMaxProfile").oddities[0]
    )
    found = read(1, connector=0, purpose="TxProfile", kind="Later")
    assert found.purpose is Purpose.TX
    assert found.kind == "Absolute"
    assert len(found.oddities) == 2
    relative = read(1, kind="Relative", startSchedule="2026-08-01T12:00:00Z")
    assert "no startSchedule" in relative.oddities[0]


def test_several_schedules_are_told(read, make_profile):
    sent = make_profile(16)
    sent["chargingSchedule"] = [sent["chargingSchedule"]] * 3
    found = read_profile(Part(sent), connector=1, at=NOON, message=5)
    assert found.schedule.periods[0].limit == 16
    assert found.oddities == ("It has 3 schedules; the first is shown.",)


def test_without_a_purpose_it_is_no_profile():
    assert read_profile(Part({"stackLevel": 1}), connector=1, at=0, message=1) is None


def test_only_what_is_dated_ends(read):
    once = read(16, startSchedule="2026-08-01T12:00:00Z", duration=3600)
    assert not once.ends_before(NOON + HOUR - 1)
    assert once.ends_before(NOON + HOUR)
    assert not read(16, kind="Relative", duration=3600).ends_before(NOON + 9 * HOUR)
