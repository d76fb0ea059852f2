# SPDX-License-Identifier: Apache-2.0
"""Whole stories, from the messages to the sentences."""

import pytest

from ocppdesk.analysis.sessions.story import Certainty, EnergySource, Outcome


def test_the_worked_example(talk):
    """The charger never offers power (protocol handbook, 8.7)."""
    talk.status("10:00:05", "Preparing")
    talk.card("10:00:21")
    talk.start("10:00:23")
    talk.status("10:00:24", "SuspendedEVSE")
    talk.meter("10:00:40", 152_300, Current_Offered=0)
    talk.meter("10:10:40", 152_300, Current_Offered=0)
    talk.stop("10:12:02", reason="EVDisconnected")
    talk.status("10:12:03", "Available")
    story = talk.story()
    assert [(line.message, line.text, line.is_problem) for line in story.lines] == [
        (1, "Plugged in (Preparing)", False),
        (3, "Card 04A1B2 accepted", False),
        (4, "Transaction 512 started at 152 300 Wh", False),
        (6, "The charger offers no power (SuspendedEVSE)", True),
        (7, "The charger offers 0 A (Current.Offered)", True),
        (
            9,
            "Stopped at 152 300 Wh: the car was unplugged (EVDisconnected)",
            False,
        ),
        (11, "The connector is free (Available)", False),
    ]
    assert story.lines[0].certainty is Certainty.INFERRED
    assert story.outcome is Outcome.COMPLETED_NO_ENERGY
    assert story.missing_step == "power offer"
    assert story.summary == (
        "Transaction 512 brought no energy in 12 min: the charger never offered power. "
        "It ended: the car was unplugged (EVDisconnected)."
    )
    assert (story.id_tag, story.stop_reason) == ("04A1B2", "EVDisconnected")
    assert (story.energy_wh, story.charging_s) == (0, 0)
    assert (story.ended_at - story.began_at) / 1e6 == 12 * 60 - 2


def test_a_session_that_charges(talk):
    talk.session()
    story = talk.story()
    assert story.outcome is Outcome.COMPLETED
    assert story.certainty is Certainty.OBSERVED
    assert story.energy_wh == 5_000
    assert story.transactions[0].energy.source is EnergySource.METER
    assert story.charging_s == 19 * 60 + 45
    assert story.mean_w == pytest.approx(5_000 * 3600 / story.charging_s)
    assert story.mean_transaction_w == pytest.approx(5_000 * 3600 / (19 * 60 + 48))
    assert story.summary == (
        "Card 04A1B2 charged 5 kWh in 20 min. "
        "It ended: somebody stopped it at the charger (Local)."
    )


def test_a_session_of_the_newer_versions(talk, texts):
    talk.status2("10:00:00", "Occupied")
    talk.event("10:00:01", "Started", "CablePluggedIn", state="EVConnected", wh=1_000)
    talk.event("10:00:20", "Updated", "Authorized", seq=1, tag="04A1B2", evse=None)
    talk.event("10:00:25", "Updated", "ChargingStateChanged", seq=2, state="Charging")
    talk.event("10:30:00", "Updated", "MeterValuePeriodic", seq=3, wh=4_000)
    talk.event("11:00:00", "Updated", "StopAuthorized", seq=4, tag="04A1B2",
               state="EVConnected")  # fmt: skip
    talk.event("11:01:00", "Ended", "EVCommunicationLost", seq=5, state="Idle",
               info={"stoppedReason": "Local"}, wh=6_500)  # fmt: skip
    talk.status2("11:01:01", "Available")
    story = talk.story()
    assert texts(story) == [
        "Plugged in (Occupied)",
        "Transaction T1 started, as the cable was plugged in",
        "Card 04A1B2 accepted",
        "The charger offers power (Charging)",
        "The session is stopped at the charger with card 04A1B2 (StopAuthorized)",
        "The car was unplugged, or answers no more (EVCommunicationLost)",
        "Stopped: somebody stopped it at the charger (Local)",
        "The connector is free (Available)",
    ]
    assert story.outcome is Outcome.COMPLETED
    assert (story.evse, story.connector) == (1, 1)
    assert story.energy_wh == 5_500
    assert story.transactions[0].energy.source is EnergySource.TRANSACTION
    assert story.charging_s == 3_575


def test_stories_that_are_over_are_told_once(talk):
    talk.session("10:00:00", 1)
    talk.session("12:00:00", 2)
    fed = talk.fed()
    first, second = fed.stories()
    assert (first.number, second.number) == (1, 2)
    again = fed.stories(now=10**18)
    assert again[0] is first
    assert again[1] is second
