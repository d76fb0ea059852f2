# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.frames import call_text, error_text, parse_frames
from ocppdesk.simulator.outputs import Send

BOTH = pytest.mark.parametrize("version", ["1.6", "2.0.1"])
ANY = pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])


def boots(talk):
    return [at for at, action, _p in talk.sent if action == "BootNotification"]


@BOTH
def test_boot_comes_first_and_nothing_before_it_is_accepted(silent_talk, version):
    quiet = silent_talk(version, answers={"BootNotification": None}).connect()
    quiet.act("plug_in", 1)
    assert quiet.actions == ["BootNotification"]


@BOTH
def test_states_are_told_after_the_boot(talk, version):
    booted = talk(version)
    assert booted.actions[0] == "BootNotification"
    assert booted.statuses(1) == booted.statuses(2) == ["Available"]


@BOTH
def test_interval_of_the_boot_answer_is_the_heartbeat_interval(talk, version):
    boot = {"status": "Accepted", "currentTime": "2027-01-15T08:00:00Z"}
    booted = talk(version, answers={"BootNotification": {**boot, "interval": 60}})
    booted.forget()
    booted.run(181)
    assert booted.actions == ["Heartbeat"] * 3


def test_heartbeat_waits_for_silence(talk):
    booted = talk("1.6", preset={"MeterValueSampleInterval": "20"})
    booted.charger.configuration.change("HeartbeatInterval", "30")
    booted.charge()
    booted.forget()
    booted.run(120)
    assert "Heartbeat" not in booted.actions


@BOTH
@pytest.mark.parametrize("status", ["Pending", "Rejected"])
def test_boot_is_repeated_after_the_interval_until_accepted(
    silent_talk, version, status
):
    answers = {"status": status, "currentTime": "2027-01-15T08:00:00Z", "interval": 20}
    waiting = silent_talk(version, answers={"BootNotification": answers}).connect()
    waiting.run(45)
    assert boots(waiting) == [0.0, 20.0, 40.0]
    waiting.answers["BootNotification"] = {**answers, "status": "Accepted"}
    waiting.run(100)
    assert boots(waiting) == [0.0, 20.0, 40.0, 60.0]
    assert waiting.statuses() == ["Available"]


def test_boot_that_is_not_answered_is_repeated(silent_talk):
    silent = silent_talk("1.6", answers={"BootNotification": None}).connect()
    silent.run(150)
    assert boots(silent) == [0.0, 60.0, 120.0]


def test_boot_is_sent_again_where_a_pending_charger_reconnects(silent_talk):
    pending = {"status": "Pending", "currentTime": "2027-01-15T08:00:00Z"}
    answers = {"BootNotification": {**pending, "interval": 1000}}
    waiting = silent_talk("1.6", answers=answers).connect()
    waiting.run(5)
    waiting.disconnect()
    waiting.run(5)
    waiting.connect()
    assert boots(waiting) == [0.0, 10.0]


@BOTH
def test_rejected_charger_refuses_commands(silent_talk, version):
    rejected = {"status": "Rejected", "currentTime": "2027-01-15T08:00:00Z"}
    answers = {"BootNotification": {**rejected, "interval": 100}}
    refused = silent_talk(version, answers=answers).connect()
    assert refused.command("ClearCache") == "SecurityError"


@BOTH
def test_pending_charger_says_what_it_is_asked_for_and_starts_nothing(
    silent_talk, version
):
    pending = {"status": "Pending", "currentTime": "2027-01-15T08:00:00Z"}
    answers = {"BootNotification": {**pending, "interval": 100}}
    waiting = silent_talk(version, answers=answers).connect()
    asked = waiting.command("TriggerMessage", {"requestedMessage": "Heartbeat"})
    assert asked["status"] == "Accepted"
    assert waiting.actions[-1] == "Heartbeat"
    if version == "1.6":
        start = waiting.command("RemoteStartTransaction", {"idTag": "X"})
    else:
        token = {"idToken": "X", "type": "Central"}
        request = {"idToken": token, "remoteStartId": 1}
        start = waiting.command("RequestStartTransaction", request)
    assert start["status"] == "Rejected"


def test_clock_is_set_by_the_csms(talk):
    boot = {"status": "Accepted", "currentTime": "2030-01-01T00:00:00Z"}
    booted = talk("1.6", answers={"BootNotification": {**boot, "interval": 300}})
    stamps = [payload["timestamp"] for payload in booted.said("StatusNotification")]
    assert set(stamps) == {"2030-01-01T00:00:00.000Z"}


def test_time_of_the_csms_may_be_ignored(silent_talk):
    talk = silent_talk("1.6")
    talk.charger.keeps_own_clock = True
    before = talk.charger.wall()
    boot = {"status": "Accepted", "currentTime": "2030-01-01T00:00:00Z"}
    talk.answers["BootNotification"] = {**boot, "interval": 300}
    assert talk.connect().charger.wall() == before


