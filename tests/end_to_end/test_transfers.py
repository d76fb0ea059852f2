# SPDX-License-Identifier: Apache-2.0
"""The simulated charger really fetches its firmware and sends its logs."""

import asyncio
import time

import pytest

from ocppdesk.core.transfers.requests import FirmwareWish, LogWish
from ocppdesk.core.transfers.states import Outcome, StepState
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.filedrop.options import DropOptions, FileProtocol
from ocppdesk.csms.filedrop.received import received_files
from ocppdesk.csms.options import Options
from ocppdesk.csms.transfers import Transfers
from ocppdesk.logs.reading.opening import open_logs
from ocppdesk.simulator import SimulatedCharger

PATIENCE_S = 30
PEM = "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----"
SIGNED = FirmwareWish(signing_certificate=PEM, signature="c2ln")
DIAGNOSTICS = LogWish(uses_get_log=False)

pytestmark = pytest.mark.end_to_end


class FastClock:
    """A time that passes twenty times as fast as the real one."""

    def now(self):
        return time.monotonic() * 20

    async def wait(self, wake, until):
        try:
            async with asyncio.timeout(max(until - self.now(), 0.0) / 20):
                await wake.wait()
        except TimeoutError:
            return


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv("OCPPDESK_HOME", str(tmp_path / "home"))
    found = Engine(tmp_path / "c.ocppdesk", Options(host="127.0.0.1", port=0))
    found.start()
    found.ready.result(timeout=10)
    yield found
    found.stop()


@pytest.fixture
async def over(engine):
    """Start a job on a simulated charger and follow it to its end."""
    loop = asyncio.get_running_loop()
    states = asyncio.Queue()

    def take(state):
        loop.call_soon_threadsafe(states.put_nowait, state)

    transfers = Transfers(engine, on_change=take)

    async def follow(version, start):
        url = f"ws://127.0.0.1:{engine.state.port}"
        charger = SimulatedCharger(url, version=version, clock=FastClock())
        async with charger, asyncio.timeout(PATIENCE_S):
            await charger.until(lambda: charger.is_accepted)
            await asyncio.wrap_future(start(transfers))
            while not (state := await states.get()).is_over:
                pass
        return state

    yield follow
    await asyncio.wrap_future(transfers.close())


@pytest.mark.parametrize("protocol", list(FileProtocol))
@pytest.mark.parametrize(
    ("version", "wish"),
    [("1.6", FirmwareWish()), ("1.6", SIGNED), ("2.0.1", FirmwareWish())],
    ids=["unsigned", "signed", "2.0.1"],
)
async def test_new_firmware_is_installed(over, tmp_path, version, wish, protocol):
    image = tmp_path / "charger-2.0.0.bin"
    image.write_bytes(bytes(500_000))
    options = DropOptions(protocol=protocol)
    state = await over(
        version,
        lambda transfers: transfers.send_firmware(
            "SIM-1", image, wish=wish, options=options
        ),
    )
    assert state.outcome is Outcome.SUCCEEDED
    assert (state.old_version, state.new_version) == ("1.4.2", "2.0.0")
    assert {step.state for step in state.steps} == {StepState.DONE}
    assert state.remarks == ()


@pytest.mark.parametrize("protocol", list(FileProtocol))
@pytest.mark.parametrize(
    ("version", "wish"),
    [("1.6", DIAGNOSTICS), ("1.6", LogWish()), ("2.0.1", LogWish("SecurityLog"))],
    ids=["GetDiagnostics", "GetLog", "2.0.1"],
)
async def test_a_log_is_sent(over, engine, version, wish, protocol):
    options = DropOptions(protocol=protocol)
    state = await over(
        version, lambda transfers: transfers.fetch_log("SIM-1", wish, options=options)
    )
    assert state.outcome is Outcome.SUCCEEDED
    assert {step.state for step in state.steps} == {StepState.DONE}
    (file,) = received_files(engine.state.capture)
    assert file.path.name == state.files[0]
    assert "BootNotification" in file.path.read_text()
    assert file.kind.is_openable
    assert open_logs(file.path)


async def test_firmware_that_cannot_be_reached_fails(over):
    state = await over(
        "1.6",
        lambda transfers: transfers.send_firmware(
            "SIM-1", "http://127.0.0.1:1/fw.bin", options=DropOptions(time_limit_s=3)
        ),
    )
    assert state.outcome is Outcome.FAILED
    assert state.status == "DownloadFailed"
