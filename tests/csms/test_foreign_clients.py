# SPDX-License-Identifier: Apache-2.0
"""The `ocpp` package as a charger: an implementation that is not ours judges us.

It compares each of our answers and calls with the schemas of the specification, and
builds its own objects of them; what it does not accept it raises.
"""

import asyncio
import contextlib
import json
import logging

import ocpp.v16
import ocpp.v16.call
import ocpp.v16.call_result
import ocpp.v21
import ocpp.v21.call
import ocpp.v21.call_result
import ocpp.v201
import ocpp.v201.call
import ocpp.v201.call_result
import pytest
from ocpp.messages import get_validator
from ocpp.routing import on

from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version, charger_actions, schema
from ocppdesk.tasks import start

NOW = "2026-01-01T00:00:00Z"


class Charger16(ocpp.v16.ChargePoint):
    @on("RemoteStartTransaction")
    def _remote_start(self, **_payload):
        return ocpp.v16.call_result.RemoteStartTransaction(status="Accepted")

    @on("GetConfiguration")
    def _configuration(self, **_payload):
        key = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}
        return ocpp.v16.call_result.GetConfiguration(configuration_key=[key])


class Charger201(ocpp.v201.ChargePoint):
    @on("RequestStartTransaction")
    def _remote_start(self, **_payload):
        return ocpp.v201.call_result.RequestStartTransaction(
            status="Accepted", transaction_id="t1"
        )


class Charger21(ocpp.v21.ChargePoint):
    @on("RequestStartTransaction")
    def _remote_start(self, **_payload):
        return ocpp.v21.call_result.RequestStartTransaction(
            status="Accepted", transaction_id="t1"
        )


@pytest.fixture(autouse=True)
def _quiet():
    """The package logs each message; what it raises is enough."""
    logger = logging.getLogger("ocpp")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


@contextlib.asynccontextmanager
async def charger(desk, kind, subprotocol):
    """Run a charger of the `ocpp` package while the block lasts."""
    async with desk.connect(subprotocols=[subprotocol]) as socket:
        foreign = kind("CP1", socket, response_timeout=5)
        running = start(foreign.start(), name="foreign charger")
        try:
            yield foreign
        finally:
            running.cancel()


def asked(desk, action, payload):
    return asyncio.wrap_future(desk.engine.call("CP1", action, payload, timeout_s=5))


def clean(desk):
    """Return whether we found nothing wrong either with what was said."""
    return not [m.violations for m in desk.messages() if m.violations]


async def test_a_session_of_16(desk):
    calls = ocpp.v16.call
    async with charger(desk, Charger16, "ocpp1.6") as cp:

        async def say(payload):
            return await cp.call(payload, suppress=False)

        boot = await say(
            calls.BootNotification(charge_point_model="M", charge_point_vendor="V")
        )
        assert (boot.status, boot.interval) == ("Accepted", 300)
        assert (await say(calls.Heartbeat())).current_time.endswith("Z")
        await say(
            calls.StatusNotification(
                connector_id=1, error_code="NoError", status="Preparing"
            )
        )
        tag = await say(calls.Authorize(id_tag="TAG"))
        assert tag.id_tag_info == {"status": "Accepted"}
        started = await say(
            calls.StartTransaction(
                connector_id=1, id_tag="TAG", meter_start=0, timestamp=NOW
            )
        )
        assert started.transaction_id > 0
        sample = {"value": "7.5", "measurand": "Voltage", "unit": "V"}
        await say(
            calls.MeterValues(
                connector_id=1,
                transaction_id=started.transaction_id,
                meter_value=[{"timestamp": NOW, "sampled_value": [sample]}],
            )
        )
        stopped = await say(
            calls.StopTransaction(
                meter_stop=9,
                timestamp=NOW,
                transaction_id=started.transaction_id,
                id_tag="TAG",
            )
        )
        assert stopped.id_tag_info == {"status": "Accepted"}
        await say(calls.DataTransfer(vendor_id="V", data="x"))
        await say(calls.FirmwareStatusNotification(status="Idle"))
        await say(calls.DiagnosticsStatusNotification(status="Idle"))
        await say(
            calls.SecurityEventNotification(type="Boot", timestamp=NOW, tech_info="x")
        )
    assert clean(desk)


async def test_calls_of_ours_to_a_16_charger(desk):
    async with charger(desk, Charger16, "ocpp1.6") as cp:
        wish = {"idTag": "TAG", "connectorId": 1}
        answer = await asked(desk, "RemoteStartTransaction", wish)
        assert answer.payload() == {"status": "Accepted"}
        answer = await asked(desk, "GetConfiguration", {"key": ["HeartbeatInterval"]})
        assert answer.payload()["configurationKey"][0]["value"] == "300"
        # Both at once: the charger's call does not wait for ours, nor ours for its.
        heartbeat, again = await asyncio.gather(
            cp.call(ocpp.v16.call.Heartbeat(), suppress=False),
            asked(desk, "RemoteStartTransaction", wish),
        )
        assert heartbeat.current_time
        assert again.payload() == {"status": "Accepted"}
    assert clean(desk)