def test_frames_may_be_spelt_in_an_odd_way(silent_talk):
    charger = silent_talk("1.6").charger
    charger.spell = lambda text: f"{text} "
    charger.connected()
    (sent,) = charger.take()
    assert sent.text.endswith("] ")


def test_small_differences_do_not_move_the_clock(talk):
    boot = {"status": "Accepted", "currentTime": "2027-01-15T08:00:01.5Z"}
    booted = talk("1.6", answers={"BootNotification": {**boot, "interval": 300}})
    assert booted.charger.timestamp() == "2027-01-15T08:00:00.000Z"


@BOTH
def test_unknown_action_is_not_implemented(talk, version):
    assert talk(version).command("Dance") == "NotImplemented"


@BOTH
def test_action_of_the_charger_is_not_obeyed(talk, version):
    assert talk(version).command("BootNotification") == "NotImplemented"


@pytest.mark.parametrize(
    ("version", "code"), [("1.6", "FormationViolation"), ("2.0.1", "FormatViolation")]
)
def test_payload_that_breaks_the_schema_is_refused(talk, version, code):
    assert talk(version).command("Reset", {"type": "Gentle"}) == code


def test_answer_leaves_before_what_it_causes(talk):
    booted = talk("1.6")
    charger = booted.charger
    charger.receive(call_text("x", "TriggerMessage", {"requestedMessage": "Heartbeat"}))
    sent = [parse_frames(o.text)[0] for o in charger.take() if isinstance(o, Send)]
    assert sent[0].message_id == "x"
    assert sent[1].action == "Heartbeat"


def test_error_to_a_call_lets_the_next_one_go(talk):
    booted = talk("1.6", answers={"Authorize": None})
    booted.act("plug_in", 1).act("present_card", 1, "CARD")
    booted.forget()
    pending = booted.charger.outbox._pending
    booted.charger.receive(error_text(pending.message_id, "InternalError"))
    booted.pump()
    booted.act("unplug", 1)
    assert booted.statuses() == ["Available"]


def test_noise_is_survived(talk):
    booted = talk("1.6")
    for text in ("", "hello", "[]", "[3]", '[3,"x",[]]', '[6,"x","A",{}]', "[2]"):
        booted.charger.receive(text)
        booted.pump()
    assert booted.command("ClearCache") == {"status": "Accepted"}


def test_log_keeps_what_was_said(talk):
    log = "\n".join(talk("1.6").charger.log)
    assert '> [2,"' in log
    assert '< [3,"' in log


def test_reconnecting_soon_closes_after_the_answer(talk):
    booted = talk("1.6")
    booted.charger.reconnect_soon()
    booted.pump()
    assert booted.closed == 0
    booted.run(1)
    assert booted.closed == 1


@pytest.mark.parametrize(("version", "count"), [("2.0.1", 0), ("2.1", 1)])
def test_answer_that_is_of_no_use_is_told_in_21(talk, version, count):
    booted = talk(version, answers={"Authorize": {"idTokenInfo": {"status": "Maybe"}}})
    booted.act("present_card", 1, "CARD").run(2)
    assert [frame.error_code for frame in booted.complaints] == (
        ["FormatViolation"] * count
    )
    assert not booted.charger.has_transaction


def test_call_whose_answer_was_of_no_use_is_over(talk):
    booted = talk("2.1", answers={"TransactionEvent": {"totalCost": "much"}})
    booted.act("plug_in", 1).run(8)
    assert len(booted.said("TransactionEvent")) == len(booted.complaints) == 1
    assert not booted.charger.outbox.has_durable


@ANY
@pytest.mark.parametrize(
    "text",
    [
        '[6,"s1","NotifyPeriodicEventStream",{"id":1}]',
        '[6,"s2","Reset",{"type":"Immediate"}]',
        '[5,"e1","FormatViolation","no",{}]',
        '[7,"x1","Later",{}]',
    ],
    ids=["send", "command as send", "error for an answer", "unknown type"],
)
def test_what_needs_no_answer_gets_none(talk, version, text):
    booted = talk(version)
    booted.charger.receive(text)
    assert booted.charger.take() == []


def test_send_waits_for_nothing_and_is_never_kept(talk):
    booted = talk("2.1", answers={"Heartbeat": None})
    booted.charger.heartbeat()
    booted.pump()
    payload = {
        "id": 1,
        "pending": 0,
        "basetime": "2027-01-15T08:00:00Z",
        "data": [{"t": 0, "v": "1"}],
    }
    booted.charger.send("NotifyPeriodicEventStream", payload)
    booted.pump()
    assert booted.said("NotifyPeriodicEventStream") == [payload]
    booted.disconnect()
    booted.charger.send("NotifyPeriodicEventStream", payload)
    booted.connect()
    assert len(booted.said("NotifyPeriodicEventStream")) == 1
