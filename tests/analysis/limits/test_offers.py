# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.offers import COMPOSITE, NOTIFIED, Offer, Offers
from ocppdesk.analysis.limits.readings import Readings
from ocppdesk.analysis.limits.schedule import SECOND, read_schedule
from ocppdesk.analysis.limits.supply import Supply
from ocppdesk.core.phrases.parts import Part


@pytest.fixture
def schedule(make_profile):
    sent = make_profile((0, 16), (60, 10), duration=120)["chargingSchedule"]
    return read_schedule(Part(sent))


def test_the_newest_that_holds_comes_first(schedule):
    offers, readings, supply = Offers(), Readings(), Supply()
    offers.add(1, Offer(0, 1, COMPOSITE, schedule=schedule), supply)
    offers.add(1, Offer(5 * SECOND, 2, "StatusNotification", 14.0), supply)
    offers.add(2, Offer(5 * SECOND, 3, NOTIFIED, 8.0), supply)

    def valid(at_s):
        found = offers.valid(1, at_s * SECOND, readings)
        return [(one.kind, one.amps) for one in found]

    assert valid(10) == [("StatusNotification", 14), (COMPOSITE, 16)]
    assert valid(60)[1] == (COMPOSITE, 10)
    assert valid(120) == [("StatusNotification", 14)]
    assert offers.composite(1).message == 1


def test_what_was_said_over_time_is_kept(schedule):
    offers, supply = Offers(), Supply()
    offers.add(1, Offer(0, 1, COMPOSITE, schedule=schedule), supply)
    offers.add(1, Offer(5, 2, NOTIFIED, 14.0, 9660.0), supply)
    offers.add(1, Offer(6, 3, "DataTransfer", None, None), supply)
    offers.drop(NOTIFIED, None)
    steps = [(step.at, step.amps, step.message) for step in offers.steps(1)]
    assert steps == [(0, 16, 1), (5, 14, 2)]
    assert offers.has(1)
    assert not offers.has(2)
    assert offers.steps(2) == ()


def test_samples_are_offers_too(talk):
    talk.meter(("Power.Offered", 11040, "", "W"))
    found = talk.allowed().offered
    assert (found.amps, found.watts) == (16, 11040)
    talk.meter(("Current.Offered", 10, "", "A"))
    assert talk.allowed().offered.text == "The charger offers 10.0 A (Current.Offered)."
    remark = "Power.Offered said 16 A before (message 1)."
    assert remark in talk.allowed().offered.remarks
