# SPDX-License-Identifier: Apache-2.0
"""Read, change, verify, restore: with the simulated charger and a foreign one."""

import asyncio
import contextlib
import logging

import ocpp.v16
import ocpp.v16.call_result
import ocpp.v201
import ocpp.v201.call
import ocpp.v201.call_result
import pytest
from ocpp.routing import after, on

from ocppdesk.capture.configurations import read_settings
from ocppdesk.capture.snapshots import snapshot_entries, snapshots
from ocppdesk.core.configuration.pending import Change, Pending
from ocppdesk.core.configuration.settings import (
    Access,
    key_address,
    variable_address,
)
from ocppdesk.core.configuration.steps import StepState
from ocppdesk.csms.configuring import Configuring, keeper
from ocppdesk.tasks import start

HEARTBEAT = key_address("HeartbeatInterval")
PING = key_address("WebSocketPingInterval")
HEARTBEAT_2 = variable_address("OCPPCommCtrlr.HeartbeatInterval")
NOW = "2026-01-01T00:00:00Z"


def value(reading, address):
    return next(e.value for e in reading.entries if e.address == address)


@pytest.mark.parametrize(
    ("version", "address"), [("1.6", HEARTBEAT), ("2.0.1", HEARTBEAT_2)]
)
async def test_read_change_verify_restore(workbench, simulated, desk, version, address):
    async with simulated(version):
        reading = await workbench.read()
        assert reading.is_complete
        assert reading.trouble == ""
        assert value(reading, address) == "300"
        assert len(reading.entries) > 50
        applied = await workbench.apply(Change(address, "77", "300"))
        assert [step.state for step in applied.steps] == [StepState.VERIFIED]
        kept = snapshot_entries(desk.reader, reading.snapshot_id)
        again = await workbench.read()
        assert value(again, address) == "77"
        pending = Pending()
        filled = pending.fill(kept, again.entries)
        assert address in filled.edited
        changes = [c for c in pending.changes(again.entries) if c.address == address]
        await workbench.apply(*changes)
        assert value(await workbench.read([address]), address) == "300"


async def test_the_first_complete_reading_of_a_connection_is_kept(
    workbench, simulated, desk
):
    async with simulated("1.6"):
        await workbench.read([HEARTBEAT])
        assert snapshots(desk.reader) == []
        first = await workbench.read()
        second = await workbench.read()
    (kept,) = snapshots(desk.reader, "CP1")
    assert (first.snapshot_id, second.snapshot_id) == (kept.id, None)
    assert kept.is_automatic
    assert kept.count == len(first.entries)


async def test_everything_is_recorded_and_the_capture_knows_the_same(
    workbench, simulated, desk
):
    async with simulated("2.0.1"):
        reading = await workbench.read()
        applied = await workbench.apply(Change(HEARTBEAT_2, "60"))
    assert applied.is_ended
    settings = read_settings(desk.reader, "CP1")
    assert len(settings.entries) == len(reading.entries)
    assert settings.entry(HEARTBEAT_2).value == "60"
    assert settings.entry(HEARTBEAT_2).status == "Accepted"


async def test_progress_is_told_and_ends_with_the_result(workbench, simulated):
    async with simulated("2.0.1"):
        reading = await workbench.read()
    assert workbench.told[-1] == reading
    assert not workbench.told[0].is_ended
    parts = [told.text for told in workbench.told if told.text.startswith("Part")]
    assert len(parts) > 2


async def test_nobody_is_connected(workbench):
    reading = await workbench.read()
    assert not reading.is_complete
    assert reading.trouble == "CP1 is not connected."
    applied = await workbench.apply(Change(HEARTBEAT, "1"))
    assert applied.trouble == "CP1 is not connected."
    assert [step.state for step in applied.steps] == [StepState.SKIPPED]


async def test_an_engine_that_ended_is_said(workbench, desk):
    desk.engine.stop()
    with pytest.raises(Exception, match="does not run"):
        await workbench.read()


async def test_two_readings_wait_for_each_other(workbench, simulated):
    async with simulated("2.0.1"):
        first, second = await asyncio.gather(workbench.read(), workbench.read())
    assert first.is_complete
    assert second.is_complete
    assert len(first.entries) == len(second.entries)


async def test_a_reading_can_be_cancelled(desk, simulated):
    told = []
    configuring = Configuring(desk.engine)
    async with simulated("1.6"):
        future = configuring.read("CP1", on_progress=told.append)
        future.cancel()
        reading = await asyncio.wrap_future(configuring.read("CP1"))
    assert reading.is_complete
    assert reading.snapshot_id is None


async def test_a_snapshot_that_cannot_be_kept_spoils_no_reading(
    desk, simulated, tmp_path
):
    nowhere = keeper(tmp_path / "nowhere.ocppdesk")
    configuring = Configuring(desk.engine, keep=nowhere)
    async with simulated("1.6"):
        reading = await asyncio.wrap_future(configuring.read("CP1"))
    assert reading.is_complete
    assert reading.snapshot_id is None
    assert "nowhere.ocppdesk" in reading.snapshot_trouble


