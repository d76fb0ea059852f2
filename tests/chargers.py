# SPDX-License-Identifier: Apache-2.0
"""Chargers of the `ocpp` package, which is not ours, and chargers in other threads.

The package compares each of our calls and answers with the schemas of the
specification and raises at what it does not accept.
"""

import asyncio
import contextlib
import logging
import threading
from concurrent.futures import Future

import ocpp.v16
import ocpp.v16.call
import ocpp.v16.call_result
import ocpp.v201
import ocpp.v201.call
import ocpp.v201.call_result
from ocpp.routing import after, on
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from ocppdesk.tasks import start

NOW = "2026-01-01T00:00:00Z"


class Foreign16(ocpp.v16.ChargePoint):
    """A charger of OCPP 1.6 with four keys and a connector."""

    version = "1.6"

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.keys = {
            "HeartbeatInterval": "300",
            "GetConfigurationMaxKeys": "4",
            "NumberOfConnectors": "1",
            "MeterValuesSampledData": "Voltage",
        }

    async def boot(self):
        await self.call(
            ocpp.v16.call.BootNotification(
                charge_point_model="B", charge_point_vendor="Acme"
            ),
            suppress=False,
        )

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

    @on("TriggerMessage")
    def _trigger(self, **_payload):
        return ocpp.v16.call_result.TriggerMessage(status="Accepted")

    @after("TriggerMessage")
    async def _send_state(self, **_payload):
        state = ocpp.v16.call.StatusNotification(1, "NoError", "Charging")
        await self.call(state, suppress=False)

    @on("RemoteStartTransaction")
    def _remote_start(self, **_payload):
        return ocpp.v16.call_result.RemoteStartTransaction(status="Accepted")

    @after("RemoteStartTransaction")
    async def _start(self, id_tag, **_payload):
        begun = ocpp.v16.call.StartTransaction(1, id_tag, 0, NOW)
        await self.call(begun, suppress=False)

    @on("Reset")
    async def _reset(self, **_payload):
        # It restarts instead of answering, as weak ones do.
        await self._connection.close()
        return ocpp.v16.call_result.Reset(status="Accepted")


class Foreign201(ocpp.v201.ChargePoint):
    """A charger of OCPP 2.0.1 with three variables, reported in three parts."""

    version = "2.0.1"

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.interval = "300"

    async def boot(self):
        station = {"model": "B", "vendor_name": "Acme"}
        await self.call(
            ocpp.v201.call.BootNotification(charging_station=station, reason="PowerUp"),
            suppress=False,
        )

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

    @on("TriggerMessage")
    def _trigger(self, **_payload):
        return ocpp.v201.call_result.TriggerMessage(status="Accepted")

    @after("TriggerMessage")
    async def _send_state(self, **_payload):
        state = ocpp.v201.call.StatusNotification(NOW, "Occupied", 1, 1)
        await self.call(state, suppress=False)

    @on("RequestStartTransaction")
    def _remote_start(self, **_payload):
        return ocpp.v201.call_result.RequestStartTransaction(status="Accepted")

    @after("RequestStartTransaction")
    async def _start(self, remote_start_id, id_token, **_payload):
        begun = ocpp.v201.call.TransactionEvent(
            event_type="Started",
            timestamp=NOW,
            trigger_reason="RemoteStart",
            seq_no=0,
            transaction_info={
                "transaction_id": "t1",
                "remote_start_id": remote_start_id,
            },
            evse={"id": 1, "connector_id": 1},
            id_token=id_token,
        )
        await self.call(begun, suppress=False)


@contextlib.asynccontextmanager
async def foreign(kind, port, *, identity="CP1"):
    """Have a charger of the `ocpp` package connected while the block lasts."""
    logger = logging.getLogger("ocpp")
    before = logger.level
    logger.setLevel(logging.CRITICAL)  # it logs each message; what it raises is enough
    url = f"ws://127.0.0.1:{port}/{identity}"
    try:
        async with connect(url, subprotocols=[f"ocpp{kind.version}"]) as socket:
            charger = kind(identity, socket, response_timeout=5)
            running = start(_live(charger), name="foreign charger")
            try:
                await charger.boot()
                yield charger
            finally:
                running.cancel()
    finally:
        logger.setLevel(before)


async def _live(charger):
    with contextlib.suppress(ConnectionClosed):
        await charger.start()


@contextlib.contextmanager
def aside(life):
    """Keep an asynchronous context open in a loop of another thread.

    Args:
        life: Makes the context, in that thread.
    """
    ready = Future()

    async def live():
        leaving = asyncio.Event()
        try:
            async with life() as found:
                ready.set_result((found, asyncio.get_running_loop(), leaving))
                await leaving.wait()
        except BaseException as error:
            if not ready.done():
                ready.set_exception(error)
            raise

    thread = threading.Thread(target=asyncio.run, args=(live(),))
    thread.start()
    found, loop, leaving = ready.result(10)
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(leaving.set)
        thread.join(10)
