# SPDX-License-Identifier: Apache-2.0
import asyncio
import ftplib
import hashlib
import io
import json
import sys
import urllib.error
import urllib.request
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect

from ocppdesk.core.transfers.requests import FirmwareWish, LogWish
from ocppdesk.core.transfers.states import Outcome, StepName, StepState
from ocppdesk.csms.filedrop.options import DropOptions, FileProtocol
from ocppdesk.csms.filedrop.received import received_files
from ocppdesk.csms.transfers import TransferError, Transfers

CONTENT = bytes(range(256)) * 1000
PATIENCE_S = 15
DIAGNOSTICS = LogWish(uses_get_log=False)


class Followed:
    """The jobs of an engine, and a loop that hears of their states."""

    def __init__(self, engine):
        self.loop = asyncio.get_running_loop()
        self.changed = asyncio.Event()
        self.told = []
        self.transfers = Transfers(engine, on_change=self._take)

    def _take(self, state):
        self.loop.call_soon_threadsafe(self._note, state)

    def _note(self, state):
        self.told.append(state)
        self.changed.set()

    async def until(self, condition):
        async with asyncio.timeout(PATIENCE_S):
            while not (self.told and condition(self.told[-1])):
                self.changed.clear()
                await self.changed.wait()
        return self.told[-1]

    async def over(self):
        return await self.until(lambda state: state.is_over)

    async def firmware(self, source, charger="CP1", **more):
        return await asyncio.wrap_future(
            self.transfers.send_firmware(charger, source, **more)
        )

    async def log(self, wish=DIAGNOSTICS, charger="CP1", **more):
        return await asyncio.wrap_future(
            self.transfers.fetch_log(charger, wish, **more)
        )


class Charger:
    """A charger played by a test."""

    def __init__(self, link):
        self.link = link
        self.ids = 0

    async def call(self, action, payload):
        self.ids += 1
        await self.link.send(json.dumps([2, f"c{self.ids}", action, payload]))
        while json.loads(await self.link.recv())[0] != 3:
            pass

    async def boot(self, version):
        plate = {"chargePointVendor": "V", "chargePointModel": "M"}
        await self.call("BootNotification", {**plate, "firmwareVersion": version})

    async def command(self, answer=None):
        """Wait for a command and answer it; returns its payload."""
        _, message_id, _, payload = json.loads(await self.link.recv())
        await self.link.send(json.dumps([3, message_id, answer or {}]))
        return payload


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("OCPPDESK_HOME", str(tmp_path / "home"))


@pytest.fixture
async def followed(desk):
    found = Followed(desk.engine)
    yield found
    await asyncio.wrap_future(found.transfers.close())


@pytest.fixture
def connected(desk):
    @asynccontextmanager
    async def connect(version=None):
        async with desk.connect() as link:
            charger = Charger(link)
            if version is not None:
                await charger.boot(version)
            yield charger

    return connect


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "charger 2.0.0.bin"
    path.write_bytes(CONTENT)
    return path


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.read()


def put(url, content):
    request = urllib.request.Request(url, content, method="PUT")
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.status


def is_closed(url):
    try:
        fetch(url)
    except urllib.error.URLError as error:
        return isinstance(error.reason, ConnectionRefusedError)
    return False


async def test_new_firmware_is_fetched_installed_and_proved(
    desk, followed, connected, image
):
    async with connected("1.0") as charger:
        begun = await followed.firmware(image)
        assert begun.number == 1
        assert begun.url.startswith("http://127.0.0.1:")
        assert begun.url.endswith("/charger_2.0.0.bin")
        asked = await charger.command()
        assert asked["location"] == begun.url
        assert await asyncio.to_thread(fetch, begun.url) == CONTENT
        for status in ("Downloading", "Downloaded", "Installing"):
            await charger.call("FirmwareStatusNotification", {"status": status})
    async with connected("2.0") as charger:
        await charger.call("FirmwareStatusNotification", {"status": "Installed"})
        state = await followed.over()
    assert state.outcome is Outcome.SUCCEEDED
    assert (state.old_version, state.new_version) == ("1.0", "2.0")
    assert {step.state for step in state.steps} == {StepState.DONE}
    assert state.peer.startswith("127.0.0.1:")
    request = desk.reader.message(state.step(StepName.REQUEST).message)
    assert request.action == "UpdateFirmware"
    assert await asyncio.to_thread(is_closed, begun.url)
    assert followed.transfers.states == (state,)


