# SPDX-License-Identifier: Apache-2.0
"""How a story ended (protocol, 8.5); what `test_machine` and `test_arming` leave."""

import pytest

from ocppdesk.analysis.sessions.story import Certainty, Outcome


def _ended(talk, reason, wh=160_000):
    talk.status("09:59:50", "Preparing")
    talk.card("09:59:55")
    talk.start("10:00:00")
    talk.status("10:00:05", "Charging")
    talk.stop("10:30:00", wh, reason=reason)
    talk.status("10:31:00", "Available")
    return talk.story()


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("Local", Outcome.COMPLETED),
        ("EVDisconnected", Outcome.COMPLETED),
        ("Something", Outcome.COMPLETED),
        ("PowerLoss", Outcome.STOPPED_BY_POWER),
        ("Reboot", Outcome.STOPPED_BY_POWER),
        ("HardReset", Outcome.STOPPED_BY_POWER),
        ("EmergencyStop", Outcome.STOPPED_BY_FAULT),
        ("DeAuthorized", Outcome.STOPPED_DEAUTHORIZED),
    ],
)
def test_the_reason_decides(talk, reason, outcome):
    story = _ended(talk, reason)
    assert story.outcome is outcome
    assert story.certainty is Certainty.OBSERVED
    assert story.stop_reason == reason


def test_from_a_tenth_of_a_kilowatt_hour_on_it_has_charged(talk):
    assert _ended(talk, "Local", 152_400).outcome is Outcome.COMPLETED


def test_less_is_no_session(talk):
    story = _ended(talk, "Local", 152_399)
    assert story.outcome is Outcome.COMPLETED_NO_ENERGY
    assert story.missing_step == "power taken by the car"
    assert "only 99 Wh" in story.summary


def test_a_car_that_takes_nothing(talk):
    talk.status("10:00:00", "Preparing")
    talk.start("10:00:05")
    talk.status("10:00:10", "SuspendedEV")
    talk.meter("10:05:00", 152_300, Current_Offered=16)
    talk.stop("10:30:00", reason="Local")
    story = talk.story()
    assert story.missing_step == "power taken by the car"
    assert [line.text for line in story.lines if line.is_problem] == [
        "The car takes no power (SuspendedEV)"
    ]


def test_power_that_is_not_offered_is_missing_even_if_the_state_says_charging(talk):
    talk.start("10:00:05")
    talk.status("10:00:10", "Charging")
    talk.meter("10:05:00", 152_300, Current_Offered=0)
    talk.stop("10:30:00", reason="Local")
    assert talk.story().missing_step == "power offer"


@pytest.mark.parametrize(
    ("reason", "clock", "outcome"),
    [
        ("Other", "10:29:30", Outcome.STOPPED_BY_FAULT),
        ("Other", "10:30:40", Outcome.STOPPED_BY_FAULT),
        ("Other", "10:28:00", Outcome.COMPLETED),
        ("EVDisconnected", "10:29:58", Outcome.STOPPED_BY_FAULT),
        # The pilot is lost because somebody has unplugged.
        ("EVDisconnected", "10:30:02", Outcome.COMPLETED),
        ("Remote", "10:29:58", Outcome.COMPLETED),
    ],
)
def test_a_fault_close_to_the_end_has_ended_it(talk, reason, clock, outcome):
    """The reason often says only Other (protocol, STOP-06)."""
    events = [
        (clock, lambda at: talk.status(at, "Faulted", error="GroundFailure")),
        ("10:30:00", lambda at: talk.stop(at, 160_000, reason=reason)),
    ]
    talk.start("10:00:00")
    talk.status("10:00:05", "Charging")
    for at, happen in sorted(events, key=lambda event: event[0]):
        happen(at)
    story = talk.story()
    assert story.outcome is outcome
    if outcome is Outcome.STOPPED_BY_FAULT:
        assert story.certainty is Certainty.INFERRED
        assert "A fault ended the session" in story.summary
        assert "GroundFailure" in story.summary


