# SPDX-License-Identifier: Apache-2.0
"""Changes are sent one by one and once, and proven by what is read back."""

import asyncio
import json
from dataclasses import replace

import pytest

from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.settings import key_address, variable_address
from ocppdesk.core.configuration.steps import StepState
from ocppdesk.simulator.quirks import ignore_changes, leave_at, leave_at_changes

HEARTBEAT = key_address("HeartbeatInterval")
BLINK = key_address("BlinkRepeat")
FIXED = key_address("NumberOfConnectors")
PING = key_address("WebSocketPingInterval")
SAMPLED = key_address("MeterValuesSampledData")
HEARTBEAT_2 = variable_address("OCPPCommCtrlr.HeartbeatInterval")
PING_2 = variable_address("OCPPCommCtrlr.WebSocketPingInterval")


def states(applied):
    return [step.state.value for step in applied.steps]


def sent(desk, action="ChangeConfiguration"):
    return [m.payload() for m in desk.messages() if m.action == action and m.type == 2]


async def test_each_answer_is_told_and_proven(workbench, simulated, desk):
    async with simulated("1.6"):
        applied = await workbench.apply(
            Change(HEARTBEAT, "60", "300"),
            Change(FIXED, "9", "2"),
            Change(key_address("Nonsense"), "1"),
            Change(PING, "30", "60"),
            stops_on_refusal=False,
        )
    assert states(applied) == ["verified", "refused", "refused", "reboot-required"]
    assert [step.answer for step in applied.steps] == [
        "Accepted",
        "Rejected",
        "NotSupported",
        "RebootRequired",
    ]
    assert len(sent(desk)) == 4
    assert not [m for m in desk.messages() if m.action == "Reset"]
    told = workbench.told[0]
    assert states(told) == ["sending", "waiting", "waiting", "waiting"]
    assert workbench.told[-1] == applied


async def test_the_first_refusal_ends_it_if_it_is_to(workbench, simulated, desk):
    async with simulated("1.6"):
        applied = await workbench.apply(
            Change(HEARTBEAT, "60"), Change(FIXED, "9"), Change(BLINK, "4")
        )
    assert states(applied) == ["verified", "refused", "skipped"]
    assert len(sent(desk)) == 2


async def test_accepted_and_not_changed_is_seen(workbench, simulated):
    def habits(charger):
        ignore_changes(charger, "HeartbeatInterval")

    async with simulated("1.6", habits=habits):
        applied = await workbench.apply(Change(HEARTBEAT, "60", "300"))
    (step,) = applied.steps
    assert step.state is StepState.DIFFERENT
    assert step.text == "Accepted, but still 300."
    assert step.found == "300"


async def test_a_charger_that_accepts_keys_it_does_not_have_is_seen(
    workbench, simulated
):
    def habits(charger):
        ignore_changes(charger, "Nonsense")

    async with simulated("1.6", habits=habits):
        applied = await workbench.apply(Change(key_address("Nonsense"), "1"))
    assert states(applied) == ["different"]
    assert "no such setting" in applied.steps[0].text


async def test_a_list_in_another_order_is_the_same(workbench, simulated):
    address = key_address("MeterValuesSampledData")
    async with simulated("1.6"):
        applied = await workbench.apply(Change(address, "Voltage, Current.Import,"))
    assert states(applied) == ["verified"]
    assert applied.steps[0].found == "Voltage,Current.Import"


def lacks(*items):
    """Return the habit of rejecting lists with an item that is not supported."""

    def habits(charger):
        change = charger.commands["ChangeConfiguration"]

        def around(payload):
            if set(items) & set(payload["value"].split(",")):
                return {"status": "Rejected"}
            return change(payload)

        charger.commands["ChangeConfiguration"] = around

    return habits


async def test_a_list_grows_until_an_item_is_refused(workbench, simulated, desk):
    change = Change(SAMPLED, "Voltage,SoC,Frequency,Power.Factor", is_grown=True)
    async with simulated("1.6", habits=lacks("Frequency")):
        applied = await workbench.apply(change, Change(HEARTBEAT, "60"))
    assert states(applied) == ["verified", "verified"]
    step = applied.steps[0]
    assert step.change.value == step.found == "Voltage,SoC"
    assert step.text == (
        "Verified: read back, the charger has it. Of 4 items the charger took 2. "
        "Frequency was the next, and it answered Rejected."
    )
    values = [payload["value"] for payload in sent(desk)]
    assert values == ["Voltage", "Voltage,SoC", "Voltage,SoC,Frequency", "60"]


async def test_a_list_grows_from_what_the_charger_has(workbench, simulated, desk):
    change = Change(SAMPLED, "SoC,Voltage,Frequency", "soc, voltage", is_grown=True)
    async with simulated("1.6"):
        applied = await workbench.apply(change)
    assert states(applied) == ["verified"]
    assert [payload["value"] for payload in sent(desk)] == ["SoC,Voltage,Frequency"]


async def test_a_list_of_which_nothing_more_is_taken_is_refused(
    workbench, simulated, desk
):
    change = Change(SAMPLED, "SoC,Voltage", "SoC", is_grown=True)
    async with simulated("1.6", habits=lacks("Voltage")):
        applied = await workbench.apply(change)
    assert states(applied) == ["refused"]
    assert len(sent(desk)) == 1