async def test_a_log_comes_in_and_is_listed(desk, followed, connected):
    async with connected() as charger:
        begun = await followed.log()
        await charger.command({"fileName": "diag.log"})
        assert begun.url.endswith("/")
        status = await asyncio.to_thread(put, f"{begun.url}diag.log", b"a line\n")
        assert status == 201
        await charger.call("DiagnosticsStatusNotification", {"status": "Uploaded"})
        state = await followed.over()
    assert state.outcome is Outcome.SUCCEEDED
    assert state.files == ("diag.log",)
    (file,) = received_files(desk.engine.state.capture)
    assert file.path.read_bytes() == b"a line\n"
    assert file.path.parent.name == desk.engine.state.capture.stem
    assert (file.charger, file.action, file.kind.word) == (
        "CP1",
        "GetDiagnostics",
        "text",
    )
    assert await asyncio.to_thread(is_closed, begun.url)


async def test_a_log_comes_in_by_ftp(desk, followed, connected):
    def store(url):
        parts = urlsplit(url)
        with ftplib.FTP(timeout=10) as ftp:
            ftp.connect(parts.hostname, parts.port)
            ftp.login(parts.username, parts.password)
            ftp.storbinary("STOR diag.log", io.BytesIO(b"a line\n"))

    async with connected() as charger:
        options = DropOptions(protocol=FileProtocol.FTP)
        begun = await followed.log(options=options)
        await charger.command({"fileName": "diag.log"})
        await asyncio.to_thread(store, begun.url)
        await followed.until(lambda state: state.files)
        await charger.call("DiagnosticsStatusNotification", {"status": "Uploaded"})
        state = await followed.over()
    assert state.outcome is Outcome.SUCCEEDED
    assert len(received_files(desk.engine.state.capture)) == 1


async def test_the_request_is_recorded_before_it_is_sent(desk, followed, connected):
    async with connected() as charger:
        await followed.log()
        await charger.command({"fileName": "diag.log"})
        recorded = [m for m in desk.messages() if m.action == "GetDiagnostics"]
        assert recorded


async def test_a_cancelled_job_closes_its_file_server(followed, connected):
    async with connected() as charger:
        begun = await followed.log()
        await charger.command({"fileName": "diag.log"})
        await asyncio.wrap_future(followed.transfers.cancel(begun.number))
        assert await asyncio.to_thread(is_closed, begun.url)
        state = await followed.over()
    assert state.outcome is Outcome.CANCELLED
    await asyncio.wrap_future(followed.transfers.cancel(begun.number))


async def test_a_job_ends_after_its_time(followed, connected):
    async with connected() as charger:
        begun = await followed.log(options=DropOptions(time_limit_s=0.2))
        await charger.command({"fileName": "diag.log"})
        state = await followed.over()
        assert await asyncio.to_thread(is_closed, begun.url)
    assert state.outcome is Outcome.FAILED
    assert "job ended" in state.headline


async def test_a_charger_that_is_not_connected_cannot_be_asked(followed, image):
    with pytest.raises(TransferError, match="not connected"):
        await followed.firmware(image)


@pytest.mark.parametrize(
    ("source", "words"),
    [("gopher://host/fw.bin", "begins with one of"), ("fw.bin", "begins with one of")],
)
async def test_a_url_that_is_none_is_refused(followed, connected, source, words):
    async with connected():
        with pytest.raises(TransferError, match=words):
            await followed.firmware(source)


