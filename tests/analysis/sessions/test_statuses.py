# SPDX-License-Identifier: Apache-2.0
"""What states, cables and faults do to a session."""

from ocppdesk.analysis.sessions.story import Outcome


def test_a_car_without_a_card_fails_when_it_leaves(talk):
    talk.status("10:00:00", "Preparing")
    talk.status("10:05:00", "Available")
    story = talk.story()
    assert story.outcome is Outcome.FAILED_NO_TOKEN
    assert story.missing_step == "card"
    assert story.ended_at == talk.at("10:05:00")


def test_a_car_that_waits_for_hours_may_still_start(talk):
    talk.status("20:00:00", "Preparing")
    failed = talk.story(now="21:00:00")
    assert (failed.outcome, failed.ended_at) == (Outcome.FAILED_NO_TOKEN, None)
    talk.card("25:00:00")
    talk.start("25:00:02")
    assert talk.story().outcome is Outcome.OPEN


def test_a_charger_gives_a_start_up(talk, texts):
    talk.status("10:00:00", "Preparing")
    talk.card("10:00:05")
    talk.status("10:01:00", "Finishing")
    story = talk.story()
    assert story.outcome is Outcome.FAILED_TIMEOUT
    assert story.missing_step == "transaction"
    assert texts(story)[-1] == "The charger gives the start up (Finishing)"


def test_a_connector_goes_out_of_service_before_the_start(talk):
    talk.status("10:00:00", "Preparing")
    talk.card("10:00:05")
    talk.status("10:00:10", "Unavailable")
    assert talk.story().outcome is Outcome.FAILED_UNAVAILABLE


def test_a_fault_before_the_start(talk, texts):
    talk.status("10:00:00", "Preparing")
    talk.status("10:00:10", "Faulted", error="GroundFailure", info="RCD")
    talk.status("10:05:00", "Available")
    story = talk.story()
    assert story.outcome is Outcome.FAILED_FAULT
    assert texts(story)[1:] == [
        "The charger reports a fault: GroundFailure: RCD",
        "The fault is over (GroundFailure)",
        "The connector is free (Available)",
    ]
    assert "GroundFailure: RCD" in story.summary


def test_a_warning_is_no_fault_state(talk, texts):
    talk.start("10:00:00")
    talk.status("10:00:02", "Charging", error="HighTemperature")
    assert "The charger reports a warning: HighTemperature" in texts(talk.story())


def test_free_without_an_end_is_an_orphan_after_ten_minutes(talk):
    talk.start("10:00:00")
    talk.status("10:00:02", "Charging")
    talk.status("10:30:00", "Available")
    assert talk.story(now="10:39:59").outcome is Outcome.OPEN
    story = talk.story(now="10:40:00")
    assert story.outcome is Outcome.ORPHANED
    assert story.ended_at == talk.at("10:30:00")
    assert "the connector was free again, and no stop was told" in story.summary


def test_what_seemed_over_goes_on_if_it_is_heard_of(talk):
    talk.start("10:00:00", wh=0)
    talk.status("10:00:02", "Charging")
    talk.status("10:10:00", "Available")
    talk.meter("10:11:00", 3_000)
    story = talk.story(now="12:00:00")
    assert (story.outcome, story.ended_at) == (Outcome.OPEN, None)


def test_the_cable_may_be_pulled_without_an_end(talk, texts):
    """StopTransactionOnEVSideDisconnect is false (1.6, 4.9)."""
    talk.start("10:00:00")
    talk.status("10:00:02", "Charging")
    talk.status("10:10:00", "SuspendedEV", info="EV side disconnected")
    story = talk.story()
    assert "Unplugged at the car (EV side disconnected)" in texts(story)
    assert story.outcome is Outcome.OPEN


def test_plugging_in_anew_after_the_cable_was_pulled_is_a_new_story(talk):
    talk.start("10:00:00")
    talk.stop("10:30:00", reason="EVDisconnected")
    talk.status("10:30:01", "Finishing")
    talk.status("10:32:00", "Preparing")
    first, second = talk.stories()
    assert first.ended_at == talk.at("10:30:00")
    assert second.transactions == ()


def test_finishing_and_preparing_without_an_end_leave_an_orphan(talk):
    talk.start("10:00:00")
    talk.status("10:20:00", "Charging")
    talk.status("10:30:00", "Finishing")
    talk.status("10:31:00", "Preparing")
    orphan, waiting = talk.stories(now="10:41:00")
    assert orphan.outcome is Outcome.ORPHANED
    assert waiting.outcome is Outcome.FAILED_NO_TOKEN


def test_a_log_may_begin_while_it_charges(talk):
    talk.status("10:00:00", "Charging")
    talk.stop("10:30:00", 5_000, 77)
    story = talk.story()
    assert [one.id for one in story.transactions] == [77]
    assert story.outcome is Outcome.UNKNOWN_PARTIAL
    assert story.summary == (
        "Transaction 77 began before these messages do; how much it charged is not "
        "known. It ended: no reason was given, which means Local."
    )


