# SPDX-License-Identifier: Apache-2.0
"""Drivers at a charger, on a real WebSocket; a day passes as fast as it can."""

import asyncio

import pytest

from ocppdesk.simulator import Car, live
from ocppdesk.simulator.live import DRIVERS


@pytest.fixture
def day(csms, bench):
    """Lets drivers use a charger until they have had enough; returns the seconds."""

    async def enter(meanwhile=None, *, sessions=1, **options):
        desk = bench(csms.url, **options)
        async with desk.charger as charger, asyncio.TaskGroup() as group:
            await desk.until(lambda: charger.is_accepted)
            task = group.create_task(live(charger, sessions=sessions))
            if meanwhile is not None:
                group.create_task(meanwhile(charger))
            seconds = 0
            while not task.done():
                assert seconds < 900, "nobody leaves"
                await asyncio.sleep(0)
                await desk.run(1)
                seconds += 1
            await desk.settle()
        return seconds

    return enter


def payloads(csms, action, connector):
    return [
        frame.payload
        for frame in csms.calls
        if frame.action == action and frame.payload.get("connectorId") == connector
    ]


def statuses(csms, connector):
    return [p["status"] for p in payloads(csms, "StatusNotification", connector)]


async def test_drivers_come_charge_into_the_taper_and_leave(csms, day):
    seconds = await day(speed=30.0)
    assert 90 < seconds < 330
    for number in (1, 2):
        assert statuses(csms, number) == [
            "Available",
            "Preparing",
            "Charging",
            "Finishing",
            "Available",
        ]
        currents = [
            float(entry["value"])
            for payload in payloads(csms, "MeterValues", number)
            for entry in payload["meterValue"][0]["sampledValue"]
            if (entry["measurand"], entry.get("phase")) == ("Current.Import", "L1")
        ]
        assert currents[-1] < 0.75 * max(currents)
    tags = [f.payload["idTag"] for f in csms.calls if f.action == "StopTransaction"]
    assert set(tags) == {driver.card for driver in DRIVERS}


async def test_driver_who_is_stopped_leaves_and_comes_again(csms, day):
    async def stop(charger):
        await charger.until(lambda: charger.has_transaction(1))
        charger.fault(1, "GroundFailure")
        await charger.pause(30.0)
        charger.clear_fault(1)

    await day(stop, sessions=2, speed=300.0, connectors=1)
    assert statuses(csms, 1) == [
        "Available",
        "Preparing",
        "Charging",
        "Faulted",
        "Available",
        "Preparing",
        "Charging",
        "Finishing",
        "Available",
    ]


REMOTE_STARTS = {
    "1.6": ("RemoteStartTransaction", {"idTag": "APP"}),
    "2.0.1": (
        "RequestStartTransaction",
        {"idToken": {"idToken": "APP", "type": "Central"}, "remoteStartId": 1},
    ),
}


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
async def test_remote_start_brings_the_driver_at_once(csms, day, version):
    async def start(charger):
        await csms.command(*REMOTE_STARTS[version])
        plugged = charger.charger.connectors[0]
        assert await charger.until(lambda: plugged.is_plugged, seconds=4.0)

    await day(start, version=version, speed=300.0, connectors=1)
    action = "StartTransaction" if version == "1.6" else "TransactionEvent"
    assert "APP" in str([f.payload for f in csms.calls if f.action == action])
    cards = [driver.card for driver in DRIVERS]
    assert not any(card in str(csms.payloads()) for card in cards)


def test_cars_of_the_drivers_differ():
    assert {driver.car.phases for driver in DRIVERS} == {1, 3}
    assert all(isinstance(driver.car, Car) for driver in DRIVERS)
