# SPDX-License-Identifier: Apache-2.0
"""A capture as large as a busy site fills in a week, the same one every time.

`python -m tests.benchmarks.million [COUNT]` makes it and says where it is. Forty
chargers live through simulated days; what they say goes through real sessions, so
that every column is as a recording has it.
"""

import gc
import heapq
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.schema import VERSION
from ocppdesk.core.messages import Message
from ocppdesk.core.replies import Policy, accepted_tags
from tests.benchmarks.million_chargers import Charger
from tests.benchmarks.million_frames import ACCEPTED
from tests.benchmarks.million_versions import Charger16, Charger201
from tests.benchmarks.report import report

MILLION: Final = 1_000_000
GENERATOR: Final = 1
"""Raised whenever the messages change, so that no older file is taken for the new."""

_SEED: Final = 20_260_105
_START: Final = 1_767_596_400_000_000  # 2026-01-05T07:00:00Z, a Monday
_CHARGERS_16: Final = 30
_CHARGERS_201: Final = 10
_BATCH: Final = 50_000  # messages of one transaction


def capture_of(count: int = MILLION) -> Path:
    """Return a finished capture of so many messages; it is made where there is none.

    It is shared: whoever writes into it copies it first.
    """
    folder = Path(tempfile.gettempdir(), "ocppdesk-benchmarks")
    folder.mkdir(exist_ok=True)
    path = folder / f"site-{count}-{GENERATOR}-{VERSION}.ocppdesk"
    if not path.exists():
        began = time.perf_counter()
        # Under its name it is whole, whatever ends this process.
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        # Nothing made here is a cycle; looking for some takes a third of the time.
        gc.disable()
        try:
            _make(partial, count)
        finally:
            gc.enable()
        partial.replace(path)
        seconds = time.perf_counter() - began
        report(f"capture: {count:,} messages made within", seconds, unit="s")
    return path


class Site:
    """Chargers in one simulated time, and the capture that records them.

    Attributes:
        random: The only source of chance.
        now: The simulated time, microseconds since 1970.
        recorder: The capture.
        policy: How calls of chargers are answered.
        transactions: The memory of transaction ids.
    """

    def __init__(self, recorder: Recorder, count: int) -> None:
        self.random = random.Random(_SEED)
        self.now = _START
        self.recorder = recorder
        self.policy = Policy(accepted_id_tags=accepted_tags(ACCEPTED))
        self.transactions = recorder.transactions()
        self._count = count
        self._recorded = 0
        self._agenda: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = itertools.count()

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Let something happen after some simulated time."""
        at = self.now + int(seconds * 1_000_000)
        heapq.heappush(self._agenda, (at, next(self._numbers), act))

    def answer_time(self) -> int:
        """Let the CSMS think about an answer; return when it has it."""
        self.now += 250 + int(self.random.expovariate(1 / 900))
        return self.now

    def add(self, messages: list[Message]) -> None:
        """Record messages; what comes after the last one that fits is lost."""
        for message in messages[: self._count - self._recorded]:
            self.recorder.add_message(message)
            self._recorded += 1
            if self._recorded % _BATCH == 0:
                self.recorder.commit()
                self.recorder.checkpoint()
                self.recorder.shorten_log()
        while self.transactions.new:
            self.recorder.add_transaction(*self.transactions.new.pop())
        while self.transactions.ended:
            self.recorder.end_transaction(self.transactions.ended.pop())

    def live(self) -> None:
        """Let time pass until the capture has all its messages."""
        while self._recorded < self._count:
            at, _number, act = heapq.heappop(self._agenda)
            self.now = max(self.now, at)
            act()


def _make(path: Path, count: int) -> None:
    recorder = Recorder(path)
    site = Site(recorder, count)
    chargers: list[Charger] = [
        *(Charger16(site, number) for number in range(1, _CHARGERS_16 + 1)),
        *(Charger201(site, number) for number in range(101, _CHARGERS_201 + 101)),
    ]
    for number, charger in enumerate(chargers):
        site.later(7 * number + site.random.random(), charger.start)
    site.live()
    for charger in chargers:
        charger.cut_off()
    recorder.close()


def main() -> None:
    """Make a capture and say where it is."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    path = capture_of(count)
    report("capture: size", path.stat().st_size / 2**20, unit="MB")
    print(path)


if __name__ == "__main__":
    main()
