# SPDX-License-Identifier: Apache-2.0
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest
from websockets.sync.client import connect

from ocppdesk.capture.folder import captures_folder
from ocppdesk.capture.reader import CaptureReader

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")),
        reason="needs Xvfb and xdotool",
    ),
]

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'
LIMIT_S = 30


@pytest.fixture
def display():
    """A screen of the size of the smallest laptop."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        # Reset when its last client leaves, as xdotool does at once, it would turn away
        # who comes just then.
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-noreset",
         "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as lines:
        number = lines.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(LIMIT_S)


@pytest.fixture
def start(display):
    """Start the program on the screen; what a failed test leaves running is ended."""
    begun = []

    def start(*words):
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        program = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "ocppdesk", *words],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(program)
        return program

    yield start
    for program in begun:
        if program.poll() is None:
            # It says where it stands, for the one who reads of the failure.
            program.send_signal(signal.SIGABRT)
            _out, said = program.communicate(timeout=LIMIT_S)
            print(said)  # noqa: T201 - pytest shows it with the failure


def until(condition, program):
    """Ask again and again; both other sides are processes of their own."""
    deadline = time.monotonic() + LIMIT_S
    while not (found := condition()):
        assert program.poll() is None, program.stderr.read()
        assert time.monotonic() < deadline, "It took too long."
    return found


def titles(display):
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "OCPP Desk", "getwindowname"],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout


def test_the_window_opens_records_and_ends_in_order_when_told(display, start):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = start("--host", "127.0.0.1", "--port", str(port))
    until(lambda: ".ocppdesk — OCPP Desk" in titles(display), program)
    url = f"ws://127.0.0.1:{port}/CP1"
    with connect(url, subprotocols=["ocpp1.6"]) as charger:
        charger.send(BOOT)
        assert '"Accepted"' in charger.recv(timeout=LIMIT_S)
        # As a logout does.
        program.send_signal(signal.SIGTERM)
        _out, said = program.communicate(timeout=LIMIT_S)
    assert program.returncode == 0
    assert "Traceback" not in said, said
    (capture,) = captures_folder().glob("*.ocppdesk")
    reader = CaptureReader(capture)
    assert reader.was_closed()
    assert reader.messages([2])[0].raw == BOOT
    reader.close()
    assert [path.name for path in captures_folder().iterdir()] == [capture.name]
