# SPDX-License-Identifier: Apache-2.0
"""All settings are read from chargers that do not make it easy."""

import asyncio
import contextlib
import json
from dataclasses import replace

import pytest

from ocppdesk.core.configuration.settings import (
    Access,
    key_address,
    variable_address,
)
from ocppdesk.core.configuration.steps import How
from ocppdesk.csms import settings_reading, settings_talk
from ocppdesk.simulator.quirks import leave_at, refuse
from ocppdesk.tasks import start

HEARTBEAT = key_address("HeartbeatInterval")


def asked_keys(desk):
    """Return the key lists of all GetConfiguration calls."""
    return [
        m.payload().get("key")
        for m in desk.messages()
        if m.action == "GetConfiguration" and m.type == 2
    ]


class Script:
    """A charger CP1 that answers each call as a function says."""

    def __init__(self, answer):
        self.answer = answer
        self.calls = []

    @contextlib.asynccontextmanager
    async def connected(self, desk, version):
        async with desk.connect(subprotocols=[f"ocpp{version}"]) as socket:
            running = start(self._serve(socket), name="scripted charger")
            try:
                yield self
            finally:
                running.cancel()

    async def _serve(self, socket):
        async for text in socket:
            kind, message_id, *rest = json.loads(text)
            if kind != 2:
                continue
            self.calls.append(tuple(rest))
            for part in self.answer(*rest):
                if part is None:
                    await socket.close()
                    return
                if isinstance(part, dict):
                    part = [3, message_id, part]
                elif part[0] == 4:
                    part = [4, message_id, *part[1:]]
                await socket.send(json.dumps(part))


async def be_patient(desk, seconds):
    """Let the desk wait so long for each answer."""
    options = replace(desk.engine._options, call_timeout_s=seconds)
    await asyncio.wrap_future(desk.engine.apply(options))


def keys(*names, **more):
    rows = [{"key": name, "value": "1", "readonly": False} for name in names]
    return {"configurationKey": rows, **more}


def part(number, *, tbc, request_id=1, names=("A",), **more):
    rows = [
        {
            "component": {"name": "C"},
            "variable": {"name": name},
            "variableAttribute": [{"value": "1"}],
        }
        for name in names
    ]
    payload = {"requestId": request_id, "generatedAt": "2027-01-15T08:00:00Z"}
    if tbc is not None:
        payload["tbc"] = tbc
    if number is not None:
        payload["seqNo"] = number
    payload["reportData"] = rows
    return [2, f"n{number}{names}", "NotifyReport", payload | more]


# OCPP 1.6


async def test_all_keys_come_in_one_answer(desk, workbench, simulated):
    async with simulated("1.6"):
        reading = await workbench.read()
    assert asked_keys(desk) == [None]
    secret = next(e for e in reading.entries if e.address.name == "AuthorizationKey")
    assert secret.value is None
    assert reading.done == len(reading.entries)


async def test_in_batches_of_the_size_that_the_charger_names(
    desk, workbench, simulated
):
    async with simulated("1.6", settings={"GetConfigurationMaxKeys": "7"}):
        reading = await workbench.read(how=How.BATCHES)
    assert reading.is_complete
    sizes = {len(names) for names in asked_keys(desk)[1:-1]}
    assert sizes == {7}
    assert len(reading.entries) > 40


async def test_key_by_key(desk, workbench, simulated):
    async with simulated("1.6"):
        reading = await workbench.read(how=How.SINGLY)
    assert {len(names) for names in asked_keys(desk)} == {1}
    assert next(e for e in reading.entries if e.address == HEARTBEAT).value == "300"


