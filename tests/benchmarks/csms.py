# SPDX-License-Identifier: Apache-2.0
"""Round trips a second of the embedded CSMS, with everything recorded to disk.

Twenty chargers call in a closed loop from another process. The same load goes to a
bare `websockets` echo server and to a CSMS made with the `ocpp` package, which records
nothing; the three take turns, and the median of three rounds counts.
"""

import tempfile
from pathlib import Path

from tests.benchmarks.processes import MESSAGES, desk, load, serving
from tests.benchmarks.report import median, report

ROUNDS = 3


def run() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for message in MESSAGES:
            _compare(message, Path(folder))


def _compare(message: str, folder: Path) -> None:
    rates: dict[str, list[float]] = {"echo": [], "desk": [], "ocpp": []}
    for number in range(ROUNDS):
        capture = folder / f"{message}{number}.ocppdesk"
        for kind, found in rates.items():
            words = (
                desk(capture)
                if kind == "desk"
                else ("-m", "tests.benchmarks.servers", kind)
            )
            with serving(*words) as (_process, port):
                found.append(load(port, message)["per_second"])
    ours = median(rates["desk"])
    against_echo = ours / median(rates["echo"])
    against_ocpp = ours / median(rates["ocpp"])
    report(f"csms: {message} round trips, recorded", ours, unit="a second")
    report(
        f"csms: {message} against a websockets echo server", against_echo, goal=">= 0.5"
    )
    report(
        f"csms: {message} against the ocpp package, which records nothing",
        against_ocpp,
        goal=">= 5",
    )
