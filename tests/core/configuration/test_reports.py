# SPDX-License-Identifier: Apache-2.0
"""Recorded messages become what is known of a charger's settings."""

import itertools
import json
import time

import pytest

from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import (
    Access,
    key_address,
    variable_address,
)
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

NOON = 1_800_000_000_000_000
A = key_address("A")


class Talk:
    """Messages of a charger, one a second, taken in as they are made."""

    def __init__(self, charger="CP1"):
        self.settings = ChargerSettings(charger)
        self._numbers = itertools.count(1)
        self.changed = False

    def _take(self, direction, kind, frame, action, **more):
        number = next(self._numbers)
        message = Message(
            id=number,
            at=NOON + number * 1_000_000,
            charger=more.pop("charger", "CP1"),
            connection=1,
            direction=direction,
            raw=json.dumps(frame),
            type=kind,
            message_id="1",
            action=action,
            **more,
        )
        self.changed = self.settings.take(message)
        return message

    def ask(self, action, payload, **more):
        frame = [2, "1", action, payload]
        return self._take(Direction.OUT, MessageType.CALL, frame, action, **more)

    def say(self, action, payload, **more):
        frame = [2, "1", action, payload]
        return self._take(Direction.IN, MessageType.CALL, frame, action, **more)

    def answer(self, call, payload, **more):
        frame = [3, "1", payload]
        kind = MessageType.CALLRESULT
        return self._take(
            Direction.IN, kind, frame, call.action, answer_to=call.id, **more
        )

    def fail(self, call, code):
        return self._take(
            Direction.IN,
            MessageType.CALLERROR,
            [4, "1", code, "", {}],
            call.action,
            answer_to=call.id,
            error_code=code,
        )

    def told(self, *rows, wanted=None, **more):
        call = self.ask("GetConfiguration", {} if wanted is None else {"key": wanted})
        return self.answer(call, {"configurationKey": list(rows), **more})

    def change(self, name, value, status):
        call = self.ask("ChangeConfiguration", {"key": name, "value": value})
        return self.answer(call, {"status": status})


@pytest.fixture
def talk():
    return Talk()


def row(name="A", value="1", **more):
    return {"key": name, "value": value, "readonly": False, **more}


def reported(*names, value="1"):
    return [
        {
            "component": {"name": "C"},
            "variable": {"name": name},
            "variableAttribute": [{"value": value, "mutability": "ReadOnly"}],
            "variableCharacteristics": {"dataType": "integer", "unit": "s"},
        }
        for name in names
    ]


# OCPP 1.6


def test_keys_are_known_in_the_order_of_their_names(talk):
    message = talk.told(row("B", "2"), row("a", "1"))
    assert talk.changed
    assert [e.address.name for e in talk.settings.entries] == ["a", "B"]
    assert talk.settings.entry(A).read_at == message.at
    assert talk.settings.complete_at == message.at


def test_a_reading_of_some_keys_is_not_complete(talk):
    talk.told(row(), wanted=["A"])
    assert talk.settings.complete_at is None


def test_an_empty_list_of_keys_asks_for_all(talk):
    talk.told(row(), wanted=[])
    assert talk.settings.complete_at is not None


def test_a_later_value_takes_the_place_of_the_earlier_one(talk):
    talk.told(row(value="1"))
    later = talk.told(row(value="2", readonly=True))
    entry = talk.settings.entry(A)
    assert (entry.value, entry.access) == ("2", Access.READ_ONLY)
    assert entry.read_at == later.at


def test_keys_that_differ_by_case_alone_are_both_kept(talk):
    talk.told(row("HeartBeatInterval", "1"), row("HeartbeatInterval", "2"))
    first, second = talk.settings.entries
    assert (first.value, second.value) == ("1", "2")
    assert first.remarks == ()
    assert "HeartBeatInterval, which differs by case alone" in second.remarks[0]
    assert talk.settings.entry(key_address("HEARTBEATINTERVAL")) is first


def test_unknown_keys_are_remembered_until_they_are_told(talk):
    message = talk.told(wanted=["A"], unknownKey=["A"])
    assert talk.settings.unknown_at(key_address("a")) == message.at
    talk.told(row())
    assert talk.settings.unknown_at(A) == -1


def test_a_change_is_noted_and_proves_nothing(talk):
    talk.told(row())
    message = talk.change("A", "2", "Accepted")
    entry = talk.settings.entry(A)
    assert (entry.value, entry.written, entry.status) == ("1", "2", "Accepted")
    assert entry.written_at == message.at