async def test_a_list_that_ends_at_the_limit_is_completed_by_name(desk, workbench):
    def answer(action, payload):
        wanted = payload.get("key")
        if wanted is None:
            rows = keys("A", "GetConfigurationMaxKeys")
            rows["configurationKey"][1]["value"] = "2"
            return [rows]
        return [keys(*(n for n in wanted if n == "HeartbeatInterval"))]

    async with Script(answer).connected(desk, "1.6"):
        reading = await workbench.read()
    assert reading.is_complete
    assert [e.address.name for e in reading.entries] == [
        "A",
        "GetConfigurationMaxKeys",
        "HeartbeatInterval",
    ]
    assert {len(names) for names in asked_keys(desk)[1:]} <= {1, 2}


async def test_a_charger_that_leaves_at_the_request_for_all_is_said(
    workbench, simulated
):
    def habits(charger):
        leave_at(charger, "GetConfiguration", only_without="key")

    async with simulated("1.6", habits=habits):
        reading = await workbench.read()
    assert not reading.is_complete
    assert "disconnected at GetConfiguration" in reading.trouble
    assert "key by key" in reading.trouble
    assert reading.snapshot_id is None


async def test_an_error_at_the_request_for_all_makes_it_go_by_name(desk, workbench):
    def answer(action, payload):
        if "key" not in payload:
            return [[4, "InternalError", "", {}]]
        return [keys(*payload["key"])]

    async with Script(answer).connected(desk, "1.6"):
        reading = await workbench.read()
    assert reading.is_complete
    assert len(reading.entries) > 40


async def test_one_name_that_the_charger_cannot_bear_spoils_no_others(desk, workbench):
    def answer(action, payload):
        if "key" not in payload or "BlinkRepeat" in payload["key"]:
            return [[4, "InternalError", "", {}]]
        return [keys(*payload["key"])]

    async with Script(answer).connected(desk, "1.6"):
        reading = await workbench.read()
    assert "BlinkRepeat" in reading.trouble
    assert len(reading.entries) > 40


async def test_a_charger_that_never_answers_is_not_asked_for_ever(workbench, desk):
    await be_patient(desk, 0.05)
    script = Script(lambda *_call: [])
    async with script.connected(desk, "1.6"):
        reading = await workbench.read()
    assert not reading.is_complete
    assert "did not answer" in reading.trouble
    assert len(script.calls) == 2


async def test_a_key_that_is_asked_by_hand(desk, workbench, simulated):
    async with simulated("1.6"):
        reading = await workbench.read([key_address("blinkrepeat")])
        nothing = await workbench.read([key_address("NoSuchKey")])
    assert [e.address.name for e in reading.entries] == ["BlinkRepeat"]
    assert reading.unknown == ()
    assert nothing.unknown == (key_address("NoSuchKey"),)


# OCPP 2.x


async def test_a_report_in_several_parts(workbench, simulated):
    async with simulated("2.0.1", connectors=4):
        reading = await workbench.read()
    assert reading.is_complete
    texts = {e.address.text: e for e in reading.entries}
    assert texts["Connector:4/1.AvailabilityState"].value == "Available"
    assert texts["SecurityCtrlr.BasicAuthPassword"].access is Access.WRITE_ONLY
    assert texts["OCPPCommCtrlr.HeartbeatInterval"].limits.unit == "s"


@pytest.mark.parametrize(
    "parts",
    [
        [part(0, tbc=True), part(1, tbc=False, names=("B",))],
        [part(0, tbc=True), part(0, tbc=False, names=("B",))],
        [part(1, tbc=False, names=("A", "B"))],
        [part(0, tbc=None), part(1, tbc=None, names=("B",))],
        [part(None, tbc="true"), part(None, tbc="false", names=("B",))],
        [part(1, tbc=False, names=("B",)), part(0, tbc=True)],
        [part(0, tbc=True, request_id=None), part(1, tbc=False, names=("B",))],
    ],
    ids=["good", "zeros", "one", "no tbc", "texts", "swapped", "no id"],
)
@pytest.mark.parametrize("is_late", [True, False], ids=["answer last", "answer first"])
async def test_reports_of_odd_chargers(desk, workbench, parts, is_late, monkeypatch):
    monkeypatch.setattr(settings_reading, "QUIET_S", 0.2)
    accepted = [{"status": "Accepted"}]

    def answer(action, payload):
        return [*parts, *accepted] if is_late else [*accepted, *parts]

    async with Script(answer).connected(desk, "2.0.1"):
        reading = await workbench.read()
    assert reading.is_complete
    assert [e.address.name for e in reading.entries] == ["A", "B"]