async def test_a_call_that_the_charger_does_not_have_comes_back_as_callerror(desk):
    async with charger(desk, Charger16, "ocpp1.6"):
        answer = await asked(desk, "ClearCache", {})
    assert answer.type == 4
    assert answer.error_code == "NotImplemented"


async def test_a_call_that_breaks_the_schema_is_marked_by_both_sides(desk):
    async with charger(desk, Charger16, "ocpp1.6"):
        answer = await asked(desk, "RemoteStartTransaction", {"idTag": 7})
    assert answer.type == 4
    assert desk.messages()[0].problem == "invalid"


@pytest.mark.parametrize(
    ("package", "kind", "subprotocol"),
    [
        (ocpp.v201, Charger201, "ocpp2.0.1"),
        (ocpp.v21, Charger21, "ocpp2.1"),
    ],
    ids=["2.0.1", "2.1"],
)
async def test_a_session_of_2x(desk, package, kind, subprotocol):
    calls = package.call
    token = {"id_token": "TAG", "type": "ISO14443"}
    values = [{"timestamp": NOW, "sampled_value": [{"value": 7.5}]}]

    def event(kind, number, **more):
        return calls.TransactionEvent(
            event_type=kind,
            timestamp=NOW,
            trigger_reason="Authorized",
            seq_no=number,
            transaction_info={"transaction_id": "t1"},
            **more,
        )

    async with charger(desk, kind, subprotocol) as cp:

        async def say(payload):
            return await cp.call(payload, suppress=False)

        boot = await say(
            calls.BootNotification(
                charging_station={"model": "M", "vendor_name": "V"}, reason="PowerUp"
            )
        )
        assert (boot.status, boot.interval) == ("Accepted", 300)
        assert (await say(calls.Heartbeat())).current_time.endswith("Z")
        await say(
            calls.StatusNotification(
                timestamp=NOW, connector_status="Occupied", evse_id=1, connector_id=1
            )
        )
        tag = await say(calls.Authorize(id_token=token))
        assert tag.id_token_info["status"] == "Accepted"
        place = {"id": 1, "connector_id": 1}
        started = await say(event("Started", 0, id_token=token, evse=place))
        assert started.id_token_info["status"] == "Accepted"
        await say(event("Updated", 1, meter_value=values))
        await say(event("Ended", 2))
        await say(calls.MeterValues(evse_id=1, meter_value=values))
        await say(
            calls.NotifyReport(request_id=1, generated_at=NOW, seq_no=0, tbc=False)
        )
        await say(calls.DataTransfer(vendor_id="V", data="x"))
        await say(calls.SignCertificate(csr="x"))
        await say(calls.SecurityEventNotification(type="Boot", timestamp=NOW))
        wish = {
            "idToken": {"idToken": "TAG", "type": "Central"},
            "remoteStartId": 1,
        }
        answer = await asked(desk, "RequestStartTransaction", wish)
        assert answer.payload() == {"status": "Accepted", "transactionId": "t1"}
    assert clean(desk)


def _smallest(part, root):
    """Make the smallest value that a schema allows."""
    if "$ref" in part:
        return _smallest(root["definitions"][part["$ref"].split("/")[-1]], root)
    if "enum" in part:
        return part["enum"][0]
    match part.get("type"):
        case "object":
            wanted = part.get("required", [])
            return {name: _smallest(part["properties"][name], root) for name in wanted}
        case "array":
            return [_smallest(part["items"], root)] * part.get("minItems", 1)
        case "string":
            return NOW if part.get("format") == "date-time" else "x"
        case "boolean":
            return True
        case "integer":
            return int(part.get("minimum", 1))
        case _:
            return part.get("minimum", 1)


CALLS = [
    pytest.param(version, action, id=f"{version}-{action}")
    for version in Version
    for action in sorted(charger_actions(version))
]


@pytest.mark.parametrize(("version", "action"), CALLS)
async def test_every_answer_is_valid_for_the_ocpp_package(desk, version, action):
    request = schema(version, action, is_request=True)
    payload = _smallest(request, request)
    # The one message of OCPP 2.1 without an answer is a SEND.
    is_send = schema(version, action, is_request=False) is None
    async with desk.connect(subprotocols=[f"ocpp{version}"]) as client:
        await client.send(json.dumps([6 if is_send else 2, "1", action, payload]))
        await client.send('[2,"end","Heartbeat",{}]')
        answers = [json.loads(await client.recv()) for _ in range(2 - is_send)]
    recorded = [m for m in desk.messages() if m.direction is Direction.IN]
    assert recorded[0].violations == ()
    assert answers[-1][:2] == [3, "end"]
    if not is_send:
        assert answers[0][:2] == [3, "1"]
        get_validator(3, action, str(version)).validate(answers[0][2])
