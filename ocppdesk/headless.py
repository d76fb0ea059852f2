# SPDX-License-Identifier: Apache-2.0
"""The embedded CSMS without a window: `ocppdesk serve`."""

import contextlib
import io
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.folder import discard_if_empty, new_capture
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Message
from ocppdesk.csms.engine import Engine, EngineState
from ocppdesk.csms.options import Options
from ocppdesk.logs.jsonl import json_line
from ocppdesk.logs.listing import text_line
from ocppdesk.logs.records import entry_of

_BATCH = 500
_PAUSE_S = 0.05  # between two looks for new messages


class Printer:
    """Prints messages to the standard output.

    Args:
        as_json: One JSON object a line in place of text.
    """

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        # What a terminal's encoding lacks must not end the recording.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")

    def show(
        self, messages: Iterable[Message], annotations: Annotations = EMPTY
    ) -> None:
        """Print messages, in the order given.

        Args:
            messages: The messages.
            annotations: What is put on them; only JSON tells it.
        """
        for message in messages:
            if self._as_json:
                line = json_line(entry_of(message, annotations))
            else:
                line = text_line(message)
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def serve_until_stopped(
    capture: Path | None,
    options: Options,
    *,
    printer: Printer | None,
    fail: Callable[[str], NoReturn],
) -> None:
    """Listen and record until SIGINT or SIGTERM.

    Args:
        capture: The file; None makes a new one in the data folder.
        options: How to listen and answer.
        printer: Prints each message; None for silence.
        fail: Ends the program with a sentence.
    """
    path = capture or new_capture(datetime.now().astimezone())
    something_new = threading.Event()
    is_stopped = threading.Event()
    engine = Engine(path, options, on_change=something_new.set)

    def stop(_signal: int, _frame: object) -> None:
        is_stopped.set()
        something_new.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    engine.start()
    try:
        state = engine.ready.result()
    except CaptureError as error:
        fail(str(error))
    if state.listen_error is not None:
        engine.stop()
        if capture is None:
            discard_if_empty(path)
        fail(f"{state.listen_error} (--host, --port)")
    _say(_greeting(state))
    try:
        with contextlib.closing(CaptureReader(path)) as reader:
            follower = _Follower(reader, printer, state.earlier_id)
            _follow(engine, follower, something_new, is_stopped)
            engine.stop()
            follower.show_upto(engine.state.committed_id)
    finally:
        engine.stop()
    _say(f"Recorded into {path}")


class _Follower:
    """Prints each message of a capture once."""

    def __init__(
        self, reader: CaptureReader, printer: Printer | None, shown: int
    ) -> None:
        self._reader = reader
        self._printer = printer
        self._shown = shown

    def show_upto(self, last_id: int) -> None:
        while self._printer is not None and self._shown < last_id:
            upto = min(self._shown + _BATCH, last_id)
            try:
                self._printer.show(
                    self._reader.messages(range(self._shown + 1, upto + 1))
                )
            except BrokenPipeError:
                self._printer = None  # nobody reads on; the recording does not end
            self._shown = upto


def _follow(
    engine: Engine,
    follower: _Follower,
    something_new: threading.Event,
    is_stopped: threading.Event,
) -> None:
    """Print what is committed, and what goes wrong, until told to stop."""
    failure = None
    while not is_stopped.is_set():
        something_new.wait()
        something_new.clear()
        state = engine.state
        if state.recording_error != failure:
            failure = state.recording_error
            _say("Recording works again." if failure is None else str(failure))
        follower.show_upto(state.committed_id)
        # Waking up at every commit would take the interpreter from the engine.
        is_stopped.wait(_PAUSE_S)


def _greeting(state: EngineState) -> str:
    where = state.host or "all interfaces"
    return (
        f"Listening on port {state.port} of {where}, without TLS or password. "
        f"Chargers call ws://THIS-COMPUTER:{state.port}/THEIR-IDENTITY. "
        f"Recording into {state.capture}. Ctrl+C ends it."
    )


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