async def test_files_that_cannot_be_given_are_refused(followed, connected, tmp_path):
    empty = tmp_path / "empty.bin"
    empty.touch()
    async with connected():
        with pytest.raises(TransferError, match="is empty"):
            await followed.firmware(empty)
        with pytest.raises(TransferError, match="cannot be read"):
            await followed.firmware(tmp_path / "missing.bin")
        with pytest.raises(TransferError, match="cannot be read"):
            await followed.firmware(tmp_path)


async def test_a_wish_that_cannot_be_said_opens_nothing(followed, connected, image):
    async with connected():
        with pytest.raises(TransferError, match="no time of installation"):
            await followed.firmware(image, wish=FirmwareWish(install_at=1e9))
    assert followed.transfers.states == ()


async def test_an_address_that_this_computer_lacks_is_told_and_not_listened_on(
    followed, connected
):
    async with connected() as charger:
        begun = await followed.log(options=DropOptions(host="192.0.2.9"))
        assert begun.url.startswith("http://192.0.2.9:")
        asked = await charger.command({"fileName": "a"})
        inside = begun.url.replace("192.0.2.9", "127.0.0.1")
        assert await asyncio.to_thread(put, f"{inside}a", b"x") == 201
        assert asked["location"] == begun.url


async def test_firmware_from_elsewhere_needs_no_file_server(followed, connected):
    async with connected("1.0") as charger:
        state = await followed.firmware("https://example.org/fw.bin")
        assert (await charger.command())["location"] == "https://example.org/fw.bin"
        assert state.step(StepName.FILE_SERVER) is None


async def test_one_job_of_a_kind_at_a_time(followed, connected, image):
    async with connected():
        await followed.log()
        with pytest.raises(TransferError, match="Job 1 of this kind"):
            await followed.log()
        assert (await followed.firmware(image)).number == 2


async def test_two_clicks_are_one_job(followed, connected):
    async with connected():
        found = await asyncio.gather(
            followed.log(), followed.log(), return_exceptions=True
        )
    assert [type(each).__name__ for each in found].count("TransferError") == 1
    assert len(followed.transfers.states) == 1


async def test_a_charger_that_leaves_before_it_answers_may_go_on(followed, connected):
    async with connected() as charger:
        await followed.log()
        await charger.link.recv()
    state = await followed.until(lambda state: "disconnected" in state.headline)
    assert not state.is_over


async def test_the_address_that_a_charger_has_reached_is_known(followed, connected):
    async with connected():
        found = followed.transfers.local_address("CP1")
        assert await asyncio.wrap_future(found) == "127.0.0.1"
    found = followed.transfers.local_address("CP2")
    assert await asyncio.wrap_future(found) == ""


async def test_each_charger_is_told_the_address_that_it_has_reached(start_desk):
    if sys.platform == "darwin":
        pytest.skip("macOS has no other loopback addresses of its own.")
    desk = start_desk(host="0.0.0.0")
    followed = Followed(desk.engine)
    for number, address in enumerate(("127.0.0.1", "127.0.0.2"), 1):
        identity, options = f"CP{number}", {"subprotocols": ["ocpp1.6"]}
        async with connect(f"ws://{address}:{desk.port}/{identity}", **options):
            begun = await followed.log(charger=identity)
            assert begun.url.startswith(f"http://{address}:")
            assert await asyncio.to_thread(fetch, begun.url)
    await asyncio.wrap_future(followed.transfers.close())


async def test_stopping_the_engine_closes_the_file_server(desk, connected):
    followed = Followed(desk.engine)
    async with connected() as charger:
        begun = await followed.log()
        await charger.command({"fileName": "diag.log"})
        await asyncio.to_thread(desk.engine.stop)
        assert await asyncio.to_thread(is_closed, begun.url)
    assert (await followed.over()).outcome is Outcome.CANCELLED


