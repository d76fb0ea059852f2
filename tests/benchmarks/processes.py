# SPDX-License-Identifier: Apache-2.0
"""The processes of a benchmark: servers, and the clients that load them."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEARTBEAT = '[2,"{id}","Heartbeat",{{}}]'
_SAMPLE = (
    '{{"value":"{value}","context":"Sample.Periodic","format":"Raw",'
    '"measurand":"%s","location":"Outlet","unit":"%s"}}'
)
METER_VALUES = (
    '[2,"{id}","MeterValues",{{"connectorId":1,"transactionId":7,"meterValue":[{{'
    '"timestamp":"2026-01-01T00:00:00Z","sampledValue":['
    + ",".join(
        _SAMPLE % pair
        for pair in (
            ("Energy.Active.Import.Register", "Wh"),
            ("Power.Active.Import", "W"),
            ("Voltage", "V"),
        )
    )
    + "]}}]}}]"
)
"""About 500 bytes, three samples."""

MESSAGES = {"Heartbeat": HEARTBEAT, "MeterValues": METER_VALUES}


@contextlib.contextmanager
def serving(*words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a Python server that says its port on standard error.

    Args:
        words: What follows `python` on the command line.
    """
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if port := re.search(r"\bport (\d+)", line):
                break
        else:
            raise RuntimeError("".join(said))
        # What else it says is of no interest, but somebody has to take it.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield process, int(port[1])
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def desk(capture: Path) -> tuple[str, ...]:
    """Return the words that run our CSMS, recording into a file."""
    words = ("serve", "--host", "127.0.0.1", "--port", "0", "--quiet")
    return "-m", "ocppdesk", *words, "--capture", str(capture)


def load(
    port: int,
    message: str,
    *,
    connections: int = 20,
    seconds: float = 1.5,
    rate: float = 0,
) -> dict[str, Any]:
    """Load a server from a process of its own; see `tests.benchmarks.load`.

    Args:
        port: Where it listens.
        message: What to send, a name of `MESSAGES`.
        connections: How many chargers call.
        seconds: How long, after a warm-up.
        rate: Calls a second in all; 0: each charger calls again once it is answered.
    """
    words = [port, message, connections, seconds, rate]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load", *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def story(module: str, name: str, capture: Path) -> dict[str, float]:
    """Live through a story in a process of its own, in a home of its own.

    Args:
        module: The module that tells it.
        name: Which of its stories.
        capture: The capture that it is about.

    Returns:
        What was measured, by names.

    Raises:
        RuntimeError: If the process failed; what it said.
    """
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", module, name, str(capture)],
            env={**os.environ, "OCPPDESK_HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode or not done.stdout:
        raise RuntimeError(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found
