# SPDX-License-Identifier: Apache-2.0
"""The large capture's messages as a text log, the way Home Assistant writes one.

`python -m tests.benchmarks.reading_lines [COUNT]` makes it and says where it is.
"""

import contextlib
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Direction, Message
from tests.benchmarks.million import GENERATOR, MILLION, capture_of
from tests.benchmarks.report import report

LINES: Final = 1
"""Raised whenever the lines change, so that no older file is taken for the new."""
_BLOCK: Final = 5_000


def log_of(count: int = MILLION) -> Path:
    """Return a log of so many lines; it is made where there is none."""
    folder = Path(tempfile.gettempdir(), "ocppdesk-benchmarks")
    folder.mkdir(exist_ok=True)
    path = folder / f"site-{count}-{GENERATOR}-{LINES}.log"
    if not path.exists():
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        with (
            contextlib.closing(CaptureReader(capture_of(count))) as reader,
            partial.open("w", encoding="utf-8", errors="replace", newline="\n") as log,
        ):
            for first in range(1, count + 1, _BLOCK):
                for message in reader.messages(range(first, first + _BLOCK)):
                    log.write(_line(message))
        partial.replace(path)
    return path


def _line(message: Message) -> str:
    moment = datetime.fromtimestamp(message.at / 1_000_000, UTC)
    at = f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}"
    text = message.text.replace("\n", " ")
    if message.direction is Direction.LINK:
        return f"{at} INFO (MainThread) [websockets.server] connection {text}\n"
    word = "receive message" if message.direction is Direction.IN else "send"
    return f"{at} INFO (MainThread) [ocpp] {message.charger}: {word} {text}\n"


def main() -> None:
    """Make a log and say where it is."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    path = log_of(count)
    report("log: size", path.stat().st_size / 2**20, unit="MB")
    print(path)


if __name__ == "__main__":
    main()
