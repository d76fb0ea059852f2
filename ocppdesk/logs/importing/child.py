# SPDX-License-Identifier: Apache-2.0
"""The two processes of an import, as programs: `python -m …child write|read`.

The one that writes is started by `control`. It gets its job as the first line of its
standard input and is stopped by a further line or by the end of that; it says on its
standard output how far it is, a line of JSON each time. It starts the one that reads,
which gets the same line and sends blocks (`blocks`) on its standard output.
"""

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import subprocess

_QUEUED: Final = 3  # blocks that wait to be written; the reader waits for room
_MOST_QUEUED_BYTES: Final = 8 << 20
STOP: Final = b"stop\n"
"""The line that ends an import."""


def command(role: str) -> list[str]:
    """Return the command that runs one of the processes.

    Args:
        role: `write` or `read`.
    """
    if getattr(sys, "frozen", False):
        # The packaged program is its own Python; `launch.py` heeds the word.
        return [_with_streams(sys.executable), FROZEN_WORD, role]
    return [sys.executable, "-m", "ocppdesk.logs.importing.child", role]


def _with_streams(program: str) -> str:
    """Return the packaged program that has standard streams.

    On Windows that of the window has none, not even pipes; its sibling in the same
    folder does.
    """
    path = Path(program)
    sibling = path.with_name(path.name.replace("-window", ""))
    return str(sibling if sibling.exists() else path)


FROZEN_WORD: Final = "--import-logs"
"""What makes the packaged program such a process."""


def started(role: str, **streams: Any) -> "subprocess.Popen[bytes]":
    """Start one of the processes, without a console window on Windows."""
    import subprocess  # the process that reads needs none of it

    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(command(role), creationflags=flags, **streams)


def write() -> None:
    """Run the process that writes."""
    orders = sys.stdin.buffer
    # First of all, as it takes longest until something can be done. What follows may
    # happen before there is a job, so that it begins at once when there is one.
    import subprocess

    reader = started("read", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert reader.stdin is not None
    assert reader.stdout is not None
    stopped = threading.Event()
    try:
        _freeze()
        from ocppdesk.logs.importing.consuming import consume
        from ocppdesk.logs.importing.job import job_from_line

        line = orders.readline()
        if not line:
            return
        with contextlib.suppress(BrokenPipeError):
            reader.stdin.write(line)
            reader.stdin.flush()
        threading.Thread(
            target=_heed_orders, args=(orders, reader, stopped), daemon=True
        ).start()
        blocks = _queued(reader.stdout)
        consume(job_from_line(line), blocks, stopped, sys.stdout.buffer)
    finally:
        reader.kill()
        reader.wait()
    sys.stdout.buffer.flush()
    # Threads that wait for input would be waited for.
    os._exit(0)


def read() -> None:
    """Run the process that reads."""
    orders = sys.stdin.buffer
    _freeze()
    from ocppdesk.logs.importing.job import job_from_line
    from ocppdesk.logs.importing.reading import read_all

    line = orders.readline()
    if not line:
        return
    threading.Thread(target=_end_with_parent, args=(orders,), daemon=True).start()
    out = sys.stdout.buffer
    with contextlib.suppress(BrokenPipeError):
        read_all(job_from_line(line), out.write, out.flush)
        out.flush()
    os._exit(0)


def _freeze() -> None:
    # Millions of tuples are made and let go of; looking for cycles among them takes a
    # third of the time and finds none.
    gc.disable()


def _heed_orders(
    orders: IO[bytes], reader: "subprocess.Popen[bytes]", stopped: threading.Event
) -> None:
    """Stop at a line, or at the end of whoever would have sent one."""
    orders.readline()
    stopped.set()
    reader.kill()


def _end_with_parent(orders: IO[bytes]) -> None:
    orders.readline()
    os._exit(1)


def _queued(stream: IO[bytes]) -> Iterator[bytes]:
    """Read blocks ahead, so that neither process waits for the other."""
    import queue

    from ocppdesk.logs.importing.blocks import read_packed

    waiting: queue.Queue[bytes | None] = queue.Queue(_QUEUED)

    def fill() -> None:
        while (body := read_packed(stream.read)) is not None:
            waiting.put(body)
        waiting.put(None)

    threading.Thread(target=fill, daemon=True).start()
    return iter(waiting.get, None)


def main() -> None:
    """Run what the command line names."""
    if sys.argv[-1] == "write":
        write()
    else:
        read()


if __name__ == "__main__":
    main()