async def test_weak_chargers_get_a_rest_between_requests(desk, simulated):
    configuring = Configuring(desk.engine, pause_s=0.1)
    addresses = [key_address("BlinkRepeat")]
    async with simulated("1.6"):
        future = configuring.apply("CP1", [Change(addresses[0], "4")])
        await asyncio.wrap_future(future)
    calls = [m.at for m in desk.messages() if m.type == 2 and m.direction == 1]
    assert calls[1] - calls[0] >= 100_000


# The `ocpp` package as a charger.


class Foreign16(ocpp.v16.ChargePoint):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.keys = {
            "HeartbeatInterval": "300",
            "GetConfigurationMaxKeys": "4",
            "NumberOfConnectors": "1",
            "MeterValuesSampledData": "Voltage",
        }

    @on("GetConfiguration")
    def _get(self, key=None, **_payload):
        rows = [
            {"key": k, "value": v, "readonly": k == "NumberOfConnectors"}
            for k, v in self.keys.items()
            if not key or k in key
        ]
        unknown = [k for k in key or () if k not in self.keys]
        return ocpp.v16.call_result.GetConfiguration(
            configuration_key=rows, unknown_key=unknown
        )

    @on("ChangeConfiguration")
    def _change(self, key, value, **_payload):
        status = "NotSupported"
        if key in self.keys:
            self.keys[key] = value
            status = "Accepted"
        return ocpp.v16.call_result.ChangeConfiguration(status=status)


class Foreign201(ocpp.v201.ChargePoint):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.interval = "300"

    @on("GetBaseReport")
    def _report(self, **_payload):
        return ocpp.v201.call_result.GetBaseReport(status="Accepted")

    @after("GetBaseReport")
    async def _send_report(self, request_id, **_payload):
        for number in range(3):
            row = {
                "component": {"name": "OCPPCommCtrlr" if number == 0 else "Vendor"},
                "variable": {
                    "name": "HeartbeatInterval" if number == 0 else "V",
                    "instance": str(number),
                }
                if number
                else {"name": "HeartbeatInterval"},
                "variable_attribute": [{"value": self.interval}],
            }
            await self.call(
                ocpp.v201.call.NotifyReport(
                    request_id=request_id,
                    generated_at=NOW,
                    seq_no=number,
                    tbc=number < 2,
                    report_data=[row],
                ),
                suppress=False,
            )

    @on("GetVariables")
    def _get(self, get_variable_data, **_payload):
        results = [
            {**row, "attribute_status": "Accepted", "attribute_value": self.interval}
            for row in get_variable_data
        ]
        return ocpp.v201.call_result.GetVariables(get_variable_result=results)

    @on("SetVariables")
    def _set(self, set_variable_data, **_payload):
        (row,) = set_variable_data
        self.interval = row.pop("attribute_value")
        return ocpp.v201.call_result.SetVariables(
            set_variable_result=[{**row, "attribute_status": "Accepted"}]
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
async def foreign(desk, kind, subprotocol):
    async with desk.connect(subprotocols=[subprotocol]) as socket:
        charger = kind("CP1", socket, response_timeout=5)
        running = start(charger.start(), name="foreign charger")
        try:
            yield charger
        finally:
            running.cancel()


async def test_a_foreign_charger_of_16(workbench, desk):
    async with foreign(desk, Foreign16, "ocpp1.6"):
        reading = await workbench.read()
        assert reading.is_complete
        assert len(reading.entries) == 4
        assert value(reading, HEARTBEAT) == "300"
        entry = next(e for e in reading.entries if e.address.name.startswith("Number"))
        assert entry.access is Access.READ_ONLY
        applied = await workbench.apply(
            Change(HEARTBEAT, "60", "300"),
            Change(key_address("MeterValuesSampledData"), "SoC,Voltage", "Voltage"),
            Change(key_address("Nonsense"), "1"),
        )
        states = [step.state for step in applied.steps]
        assert states == [StepState.VERIFIED, StepState.VERIFIED, StepState.REFUSED]
        restored = await workbench.apply(Change(HEARTBEAT, "300", "60"))
        assert restored.steps[0].state is StepState.VERIFIED
    assert not [m.violations for m in desk.messages() if m.violations]


async def test_a_foreign_charger_of_201(workbench, desk):
    async with foreign(desk, Foreign201, "ocpp2.0.1"):
        reading = await workbench.read()
        assert reading.is_complete
        assert len(reading.entries) == 3
        applied = await workbench.apply(Change(HEARTBEAT_2, "60", "300"))
        assert applied.steps[0].state is StepState.VERIFIED
        restored = await workbench.apply(Change(HEARTBEAT_2, "300", "60"))
        assert restored.steps[0].state is StepState.VERIFIED
    assert not [m.violations for m in desk.messages() if m.violations]
