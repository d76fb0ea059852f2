# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.connector import Fault, Reservation
from ocppdesk.simulator.physics import Car
from ocppdesk.simulator.profiles import parse_profile

BIG = Car(max_current_a=32.0)
START = 1_800_000_000.0


def whole_charger(talk, amps):
    raw = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "ChargePointMaxProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": amps}],
        },
    }
    charger = talk.charger
    charger.smart.install(parse_profile(raw, connector=0, at=charger.wall()))


def offered(talk):
    return [c.circuit.reading.offered_a for c in talk.charger.connectors]


def test_outlets_share_the_limit_of_the_whole_charger(talk):
    booted = talk("1.6").charge(1, car=BIG).charge(2, car=BIG)
    assert offered(booted) == [32.0, 32.0]
    whole_charger(booted, 30.0)
    booted.run(1)
    assert offered(booted) == [15.0, 15.0]
    booted.act("unplug", 1).run(1)
    assert offered(booted) == [0.0, 30.0]


def test_too_little_for_two_goes_to_one(talk):
    booted = talk("1.6").charge(1, car=BIG).charge(2, car=BIG)
    whole_charger(booted, 10.0)
    booted.run(1)
    assert offered(booted) == [10.0, 0.0]
    assert booted.statuses(2)[-1] == "SuspendedEVSE"


def test_full_car_leaves_its_share_to_the_other(talk):
    booted = talk("1.6").charge(1, car=Car(soc=100.0)).charge(2, car=BIG)
    whole_charger(booted, 20.0)
    booted.run(1)
    assert offered(booted) == [20.0, 20.0]
    assert booted.statuses(1)[-1] == "SuspendedEV"


def test_installer_sets_the_ceiling(talk):
    booted = talk("1.6", preset={"InstallationMaxCurrent": "13"}).charge(car=BIG)
    assert offered(booted) == [13.0, 0.0]


def test_clock_aligned_values_come_at_full_intervals(talk):
    booted = talk("1.6", preset={"ClockAlignedDataInterval": "60"})
    booted.run(130)
    stamps = [
        payload["meterValue"][0]["timestamp"] for payload in booted.said("MeterValues")
    ]
    # Two connectors, at each full minute.
    assert [stamp[11:19] for stamp in stamps] == ["08:01:00"] * 2 + ["08:02:00"] * 2


def test_short_states_are_kept_quiet_if_wanted(talk):
    booted = talk("1.6", preset={"MinimumStatusDuration": "5"})
    booted.run(6)
    booted.forget()
    booted.act("plug_in", 1).run(2)
    booted.act("unplug", 1).run(10)
    assert booted.statuses() == []
    booted.act("plug_in", 1).run(6)
    assert booted.statuses() == ["Preparing"]


def test_outlet_in_use_is_closed_when_it_is_free(talk):
    booted = talk("1.6").charge()
    charger = booted.charger
    assert charger.change_availability(1, operative=False) == "Scheduled"
    assert charger.change_availability(2, operative=False) == "Accepted"
    booted.run(5)
    assert booted.statuses(1)[-1] == "Charging"
    assert booted.statuses(2)[-1] == "Unavailable"
    booted.act("present_card", 1, "CARD").run(1)
    assert booted.statuses(1)[-1] == "Unavailable"
    assert charger.change_availability(1, operative=True) == "Accepted"
    assert charger.change_availability(9, operative=True) == "Rejected"


def test_closing_can_be_called_off(talk):
    booted = talk("1.6").charge()
    booted.charger.change_availability(1, operative=False)
    booted.charger.change_availability(1, operative=True)
    booted.act("present_card", 1, "CARD").act("unplug", 1).run(2)
    assert booted.statuses()[-1] == "Available"


def reservation(number=5, token="CARD", *, seconds=60.0):
    return Reservation(number, token, None, START + seconds)


def test_reserved_outlet_is_kept_until_the_expiry(talk):
    booted = talk("1.6")
    first = booted.charger.connectors[0]
    assert booted.charger.reserve(first, reservation()) == "Accepted"
    booted.run(59)
    assert booted.statuses()[-1] == "Reserved"
    booted.run(2)
    assert booted.statuses()[-1] == "Available"


@pytest.mark.parametrize(
    ("make_it", "status"),
    [
        (lambda t: t.act("plug_in", 1), "Occupied"),
        (lambda t: t.charger.change_availability(1, operative=False), "Unavailable"),
        (lambda t: t.act("raise_fault", 1, Fault("OtherError")), "Faulted"),
        (
            lambda t: t.charger.reserve(t.charger.connectors[0], reservation(1)),
            "Occupied",
        ),
        (lambda t: None, "Accepted"),
    ],
    ids=["in use", "closed", "faulted", "reserved", "free"],
)
def test_reserving_is_answered(talk, make_it, status):
    booted = talk("1.6")
    make_it(booted)
    assert booted.charger.reserve(booted.charger.connectors[0], reservation()) == status


def test_expired_reservation_is_rejected(talk):
    charger = talk("1.6").charger
    late = reservation(seconds=-1.0)
    assert charger.reserve(charger.connectors[0], late) == "Rejected"


def test_reservation_can_be_taken_back_once(talk):
    charger = talk("1.6").charger
    charger.reserve(charger.connectors[1], reservation(8))
    assert charger.cancel_reservation(8)
    assert not charger.cancel_reservation(8)


def test_meters_of_outlets_differ(talk):
    booted = talk("1.6")
    assert booted.reading(1).energy_wh != booted.reading(2).energy_wh