def test_a_card_that_is_refused_at_the_start(talk):
    talk.status("10:00:00", "Preparing")
    talk.card("10:00:01")
    talk.start("10:00:02", verdict="ConcurrentTx")
    talk.stop("10:00:04", reason="DeAuthorized")
    story = talk.story()
    assert story.outcome is Outcome.STOPPED_DEAUTHORIZED
    assert story.missing_step == "accepted card"
    assert "card 04A1B2 refused" in story.summary


def test_without_meter_values_what_was_charged_is_not_known(talk):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2", state="Charging")
    talk.event("10:30:00", "Ended", "StopAuthorized", seq=1)
    story = talk.story()
    assert (story.outcome, story.certainty) == (Outcome.COMPLETED, Certainty.ASSUMED)
    assert "how much is not known" in story.summary


def test_a_transaction_that_waits_for_a_car_in_vain(talk):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2", wh=0)
    talk.event("10:02:00", "Ended", "EVConnectTimeout", seq=1, wh=0,
               info={"stoppedReason": "Timeout"})  # fmt: skip
    story = talk.story()
    assert story.outcome is Outcome.FAILED_NO_PLUG
    assert story.missing_step == "plug"
    assert "No car was connected in time (EVConnectTimeout)" in (
        line.text for line in story.lines
    )


def test_a_transaction_that_never_gets_a_card(talk):
    talk.event("10:00:00", "Started", "CablePluggedIn", state="EVConnected", wh=0)
    talk.event("10:02:00", "Ended", "EVCommunicationLost", seq=1, state="Idle", wh=0,
               info={"stoppedReason": "EVDisconnected"})  # fmt: skip
    story = talk.story()
    assert story.outcome is Outcome.FAILED_NO_TOKEN
    assert story.missing_step == "card"


def test_a_transaction_whose_card_is_refused(talk):
    talk.event("10:00:00", "Started", "CablePluggedIn", state="EVConnected", wh=0)
    talk.event("10:01:00", "Updated", "Authorized", seq=1, tag="04BAD",
               verdict="Blocked")  # fmt: skip
    talk.event("10:02:00", "Ended", "EVCommunicationLost", seq=2, state="Idle", wh=0,
               info={"stoppedReason": "EVDisconnected"})  # fmt: skip
    story = talk.story()
    assert story.outcome is Outcome.FAILED_TOKEN_REFUSED
    assert story.summary == (
        "The start failed: card 04BAD refused: it is blocked (Blocked)."
    )


def test_a_remote_start_that_nobody_answers(talk):
    talk.status("10:00:00", "Available")
    talk.command("10:00:01", "GetConfiguration", {})
    talk.remote_start("10:00:05", status=None)
    story = talk.story(now="11:00:00")
    assert story.outcome is Outcome.FAILED_PROTOCOL
    assert story.missing_step == "accepted remote start"


def test_where_no_answers_are_seen_a_missing_one_says_nothing(talk):
    talk.status("10:00:00", "Available")
    talk.remote_start("10:00:05", status=None)
    story = talk.story(now="11:00:00")
    assert story.outcome is Outcome.FAILED_NO_PLUG


@pytest.mark.parametrize(
    ("status", "error", "outcome", "words"),
    [
        ("Unavailable", "NoError", Outcome.FAILED_UNAVAILABLE, "out of service"),
        ("Faulted", "PowerMeterFailure", Outcome.FAILED_FAULT, "PowerMeterFailure"),
        ("Finishing", "NoError", Outcome.FAILED_NO_PLUG, "The plug of the last"),
        ("Reserved", "NoError", Outcome.FAILED_NO_PLUG, "was reserved"),
    ],
)
def test_what_the_connector_was_before_may_be_the_cause(
    talk, status, error, outcome, words
):
    talk.status("10:00:00", status, error=error)
    talk.remote_start("10:01:00")
    story = talk.story(now="11:00:00")
    assert story.outcome is outcome
    assert words in story.summary


def test_a_refused_remote_start_says_what_the_connector_was(talk):
    talk.status("10:00:00", "Faulted", error="GroundFailure")
    talk.remote_start("10:01:00", status="Rejected")
    story = talk.story()
    assert story.outcome is Outcome.FAILED_REMOTE_REJECTED
    assert story.summary == (
        "The start failed: the charger refused the remote start. "
        "The charger reported a fault (Faulted) when it was asked for."
    )