async def test_curl_fetches_firmware_in_every_way_and_then_no_more(
    followed, connected, curl, image, tmp_path
):
    target = tmp_path / "fetched.bin"
    async with connected() as charger:
        url = (await followed.firmware(image)).url
        await charger.command()
        _, head = await curl("--head", url)
        assert f"content-length: {len(CONTENT)}" in head.decode().lower()
        assert "accept-ranges: bytes" in head.decode().lower()
        assert await curl("--range", "256-259", url) == (0, bytes(range(4)))
        target.write_bytes(CONTENT[:1000])
        assert (await curl("-C", "-", "-o", target, url))[0] == 0
        assert target.read_bytes() == CONTENT
        state = await followed.until(lambda state: state.percent == 100)
        assert state.step(StepName.TRANSFER).state is StepState.DONE
        # Neither a neighbour of the path nor an upload gets anywhere.
        for refused in ([url.replace("/charger", "x/charger")], ["-T", image, url]):
            assert (await curl("--fail", *refused))[0] == 22
        followed.transfers.cancel(1)
        assert (await followed.over()).remarks
        assert (await curl(url))[0] == 7


async def test_curl_sends_logs_in_every_way_and_nothing_is_overwritten(
    desk, followed, connected, curl, tmp_path
):
    path = tmp_path / "diag.log"
    path.write_bytes(b"a line\n")
    large = tmp_path / "large.log"
    large.write_bytes(bytes(2000))
    async with connected() as charger:
        options = DropOptions(limit_bytes=1000)
        url = (await followed.log(options=options)).url
        await charger.command({"fileName": "diag.log"})
        for way in (
            ["-T", path, url],
            ["-H", "Transfer-Encoding: chunked", "-T", path, url],
            ["--data-binary", f"@{path}", f"{url}diag.log"],
            ["-F", f"file=@{path}", url],
        ):
            assert (await curl("--fail", *way))[0] == 0
        for refused in (
            ["--path-as-is", "-T", path, f"{url}../../diag.log"],
            ["-T", path, f"{url}..%2f..%2fdiag.log"],
            ["-T", large, url],
        ):
            assert (await curl("--fail", *refused))[0] == 22
        await charger.call("DiagnosticsStatusNotification", {"status": "Uploaded"})
        state = await followed.over()
    assert state.outcome is Outcome.SUCCEEDED
    files = received_files(desk.engine.state.capture)
    names = [file.path.name for file in files]
    assert names == ["diag-4.log", "diag-3.log", "diag-2.log", "diag.log"]
    for file in files:
        assert (file.size, file.path.read_bytes()) == (7, b"a line\n")
        assert file.sha256 == hashlib.sha256(b"a line\n").hexdigest()
    folder = files[0].path.parent
    assert len(list(folder.iterdir())) == 5  # with the list
    assert (await curl(url))[0] == 7


async def test_curl_moves_files_by_ftp(
    desk, followed, connected, curl, image, tmp_path
):
    target, path = tmp_path / "fetched.bin", tmp_path / "diag.log"
    path.write_bytes(b"a line\n")
    options = DropOptions(protocol=FileProtocol.FTP)
    async with connected() as charger:
        url = (await followed.firmware(image, options=options)).url
        await charger.command()
        target.write_bytes(CONTENT[:1000])
        assert (await curl("-C", "-", "-o", target, url))[0] == 0
        assert target.read_bytes() == CONTENT
        followed.transfers.cancel(1)
        await followed.over()
        assert (await curl(url))[0] == 7
        url = (await followed.log(options=options)).url
        await charger.command({"fileName": "diag.log"})
        for place in (url, f"{url}logs/2026/", f"{url}diag.log"):
            assert (await curl("--ftp-create-dirs", "-T", path, place))[0] == 0
        wrong = url.replace("ftp://", "ftp://x")
        assert (await curl("-T", path, wrong))[0] == 67  # curl's word for no login
        await followed.until(lambda state: len(state.files) == 3)
        await charger.call("DiagnosticsStatusNotification", {"status": "Uploaded"})
        assert (await followed.over()).outcome is Outcome.SUCCEEDED
    files = received_files(desk.engine.state.capture)
    assert {file.path.read_bytes() for file in files} == {b"a line\n"}
