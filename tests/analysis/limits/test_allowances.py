# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.answers import Confidence


@pytest.mark.parametrize(
    ("values", "confidence"),
    [
        ((), Confidence.MEDIUM),
        ((("Current.Offered", 16, "", "A"),), Confidence.HIGH),
        ((("Current.Offered", 14.5, "", "A"),), Confidence.HIGH),
        ((("Current.Offered", 10, "", "A"),), Confidence.LOW),
        ((("Current.Import", 15.8, "L1", "A"),), Confidence.HIGH),
        ((("Current.Import", 9, "L1", "A"),), Confidence.MEDIUM),
    ],
)
def test_an_offer_or_a_flow_within_a_tenth_confirms(
    talk, make_profile, values, confidence
):
    talk.start()
    talk.set(1, make_profile(16))
    if values:
        talk.meter(*values)
    found = talk.allowed()
    assert found.in_force.confidence is confidence
    is_high = confidence is Confidence.HIGH
    assert (found.last.confidence is Confidence.HIGH) == is_high


def test_what_was_measured_before_confirms_nothing(talk, make_profile):
    talk.meter(("Current.Offered", 16, "", "A"))
    talk.set(1, make_profile(16))
    assert talk.allowed().in_force.confidence is Confidence.MEDIUM


def test_only_a_flow_gives_little_confidence(talk):
    talk.meter(("Current.Import", 9, "L1", "A"))
    assert talk.allowed().in_force.confidence is Confidence.LOW


def test_less_offered_than_allowed_is_explained(talk, make_profile):
    talk.set(1, make_profile(16))
    talk.meter(("Current.Offered", 10, "", "A"))
    assert talk.allowed().in_force.remarks[0] == (
        "The charger offers less (10 A): a profile from before these messages, the "
        "cable, its installation or heat."
    )


def test_more_flowing_than_allowed_is_explained(talk, make_profile):
    talk.set(1, make_profile(10))
    talk.meter(("Current.Import", 16, "L1", "A"))
    assert "More flows (16 A) than this allows" in talk.allowed().in_force.remarks[0]


def test_a_notified_limit_does_not_confirm_itself(talk):
    schedule = {
        "id": 1,
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10}],
    }
    told = {"evseId": 1, "chargingLimit": {"chargingLimitSource": "EMS"}}
    talk.tell("NotifyChargingLimit", {**told, "chargingSchedule": [schedule]})
    assert talk.allowed().offered.amps == 10
    assert talk.allowed().in_force.confidence is Confidence.MEDIUM
    talk.meter(("Current.Offered", 10, "", "A"))
    assert talk.allowed().in_force.confidence is Confidence.HIGH