def test_a_change_of_a_key_in_another_case_is_noted_at_the_key(talk):
    talk.told(row("HeartBeatInterval"))
    talk.change("heartbeatinterval", "2", "Accepted")
    (entry,) = talk.settings.entries
    assert entry.written == "2"


def test_a_change_of_a_key_that_was_never_read_is_noted(talk):
    talk.change("A", "2", "NotSupported")
    entry = talk.settings.entry(A)
    assert (entry.value, entry.read_at, entry.status) == (None, None, "NotSupported")


def test_reboot_required_waits_for_a_boot_and_is_learned(talk):
    talk.told(row())
    talk.change("A", "2", "RebootRequired")
    assert [e.address for e in talk.settings.waiting] == [A]
    talk.told(row(value="2"))
    assert talk.settings.waiting
    talk.say("BootNotification", {})
    assert talk.changed
    assert talk.settings.waiting == ()
    assert talk.settings.learned == {A}
    talk.say("BootNotification", {})
    assert not talk.changed


def test_a_later_acceptance_needs_no_reboot_and_a_rejection_changes_nothing(talk):
    talk.change("A", "2", "RebootRequired")
    talk.change("A", "3", "Rejected")
    assert talk.settings.waiting
    talk.change("A", "3", "Accepted")
    assert talk.settings.waiting == ()


def test_an_error_in_place_of_an_answer_is_noted(talk):
    call = talk.ask("ChangeConfiguration", {"key": "A", "value": "2"})
    talk.fail(call, "InternalError")
    assert talk.settings.entry(A).status == "InternalError"
    call = talk.ask("GetConfiguration", {})
    talk.fail(call, "InternalError")
    assert not talk.changed
    assert talk.settings.complete_at is None


def test_the_length_of_a_list_is_limited_by_a_key_of_its_own(talk):
    name = "MeterValuesSampledData"
    talk.told(row(name, "Voltage"), row(f"{name}MaxLength", "2"), row("B", "x"))
    entry = talk.settings.entry(key_address(name))
    assert talk.settings.type_of(entry).most_items == 2
    talk.told(row(f"{name}MaxLength", "none"))
    assert talk.settings.type_of(entry).most_items is None
    other = talk.settings.entry(key_address("B"))
    assert talk.settings.type_of(other).most_items is None


# What has nothing to do with it


def test_other_chargers_and_other_messages_are_passed_over(talk):
    call = talk.ask("GetConfiguration", {}, charger="CP2")
    talk.answer(call, {"configurationKey": [row()]}, charger="CP2")
    call = talk.ask("ClearCache", {})
    talk.answer(call, {"status": "Accepted"})
    talk.say("Heartbeat", {})
    assert talk.settings.entries == ()
    assert talk.settings.last_id == 5


def test_an_answer_counts_once_and_only_to_a_call_that_was_seen(talk):
    call = talk.ask("GetConfiguration", {})
    talk.answer(call, {"configurationKey": [row(value="1")]})
    talk.answer(call, {"configurationKey": [row(value="2")]})
    assert talk.settings.entry(A).value == "1"
    other = Talk()
    other.answer(call, {"configurationKey": [row()]})
    assert other.settings.entries == ()


def test_calls_without_an_answer_are_forgotten_in_the_end(talk):
    first = talk.ask("GetConfiguration", {})
    for _ in range(300):
        talk.ask("GetConfiguration", {})
    talk.answer(first, {"configurationKey": [row()]})
    assert talk.settings.entries == ()


# OCPP 2.x


def asked(talk, number=7, status="Accepted"):
    payload = {"requestId": number, "reportBase": "FullInventory"}
    call = talk.ask("GetBaseReport", payload)
    talk.answer(call, {"status": status})
    return call


def part(talk, number, *names, **more):
    payload = {"requestId": 7, "seqNo": number, "reportData": reported(*names)}
    return talk.say("NotifyReport", payload | more)


def test_a_report_grows_part_by_part(talk):
    asked(talk)
    assert talk.settings.report.status == "Accepted"
    part(talk, 0, "A", "B", tbc=True)
    assert (talk.settings.report.parts, talk.settings.report.variables) == (1, 2)
    assert not talk.settings.report.is_ended
    last = part(talk, 1, "D", tbc=False)
    report = talk.settings.report
    assert (report.parts, report.variables, report.last_at) == (2, 3, last.at)
    assert report.is_ended
    assert report.is_certain
    assert [e.address.text for e in talk.settings.entries] == ["C.A", "C.B", "C.D"]