async def test_a_report_that_breaks_off_is_said(desk, workbench):
    await be_patient(desk, 0.2)

    def answer(action, payload):
        return [{"status": "Accepted"}, part(0, tbc=True)]

    async with Script(answer).connected(desk, "2.0.1"):
        reading = await workbench.read()
    assert not reading.is_complete
    assert reading.trouble.startswith("The report broke off after 1 of its parts")


async def test_a_report_that_never_comes_is_said(desk, workbench):
    await be_patient(desk, 0.2)
    async with Script(lambda *_call: [{"status": "Accepted"}]).connected(desk, "2.0.1"):
        reading = await workbench.read()
    assert "sent none" in reading.trouble


async def test_a_charger_that_leaves_in_the_middle_is_said(desk, workbench):
    def answer(action, payload):
        return [{"status": "Accepted"}, part(0, tbc=True), None]

    async with Script(answer).connected(desk, "2.0.1"):
        reading = await workbench.read()
    assert "disconnected in the middle of its report" in reading.trouble
    assert [e.address.name for e in reading.entries] == ["A"]


async def test_without_reports_variables_are_asked_by_name(desk, workbench, simulated):
    def habits(charger):
        refuse(charger, "GetBaseReport", {"status": "NotSupported"})

    async with simulated("2.0.1", habits=habits):
        reading = await workbench.read()
    assert reading.is_complete
    asked = [m.payload() for m in desk.messages() if m.action == "GetBaseReport"]
    bases = [p["reportBase"] for p in asked if "reportBase" in p]
    assert bases == ["FullInventory", "ConfigurationInventory"]
    names = {e.address.text for e in reading.entries}
    assert "TxCtrlr.EVConnectionTimeOut" in names
    assert "OCPPCommCtrlr.MessageTimeout[Default]" in names


async def test_a_charger_without_anything_to_tell(desk, workbench):
    script = Script(lambda *_call: [{"status": "EmptyResultSet"}])
    async with script.connected(desk, "2.0.1"):
        reading = await workbench.read()
    assert reading.is_complete
    assert reading.entries == ()
    assert len(script.calls) == 1


async def test_single_variables(workbench, simulated):
    wanted = [
        variable_address("EVSE:2.AvailabilityState"),
        variable_address("TxCtrlr.Nonsense"),
        variable_address("Nonsense.X"),
    ]
    async with simulated("2.0.1"):
        reading = await workbench.read(wanted)
    assert [e.address for e in reading.entries] == wanted[:1]
    assert reading.unknown == tuple(wanted[1:])


async def test_a_limit_of_the_charger_is_kept_to(workbench, simulated, desk):
    limit = "DeviceDataCtrlr.ItemsPerMessage.GetVariables"
    async with simulated("2.0.1", settings={limit: "3"}):
        await workbench.read(how=How.BATCHES)
    asked = [m for m in desk.messages() if m.action == "GetVariables" and m.type == 2]
    sizes = {len(m.payload()["getVariableData"]) for m in asked[1:-1]}
    assert sizes == {3}
    assert settings_talk.FEW > 3


async def test_a_limit_of_bytes_is_kept_to(workbench, simulated, desk):
    limit = "DeviceDataCtrlr.BytesPerMessage.GetVariables"
    async with simulated("2.0.1", settings={limit: "400"}):
        await workbench.read()
        await workbench.read(how=How.BATCHES)
    asked = [m for m in desk.messages() if m.action == "GetVariables" and m.type == 2]
    assert len(asked) > 20
    assert max(len(m.raw.encode()) for m in asked) <= 400
