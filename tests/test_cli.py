# SPDX-License-Identifier: Apache-2.0
import asyncio
import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.cli import main
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'
FAULT = (
    '[2,"2","StatusNotification",'
    '{"connectorId":1,"status":"Faulted","errorCode":"GroundFailure"}]'
)


@pytest.fixture
def run(monkeypatch):
    """Run the command line in this process; return the result."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words: CliRunner().invoke(main, words)


@pytest.fixture
def capture(tmp_path):
    """A finished capture with a boot and a fault."""
    path = tmp_path / "done.ocppdesk"
    recorder = Recorder(path)
    at = 1_800_000_000_000_000
    recorder.put_connection(
        Connection(
            recorder.next_connection_id(), "CP1", "10.0.0.7:5", at, Outcome.CLOSED
        )
    )
    session = Session(
        "CP1",
        1,
        Version.V16,
        recorder.next_message_id,
        lambda: at,
        recorder.transactions(),
    )
    for text in (BOOT, FAULT):
        for message in session.receive(text, at=at):
            recorder.add_message(message)
    recorder.close()
    return path


class Served:
    """A running `ocppdesk serve` in a process of its own."""

    def __init__(self, *words):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ocppdesk", "serve", "--host", "127.0.0.1", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.greeting = self.process.stderr.readline()
        self.port = int(re.search(r"port (\d+)", self.greeting)[1])

    async def talk(self, *texts):
        from websockets.asyncio.client import connect

        url = f"ws://127.0.0.1:{self.port}/CP1"
        async with connect(url, subprotocols=["ocpp1.6"]) as client:
            for text in texts:
                await client.send(text)
                await client.recv()

    def end(self):
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=15)
        return out.splitlines(), err


@pytest.mark.parametrize("words", [(), ("open",), ("open", "x.ocppdesk"), ("demo",)])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can lack a display")
def test_without_a_display_the_headless_command_is_named(run, words):
    result = run(*words)
    assert result.exit_code == 1
    assert "There is no display" in result.stderr
    assert "ocppdesk " in result.stderr.split("use:")[1]


def test_messages_are_printed_newest_first_with_their_keys(run, capture):
    result = run("messages", str(capture), "--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in records] == [4, 3, 2, 1]
    assert {
        "id",
        "time",
        "charger",
        "connection",
        "direction",
        "type",
        "message_id",
        "action",
        "answer_to",
        "latency_ms",
        "error_code",
        "connector",
        "transaction_id",
        "problem",
        "marked",
        "note",
        "raw",
    } <= records[0].keys()
    assert records[1]["raw"] == FAULT
    assert records[1]["connector"] == 1
    assert records[0]["answer_to"] == 3
    assert records[3]["time"] == "2027-01-15T08:00:00.000000Z"


def test_marks_and_notes_are_printed_with_their_messages(run, capture):
    annotator = Annotator(capture)
    annotator.set_mark([3], is_marked=True)
    annotator.set_note(2, "late")
    annotator.close()
    result = run("messages", str(capture), "--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(r["id"], r["marked"], r["note"]) for r in records] == [
        (4, False, None),
        (3, True, None),
        (2, False, "late"),
        (1, False, None),
    ]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--filter", "GroundFailure"], [3]),
        (["--filter", "action == bootnotification"], [2, 1]),
        (["--filter", "status == Faulted or ~out and .interval > 60"], [3, 2]),
        (["--filter", "time in -1s..-0s and not ~call", "--limit", "1"], [4]),
        (["--limit", "1"], [4]),
        (["--from", "2027-01-15T08:00:01Z"], []),
        (["--to", "2027-01-15T08:00:01Z"], [4, 3, 2, 1]),
    ],
)
def test_messages_can_be_chosen(run, capture, words, ids):
    result = run("messages", str(capture), "--json", *words)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ids


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--filter", "action = = x"], "\n  action = = x\n           ^\n"),
        (["--from", "yesterdayish"], "--from/--to"),
    ],
)
def test_wrong_choices_are_wrong_usage(run, capture, words, sentence):
    result = run("messages", str(capture), *words)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_regular_expression_that_takes_too_long_is_stopped(run, tmp_path):
    path = tmp_path / "slow.ocppdesk"
    with contextlib.closing(Recorder(path)) as recorder:
        number = recorder.next_message_id()
        raw = f'[2,"1","DataTransfer",{{"data":"{"a" * 60}!"}}]'
        recorder.add_message(Message(number, 0, "CP1", 1, Direction.IN, raw))
    result = run("messages", str(path), "--filter", "/(a|aa)+$/")
    assert result.exit_code == 1
    assert result.stderr.startswith("ocppdesk: The regular expression /(a|aa)+$/ takes")


def test_a_missing_capture_is_said_with_a_way_out(run, tmp_path):
    result = run("messages", str(tmp_path / "none.ocppdesk"))
    assert result.exit_code == 1
    assert "There is no file" in result.stderr
    assert "ocppdesk serve" in result.stderr


def test_a_foreign_file_is_said(run, tmp_path):
    path = tmp_path / "x.ocppdesk"
    path.write_text("no database at all, but a text that is long enough to look at")
    result = run("messages", str(path))
    assert result.exit_code == 1
    assert "is not a capture" in result.stderr


def test_convert_goes_there_and_back(run, capture, tmp_path):
    lines, again = tmp_path / "x.jsonl", tmp_path / "again.ocppdesk"
    assert run("convert", str(capture), str(lines)).exit_code == 0
    assert run("convert", str(lines), str(again)).exit_code == 0
    reader = CaptureReader(again)
    raws = [message.raw for message in reader.messages([1, 2, 3, 4])]
    reader.close()
    assert raws[0] == BOOT
    assert raws[2] == FAULT
    result = run("convert", str(capture), str(lines))
    assert result.exit_code == 1
    assert "--overwrite" in result.stderr


def test_call_needs_json_and_a_recording(run):
    wrong = run("call", "CP1", "Reset", "{type:Soft}")
    assert wrong.exit_code == 2
    assert '{"type": "Soft"}' in wrong.stderr
    for payload in ("[]", "null", "0", '"x"'):
        result = run("call", "CP1", "Reset", payload)
        assert result.exit_code == 2
        assert "not a JSON object" in result.stderr
    nobody = run("call", "CP1", "Reset")
    assert nobody.exit_code == 1
    assert "No recording runs" in nobody.stderr


async def test_serve_prints_and_records_every_message(tmp_path):
    path = tmp_path / "served.ocppdesk"
    served = Served("--port", "0", "--capture", str(path), "--json")
    await served.talk(BOOT, FAULT)
    out, err = served.end()
    assert served.process.returncode == 0
    assert "Recorded into" in err
    records = [json.loads(line) for line in out]
    frames = [r for r in records if r["direction"] != "link"]
    assert [frame["raw"] for frame in frames[::2]] == [BOOT, FAULT]
    reader = CaptureReader(path)
    assert reader.last_id() >= len(records)
    assert reader.was_closed()
    reader.close()


async def test_serve_continues_a_capture(tmp_path):
    path = tmp_path / "served.ocppdesk"
    for _ in range(2):
        served = Served("--port", "0", "--capture", str(path), "--quiet")
        await served.talk(BOOT)
        served.end()
    reader = CaptureReader(path)
    assert reader.action_counts(after=0, upto=1000) == {"BootNotification": 2}
    reader.close()


def test_serve_says_that_the_port_is_taken(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = subprocess.run(
            [
                sys.executable,
                "-m",
                "ocppdesk",
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
            ],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert process.returncode == 1
    assert f"Port {port} is in use by another program" in process.stderr
    assert "--port" in process.stderr
    assert "Traceback" not in process.stderr


async def test_call_reaches_a_charger_through_a_running_serve(tmp_path):
    from websockets.asyncio.client import connect

    path = tmp_path / "served.ocppdesk"
    served = Served("--port", "0", "--capture", str(path), "--quiet")
    url = f"ws://127.0.0.1:{served.port}/CP1"
    async with connect(url, subprotocols=["ocpp1.6"]) as client:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "ocppdesk",
            "call",
            "CP1",
            "Reset",
            '{"type": "Soft"}',
            "--capture",
            str(path),
            stdout=subprocess.PIPE,
        )
        call = json.loads(await client.recv())
        assert call[2:] == ["Reset", {"type": "Soft"}]
        await client.send(json.dumps([3, call[1], {"status": "Accepted"}]))
        out, _ = await process.communicate()
    served.end()
    assert process.returncode == 0
    assert json.loads(out) == {"status": "Accepted"}


def test_an_address_of_no_use_is_a_sentence(run):
    result = run("simulate", "http://127.0.0.1:9000/")
    assert result.exit_code == 1
    assert result.stderr.startswith("ocppdesk: ")
    assert "Traceback" not in result.stderr


def test_help_of_the_simulated_charger_lists_the_troubles(run):
    told = run("simulate", "--help").stdout
    assert "boot-loop" in told
    assert "Never sends StopTransaction" in told


def test_an_unknown_trouble_is_wrong_usage(run):
    result = run("simulate", "ws://127.0.0.1:1/", "--trouble", "bad-luck")
    assert result.exit_code == 2
    assert "There is no trouble bad-luck" in result.stderr
    assert "frozen-meter" in result.stderr


def test_a_trouble_is_played(run):
    result = run(
        "simulate", "ws://127.0.0.1:1/", "--trouble", "wrong-path", "--seconds", "0.1"
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("wrong-path: Calls the bare address")


def test_safe_mode_before_a_command_is_wrong_usage(run):
    result = run("--safe-mode", "formats")
    assert result.exit_code == 2
    assert "goes with no command" in result.output


def test_options_of_the_window_before_a_command_are_wrong_usage(run):
    result = run("--port", "9123", "serve")
    assert result.exit_code == 2
    assert "behind serve" in result.stderr


def test_a_damaged_capture_is_a_sentence(run, capture):
    size = capture.stat().st_size
    with capture.open("r+b") as file:
        file.seek(4096)
        file.write(b"x" * (size - 4096))
    result = run("messages", str(capture))
    assert result.exit_code == 1
    assert result.stderr.startswith("ocppdesk: ")


async def test_serve_records_on_where_its_lines_cannot_be_printed(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    path = tmp_path / "served.ocppdesk"
    served = Served("--port", "0", "--capture", str(path))
    await served.talk(BOOT)
    await served.talk(FAULT)
    out, err = served.end()
    assert served.process.returncode == 0, err
    assert sum("BootNotification" in line for line in out) == 2


def test_the_desktop_opens_any_number_of_files_with_a_command_that_is_there():
    linux = Path(__file__).parent.parent / "packaging/linux"
    entry = dict(
        line.split("=", 1)
        for line in (linux / "ocppdesk.desktop").read_text("utf-8").splitlines()
        if "=" in line
    )
    program, word, files = entry["Exec"].split()
    assert (program, files) == ("ocppdesk", "%F")
    [argument] = [p for p in main.commands[word].params if p.name == "files"]
    assert (argument.nargs, argument.required) == (-1, False)
    types = entry["MimeType"].split(";")
    assert types.pop() == ""
    [own] = re.findall(
        r'mime-type type="(.+)"', (linux / "ocppdesk-mime.xml").read_text("utf-8")
    )
    assert {own, "text/plain", "text/csv", "application/json"} <= set(types)


def test_a_reader_that_has_enough_is_no_failure_to_tell():
    words = (sys.executable, "-m", "ocppdesk", "formats")
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