@pytest.mark.parametrize(
    "numbers", [(0, 0), (1,), (0, 2), (None,)], ids=["zeros", "one", "gap", "none"]
)
def test_an_end_that_may_not_be_one_is_not_certain(talk, numbers):
    asked(talk)
    for number in numbers:
        part(talk, number, "A", tbc=number == numbers[0] and len(numbers) > 1)
    part(talk, numbers[-1], "B", tbc=False)
    assert talk.settings.report.is_ended
    assert not talk.settings.report.is_certain


def test_parts_in_another_order_are_certain_when_all_are_there(talk):
    asked(talk)
    part(talk, 1, "B", tbc=False)
    assert not talk.settings.report.is_certain
    part(talk, 0, "A", tbc=True)
    assert talk.settings.report.is_ended


def test_a_part_without_tbc_may_be_the_last(talk):
    asked(talk)
    part(talk, 0, "A")
    assert talk.settings.report.is_ended
    assert not talk.settings.report.is_certain


def test_a_part_that_nobody_asked_for_counts(talk):
    part(talk, 0, "A", tbc=False)
    assert talk.settings.entry(variable_address("C.A")).value == "1"
    assert talk.settings.report.request_id == 7


def test_a_new_request_begins_a_new_report(talk):
    asked(talk)
    part(talk, 0, "A", tbc=False)
    asked(talk, 8)
    assert talk.settings.report.parts == 0
    assert talk.settings.report.request_id == 8


def test_the_rest_of_an_older_report_does_not_end_the_new_one(talk):
    asked(talk)
    part(talk, 0, "A", tbc=True)
    asked(talk, 8)
    part(talk, 1, "B", tbc=False)
    assert talk.settings.entry(variable_address("C.B")).value == "1"
    assert not talk.settings.report.is_ended
    part(talk, 0, "A", requestId=8, tbc=False)
    assert talk.settings.report.is_certain


def test_a_refused_report_is_told(talk):
    asked(talk, status="NotSupported")
    assert talk.settings.report.status == "NotSupported"
    call = talk.ask("GetBaseReport", {"requestId": 7})
    talk.fail(call, "NotImplemented")
    assert talk.settings.report.status == "NotImplemented"
    call = talk.ask("GetBaseReport", None)
    talk.answer(call, None)
    assert talk.settings.report.status == "Unreadable"


def test_a_value_that_is_read_alone_keeps_what_the_report_said(talk):
    part(talk, 0, "A", tbc=False)
    name = {"component": {"name": "C"}, "variable": {"name": "A"}}
    call = talk.ask("GetVariables", {"getVariableData": [name]})
    result = {**name, "attributeStatus": "Accepted", "attributeValue": "9"}
    talk.answer(call, {"getVariableResult": [result]})
    entry = talk.settings.entry(variable_address("C.A"))
    assert entry.value == "9"
    assert entry.access is Access.READ_ONLY
    assert entry.limits.unit == "s"


def test_variables_that_are_set_are_noted(talk):
    name = {"component": {"name": "C"}, "variable": {"name": "A"}}
    call = talk.ask(
        "SetVariables", {"setVariableData": [{**name, "attributeValue": "3"}]}
    )
    result = {**name, "attributeStatus": "RebootRequired"}
    talk.answer(call, {"setVariableResult": [result]})
    entry = talk.settings.entry(variable_address("C.A"))
    assert (entry.written, entry.waits_for_reboot) == ("3", True)
    call = talk.ask(
        "SetVariables", {"setVariableData": [{**name, "attributeValue": "4"}]}
    )
    talk.fail(call, "SecurityError")
    assert talk.settings.entry(variable_address("C.A")).status == "SecurityError"


def test_unreadable_payloads_are_passed_over(talk):
    for payload in (None, [], "x", 7, {"reportData": 7}):
        talk.say("NotifyReport", payload)
    assert talk.settings.entries == ()


def test_2000_variables_are_entries_in_well_under_a_second():
    talk = Talk()
    began = time.perf_counter()
    asked(talk)
    for number in range(100):
        names = [f"Variable{number}x{column}" for column in range(20)]
        part(talk, number, *names, tbc=number < 99)
        # As a window does that shows what comes.
        assert talk.settings.entries
    assert len(talk.settings.entries) == 2000
    assert talk.settings.report.is_certain
    assert time.perf_counter() - began < 1.0