async def test_a_list_that_is_not_answered_any_more_is_in_doubt(workbench, desk):
    options = replace(desk.engine._options, call_timeout_s=0.1)
    await asyncio.wrap_future(desk.engine.apply(options))
    async with desk.connect() as socket:
        await desk.until(lambda: desk.engine.state.connected)
        change = Change(SAMPLED, "SoC,Voltage,Frequency", is_grown=True)
        applying = asyncio.gather(workbench.apply(change))
        call = json.loads(await socket.recv())
        await socket.send(json.dumps([3, call[1], {"status": "Accepted"}]))
        (applied,) = await applying
    assert states(applied) == ["failed"]
    assert len(sent(desk)) == 2


async def test_variables_of_201(workbench, simulated):
    def habits(charger):
        ignore_changes(charger, "EVConnectionTimeOut")

    async with simulated("2.0.1", habits=habits):
        applied = await workbench.apply(
            Change(HEARTBEAT_2, "60", "300"),
            Change(PING_2, "30"),
            Change(variable_address("TxCtrlr.EVConnectionTimeOut"), "90", "60"),
            Change(variable_address("SmartChargingCtrlr.RateUnit"), "A"),
            Change(variable_address("TxCtrlr.Nonsense"), "A"),
            stops_on_refusal=False,
        )
    assert states(applied) == [
        "verified",
        "reboot-required",
        "different",
        "refused",
        "refused",
    ]
    assert applied.steps[3].reason == "ReadOnly"
    assert "ReadOnly" in applied.steps[3].text
    assert applied.steps[4].answer == "UnknownVariable"


async def test_what_is_longer_than_the_charger_takes_is_not_sent(
    workbench, simulated, desk
):
    limit = "DeviceDataCtrlr.BytesPerMessage.SetVariables"
    name = variable_address("SecurityCtrlr.OrganizationName")
    async with simulated("2.0.1", settings={limit: "200"}):
        await workbench.read()
        applied = await workbench.apply(
            Change(HEARTBEAT_2, "60"),
            Change(name, "é" * 60),
            stops_on_refusal=False,
        )
    assert states(applied) == ["verified", "refused"]
    assert "more than the 200 bytes" in applied.steps[1].text
    assert len(sent(desk, "SetVariables")) == 1


async def test_a_charger_that_disconnects_ends_it(workbench, simulated, desk):
    def habits(charger):
        leave_at_changes(charger, "BlinkRepeat")

    async with simulated("1.6", habits=habits):
        applied = await workbench.apply(
            Change(HEARTBEAT, "60"), Change(BLINK, "4"), Change(PING, "30")
        )
    assert states(applied) == ["unverified", "failed", "skipped"]
    assert "disconnected instead of answering" in applied.steps[1].text
    assert "disconnected at ChangeConfiguration" in applied.trouble
    assert len(sent(desk)) == 2


async def test_a_charger_that_reconnects_with_its_new_password(workbench, simulated):
    key = key_address("AuthorizationKey")
    async with simulated("1.6"):
        applied = await workbench.apply(Change(key, "00112233445566778899001122334455"))
    assert states(applied) == ["unverified"]
    assert "next connection proves it" in applied.steps[0].text


async def test_leaving_at_a_password_is_expected(workbench, simulated):
    def habits(charger):
        leave_at_changes(charger, "AuthorizationKey")

    async with simulated("1.6", habits=habits):
        key = key_address("AuthorizationKey")
        applied = await workbench.apply(Change(key, "00112233445566778899001122334455"))
    assert states(applied) == ["failed"]
    assert "as it may at this setting" in applied.steps[0].text


async def test_what_cannot_be_read_back_is_said(workbench, simulated):
    def habits(charger):
        leave_at(charger, "GetConfiguration")

    async with simulated("1.6", habits=habits):
        applied = await workbench.apply(Change(HEARTBEAT, "60"))
    assert states(applied) == ["unverified"]
    assert "could not all be read back" in applied.trouble


@pytest.mark.parametrize("stops", [True, False])
async def test_a_change_without_an_answer_is_not_sent_again(workbench, desk, stops):
    options = replace(desk.engine._options, call_timeout_s=0.1)
    await asyncio.wrap_future(desk.engine.apply(options))
    async with desk.connect():
        await desk.until(lambda: desk.engine.state.connected)
        applied = await workbench.apply(
            Change(HEARTBEAT, "60"), Change(BLINK, "4"), stops_on_refusal=stops
        )
    assert states(applied) == ["failed", "skipped" if stops else "failed"]
    assert "did not answer" in applied.steps[0].text
    assert len(sent(desk)) == (1 if stops else 2)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ([4, "", "InternalError", "", {}], "InternalError"),
        ([3, "", {}], "Unreadable"),
        ([3, "", None], "Unreadable"),
        ([3, "", {"status": "Perhaps"}], "Perhaps"),
        ([4, ""], "CALLERROR"),
    ],
)
async def test_odd_answers_are_refusals(workbench, desk, answer, word):
    async with desk.connect() as socket:
        applying = asyncio.gather(workbench.apply(Change(HEARTBEAT, "60")))
        call = json.loads(await socket.recv())
        await socket.send(json.dumps([answer[0], call[1], *answer[2:]]))
        (applied,) = await applying
    assert states(applied) == ["refused"]
    assert applied.steps[0].answer == word
