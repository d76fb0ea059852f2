# SPDX-License-Identifier: Apache-2.0
"""The charger on a real WebSocket, against a small scripted CSMS; time is driven."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from ocppdesk.simulator import Car, SimulatedCharger

ACCEPTED = {"status": "Accepted"}


@pytest.fixture
def charging(csms, bench):
    """Makes a charger with a session at connector 1."""

    @asynccontextmanager
    async def enter(version="1.6", **options):
        found = bench(csms.url, version=version, **options)
        async with found.charger as charger:
            await found.until(lambda: charger.is_accepted)
            charger.plug_in(1, Car(max_current_a=32.0))
            charger.present_card(1, "CARD")
            await found.settle()
            await found.run(15)
            yield found

    return enter


@pytest.mark.parametrize(
    ("version", "status"),
    [("1.6", "Charging"), ("2.0.1", "Occupied"), ("2.1", "Occupied")],
)
async def test_session_over_a_real_websocket(csms, charging, version, status):
    async with charging(version, identity="CP 7") as desk:
        charger = desk.charger
        assert csms.paths == ["/ocpp/CP%207"]
        assert charger.is_connected
        assert charger.status(1) == status
        assert charger.has_transaction(1)
        assert charger.transaction_id(1) is not None
        assert charger.transaction_id(2) is None
        assert charger.reading(1).power_w > 20_000
        charger.present_card(1, "CARD")
        charger.unplug(1)
        await desk.settle()
        assert charger.status(1) == "Available"
    first = "StopTransaction" if version == "1.6" else "TransactionEvent"
    assert first in csms.actions()
    assert [mark for mark, _text in desk.frames[:2]] == [">", "<"]


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_profile_of_the_csms_lowers_the_current(csms, charging, version):
    async with charging(version) as desk:
        schedule = {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8.0}],
        }
        profile = {
            "stackLevel": 1,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
        }
        if version == "1.6":
            profile |= {"chargingProfileId": 1, "chargingSchedule": schedule}
            request = {"connectorId": 1, "csChargingProfiles": profile}
        else:
            profile |= {"id": 1, "chargingSchedule": [{"id": 1, **schedule}]}
            request = {"evseId": 1, "chargingProfile": profile}
        assert await csms.command("SetChargingProfile", request) == ACCEPTED
        await desk.run(5)
        assert 7.8 < max(desk.charger.reading(1).current_a) <= 8.0


async def test_reset_closes_reconnects_and_boots(csms, charging):
    async with charging() as desk:
        assert await csms.command("Reset", {"type": "Soft"}) == ACCEPTED
        await desk.run_until(lambda: len(csms.links) == 2)
        await desk.until(lambda: desk.charger.is_accepted)
        await desk.settle()
    actions = csms.actions()
    assert actions.count("BootNotification") == 2
    assert actions.index("StopTransaction") < actions.index("BootNotification", 1)
    assert csms.links[0].close_code == 1000


async def test_lost_connection_is_opened_again_and_the_rest_delivered(csms, charging):
    async with charging() as desk:
        csms.links[0].transport.abort()
        await desk.until(lambda: not desk.charger.is_connected)
        csms.calls.clear()
        desk.charger.unplug(1)
        await desk.run_until(lambda: desk.charger.is_connected)
        await desk.settle()
        assert "The connection is closed: code 1006." in desk.heard
    assert "BootNotification" not in csms.actions()
    assert csms.actions() == ["StopTransaction", "StatusNotification"]


async def test_charger_waits_ever_longer_for_a_csms_that_is_not_there(listen, bench):
    async with listen() as gone:
        url, port = gone.url, gone.port
    desk = bench(url)
    async with desk.charger as charger:
        await desk.run_until(lambda: len(desk.heard) == 3)
        assert all("Nothing listens at" in text for text in desk.heard)
        waits = [int(text.split()[-2]) for text in desk.heard]
        assert waits[0] < waits[1] < waits[2]
        async with listen(port):
            await desk.run_until(lambda: charger.is_connected)
            assert desk.heard[-1] == f"Connected to {url}/SIM-1."
            await desk.until(lambda: charger.is_accepted)


async def test_reboot_without_a_connection_needs_none(bench):
    desk = bench("ws://127.0.0.1:1")
    async with desk.charger as charger:
        await desk.run_until(lambda: len(desk.heard) == 1)
        charger.charger.restart("Watchdog")
        charger.touch()
        assert not charger.charger.wants_link
        await desk.run_until(lambda: charger.charger.wants_link)


async def test_fault_and_its_end(csms, charging):
    async with charging() as desk:
        desk.charger.fault(1, "GroundFailure", info="RCD", vendor_code="E1")
        await desk.settle()
        assert desk.charger.status(1) == "Faulted"
        desk.charger.clear_fault(1)
        await desk.settle()
        assert desk.charger.status(1) == "Finishing"
    codes = [
        frame.payload["errorCode"]
        for frame in csms.calls
        if frame.action == "StatusNotification"
    ]
    assert "GroundFailure" in codes


async def test_log_upload_that_fails_is_told(csms, charging):
    async with charging() as desk:
        answer = await csms.command(
            "GetDiagnostics", {"location": "http://127.0.0.1:1/logs"}
        )
        assert answer["fileName"].startswith("SIM-1-")
        await desk.run(6)

        await desk.until(lambda: {"status": "UploadFailed"} in csms.payloads())


async def test_waiting_for_something_can_be_limited(csms, charging):
    async with charging() as desk, asyncio.TaskGroup() as group:
        waiting = group.create_task(desk.charger.until(lambda: False, seconds=5.0))
        await asyncio.sleep(0)
        await desk.run(4)
        assert not waiting.done()
        await desk.run(2)
        assert await waiting is False


async def test_pause_follows_the_driven_clock(csms, charging):
    async with charging() as desk, asyncio.TaskGroup() as group:
        pause = group.create_task(desk.charger.pause(10.0))
        await asyncio.sleep(0)
        await desk.run(9)
        assert not pause.done()
        await desk.run(1)


async def test_leaving_closes_the_connection(csms, charging):
    async with charging() as desk:
        pass
    assert not desk.charger.is_connected
    await csms.links[0].wait_closed()
    assert csms.links[0].close_code == 1000


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"url": "http://host"}, "not a WebSocket address"),
        ({"version": "3.0"}, "3.0"),
    ],
)
def test_useless_options_are_refused(options, words):
    given = {"url": "ws://host", **options}
    with pytest.raises(ValueError, match=words):
        SimulatedCharger(given.pop("url"), **given)


def test_connector_that_is_not_there_is_refused():
    charger = SimulatedCharger("ws://host")
    with pytest.raises(ValueError, match="no connector 3"):
        charger.status(3)