def test_faults_of_the_newer_versions_are_told(talk, texts):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2", state="Charging")
    data = {"component": {"name": "RCD", "evse": {"id": 1}},
            "variable": {"name": "Tripped"}, "actualValue": "true",
            "trigger": "Alerting", "techInfo": "30 mA"}  # fmt: skip
    talk.call("10:20:00", "NotifyEvent", {"eventData": [data]})
    talk.event("10:20:01", "Ended", "AbnormalCondition", seq=1, wh=5_000,
               info={"stoppedReason": "Other"})  # fmt: skip
    talk.call("10:40:00", "NotifyEvent", {"eventData": [data | {"cleared": True}]})
    story = talk.story()
    assert "The charger reports: RCD.Tripped: 30 mA" in texts(story)
    assert story.outcome is Outcome.STOPPED_BY_FAULT


def test_another_plug_of_the_evse_that_is_free_changes_nothing(talk):
    talk.status2("10:00:00", "Occupied", connector=1)
    talk.event("10:00:01", "Started", "CablePluggedIn", state="EVConnected")
    talk.status2("10:00:02", "Available", connector=2)
    assert talk.story(now="12:00:00").outcome is Outcome.OPEN


def test_the_cable_of_the_newer_versions_may_be_pulled_and_the_session_go_on(talk):
    talk.event("10:00:00", "Started", "CablePluggedIn", state="EVConnected")
    talk.event("10:10:00", "Updated", "EVCommunicationLost", seq=1, state="Idle")
    story = talk.story()
    assert story.outcome is Outcome.OPEN
    assert story.lines[-1].text.endswith("(EVCommunicationLost)")


def test_a_state_that_is_older_than_the_last_one_changes_nothing(talk):
    talk.status("10:00:00", "Preparing")
    talk.status("10:01:00", "Available", timestamp="2026-08-01T07:11:12Z")
    assert talk.story().outcome is Outcome.OPEN


def test_free_again_while_a_card_waits_for_its_car(talk):
    talk.status("09:59:00", "Unavailable")
    talk.card("10:00:00")
    talk.status("10:00:05", "Available")
    talk.start("10:00:30")
    assert len(talk.story().transactions) == 1


def test_out_of_service_is_told_once_and_ends_what_waits_for_the_cable(talk, texts):
    talk.start("10:00:00")
    talk.status("10:10:00", "Unavailable")
    talk.status("10:11:00", "Unavailable")
    story = talk.story()
    assert texts(story)[1:] == ["The connector is out of service (Unavailable)"]
    assert story.outcome is Outcome.OPEN


def test_a_card_may_begin_a_transaction_before_the_cable(talk, texts):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2")
    talk.status2("10:00:20", "Occupied")
    assert "Plugged in (Occupied)" in texts(talk.story())


def test_occupied_may_mean_no_cable(talk, texts):
    talk.status2("10:00:00", "Occupied")
    talk.event("10:00:01", "Started", "Authorized", tag="04A1B2", state="Idle", wh=0)
    talk.event("10:02:00", "Ended", "EVConnectTimeout", seq=1, wh=0,
               info={"stoppedReason": "Timeout"})  # fmt: skip
    story = talk.story()
    assert texts(story)[0] == "The connector is in use"
    assert story.outcome is Outcome.FAILED_NO_PLUG


def test_charging_goes_on_though_it_seemed_over(talk):
    talk.start("10:00:00", wh=0)
    talk.status("10:00:02", "Charging")
    talk.status("10:10:00", "Available")
    talk.status("10:10:20", "Charging")
    story = talk.story(now="12:00:00")
    assert (story.outcome, story.ended_at) == (Outcome.OPEN, None)


def test_a_fault_without_a_code_is_a_fault(talk, texts):
    talk.start("10:00:00")
    talk.status("10:10:00", "Faulted", info="contactor")
    assert texts(talk.story())[1] == "The charger reports a fault (Faulted): contactor"


def test_a_reservation_is_told(talk, texts):
    talk.status("10:00:00", "Preparing")
    talk.status("10:00:10", "Reserved")
    assert texts(talk.story())[1] == "The connector is reserved (Reserved)"


def test_a_fault_of_the_whole_charger_concerns_all(talk):
    for connector in (1, 2):
        talk.start("10:00:00", connector, f"04{connector}", connector=connector)
    talk.status("10:10:00", "Faulted", 0, "InternalError")
    for story in talk.stories():
        assert story.lines[-1].text == "The charger reports a fault: InternalError"


def test_a_report_about_another_evse_is_not_told(talk, texts):
    talk.event("10:00:00", "Started", "Authorized", tag="04A1B2")
    data = {"component": {"name": "RCD", "evse": {"id": 2}},
            "variable": {"name": "Tripped"}, "actualValue": "true"}  # fmt: skip
    talk.call("10:01:00", "NotifyEvent", {"eventData": [data]})
    assert len(texts(talk.story())) == 2
