# SPDX-License-Identifier: Apache-2.0
"""Read, change, verify, restore: with the simulated charger and a foreign one."""

import asyncio

import pytest

from ocppdesk.capture.configurations import read_settings
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.snapshots import snapshot_entries, snapshots
from ocppdesk.core.configuration.pending import Change, Pending
from ocppdesk.core.configuration.settings import (
    Access,
    key_address,
    variable_address,
)
from ocppdesk.core.configuration.steps import StepState
from ocppdesk.csms.configuring import Configuring, keeper
from tests.chargers import Foreign16, Foreign201, foreign

HEARTBEAT = key_address("HeartbeatInterval")
PING = key_address("WebSocketPingInterval")
HEARTBEAT_2 = variable_address("OCPPCommCtrlr.HeartbeatInterval")


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


async def test_what_could_not_be_kept_is_kept_at_the_next_reading(desk, simulated):
    tried = []

    def keep(reading):
        tried.append(reading.connection)
        if len(tried) == 1:
            raise CaptureError(desk.engine.state.capture, "the disk is full")
        return len(tried)

    configuring = Configuring(desk.engine, keep=keep)
    async with simulated("1.6"):
        for expected in (None, 2, None):
            reading = await asyncio.wrap_future(configuring.read("CP1"))
            assert reading.snapshot_id == expected
    assert len(tried) == 2


async def test_weak_chargers_get_a_rest_between_requests(desk, simulated):
    configuring = Configuring(desk.engine, pause_s=0.1)
    addresses = [key_address("BlinkRepeat")]
    async with simulated("1.6"):
        future = configuring.apply("CP1", [Change(addresses[0], "4")])
        await asyncio.wrap_future(future)
    calls = [m.at for m in desk.messages() if m.type == 2 and m.direction == 1]
    assert calls[1] - calls[0] >= 100_000


async def test_a_foreign_charger_of_16(workbench, desk):
    async with foreign(Foreign16, desk.port):
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
    async with foreign(Foreign201, desk.port):
        reading = await workbench.read()
        assert reading.is_complete
        assert len(reading.entries) == 3
        applied = await workbench.apply(Change(HEARTBEAT_2, "60", "300"))
        assert applied.steps[0].state is StepState.VERIFIED
        restored = await workbench.apply(Change(HEARTBEAT_2, "300", "60"))
        assert restored.steps[0].state is StepState.VERIFIED
    assert not [m.violations for m in desk.messages() if m.violations]