@pytest.mark.parametrize("reason", [None, "Other"])
def test_an_end_that_is_told_after_a_restart_was_cut_off(talk, reason):
    talk.start("10:00:00", wh=0)
    talk.boot("10:30:00")
    talk.stop("10:30:20", 3_000, told="10:28:41", reason=reason)
    story = talk.story()
    assert story.outcome is Outcome.STOPPED_BY_POWER
    assert story.summary.startswith("The charger restarted, which ended the session")


def test_a_session_that_goes_on_after_a_restart_was_not_cut_off(talk):
    talk.start("10:00:00", wh=0)
    talk.boot("10:30:00")
    talk.meter("10:40:00", 3_000)
    talk.stop("10:50:00", 4_000)
    assert talk.story().outcome is Outcome.COMPLETED


def test_a_car_that_is_there_too_late(talk):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2", wh=0,
               state="EVConnected")  # fmt: skip
    talk.event("10:02:00", "Ended", "EVConnectTimeout", seq=1, wh=0,
               info={"stoppedReason": "Timeout"})  # fmt: skip
    assert talk.story().outcome is Outcome.FAILED_TIMEOUT


def test_a_fault_may_be_reported_with_a_reason_that_everybody_has(talk):
    talk.start("10:00:00")
    talk.status("10:00:05", "Charging")
    talk.status("10:29:58", "Faulted", error="GroundFailure")
    talk.stop("10:30:00", 160_000)
    assert talk.story().outcome is Outcome.STOPPED_BY_FAULT


def test_a_warning_does_not_end_what_somebody_stops(talk):
    talk.start("10:00:00")
    talk.status("10:00:05", "Charging")
    talk.status("10:29:58", "Charging", error="HighTemperature")
    talk.stop("10:30:00", 160_000, reason="Local")
    assert talk.story().outcome is Outcome.COMPLETED


def test_charging_without_a_transaction_goes_on(talk):
    talk.status("10:00:00", "Available")
    talk.status("10:00:05", "Charging")
    assert talk.story(now="12:00:00").outcome is Outcome.OPEN


def test_power_is_not_offered_if_only_the_state_says_so(talk):
    talk.start("10:00:00")
    talk.status("10:00:05", "SuspendedEVSE")
    talk.stop("10:30:00", reason="Local")
    assert talk.story().missing_step == "power offer"


def test_a_card_is_refused_that_a_remote_start_had_brought(talk, texts):
    """AuthorizeRemoteTxRequests is true (protocol, AUTH-08)."""
    talk.status("10:00:00", "Preparing")
    for clock in ("10:00:10", "10:00:40"):
        talk.remote_start(clock, "REMOTE")
        talk.card(clock, "REMOTE", "Invalid")
    talk.status("10:20:00", "Unavailable")
    story = talk.story()
    assert story.outcome is Outcome.FAILED_TOKEN_REFUSED
    assert story.missing_step == "accepted card"
    asked = "The CSMS asks to start with card REMOTE"
    assert texts(story)[1:3] == [
        f"{asked}; the charger accepts (2 times in 30 s)",
        "Card REMOTE refused: it is not known (Invalid) (2 times in 30 s)",
    ]


def test_what_breaks_later_is_not_the_cause(talk):
    talk.status("10:00:00", "Preparing")
    talk.status("11:00:00", "Faulted", error="InternalError")
    talk.status("11:01:00", "Available")
    assert talk.story().outcome is Outcome.FAILED_NO_TOKEN


def test_in_the_first_minute_no_car_has_to_take_power(talk):
    talk.start("10:00:00")
    talk.status("10:00:02", "Charging")
    talk.stop("10:00:40", reason="Remote")
    story = talk.story()
    assert (story.outcome, story.missing_step) == (Outcome.COMPLETED_NO_ENERGY, "")


def test_a_lock_that_cannot_engage_has_a_plug_in_it(talk):
    talk.card("10:00:00")
    talk.status("10:00:05", "Preparing")
    talk.status("10:00:10", "Faulted", error="ConnectorLockFailure")
    talk.status("10:01:00", "Available")
    story = talk.story(now="10:30:00")
    assert story.outcome is Outcome.FAILED_FAULT
    assert story.missing_step == "transaction"
