# SPDX-License-Identifier: Apache-2.0
"""What the process that writes does: from blocks to a capture."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import orjson

from ocppdesk.capture.bulk import BulkWriter
from ocppdesk.capture.log_records import LogState, LogSummary
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.bystander import Bystander, Overheard, Span
from ocppdesk.core.facts import STATE_ACTIONS, boot_in, states_in
from ocppdesk.core.frames import parse_frames
from ocppdesk.core.versions import SUBPROTOCOLS, Version
from ocppdesk.logs.importing.blocks import Block

_TELL_EVERY_S: Final = 0.05
_FACTS: Final = STATE_ACTIONS | {"BootNotification"}
_SUBPROTOCOLS: Final = {version: name for name, version in SUBPROTOCOLS.items()}


class CaptureMaker:
    """Makes a capture of blocks.

    Args:
        path: The capture; it must not exist.
        tell: Told now and then what is in the capture: how much was read, the number
            of the last message, and the logs that changed.

    Raises:
        CaptureError: If it cannot be made there.
    """

    def __init__(
        self, path: Path, tell: Callable[[float, int, list[LogSummary]], None]
    ) -> None:
        self._writer = BulkWriter(path)
        self._tell = tell
        self._bystander = Bystander()
        self._logs: dict[int, LogSummary] = {}
        self._untold: dict[int, LogSummary] = {}
        self._told_at = 0.0
        self._done = 0.0
        self._charger_count = 0
        self._span_count = 0

    def limit_size(self, pages: int) -> None:
        """Refuse to let the file grow beyond a number of pages, as a full disk does."""
        self._writer.limit_size(pages)

    def take(self, block: Block) -> None:
        """Write a block.

        Raises:
            CaptureUnwritableError: If it cannot be written; nothing more should be.
        """
        bystander, writer = self._bystander, self._writer
        take = bystander.take
        rows: list[Overheard] = []
        facts: list[Overheard] = []
        for item in block.items:
            heard, raw, at, charger, link, flag, log, line = item
            if heard is not None:
                row = take(heard, raw, at, charger, link, flag, log, line)
                if heard[3] in _FACTS:
                    facts.append(row)
            else:
                row = bystander.take_link(
                    raw, is_opened=flag, at=at, charger=charger, link=link, log=log,
                    line=line,
                )  # fmt: skip
            rows.append(row)
        for log_summary in block.logs:
            self._logs[log_summary.id] = self._untold[log_summary.id] = log_summary
            writer.put_log(log_summary)
        self._put_newcomers(rows)
        for row in facts:
            self._put_fact(row)
        if block.lines:
            writer.add_lines(block.lines)
        if block.originals:
            writer.set_originals(block.originals)
        if block.seconds:
            writer.set_seconds(block.seconds)
        writer.add_messages(rows)
        writer.commit()
        self._done = block.done
        self.tell(at_once=block.is_whole or not self._told_at)

    def tell(self, *, at_once: bool = True) -> None:
        """Say how far it is, if that was not said just before."""
        now = time.monotonic()
        if at_once or now - self._told_at >= _TELL_EVERY_S:
            self._tell(self._done, self._bystander.last_id, list(self._untold.values()))
            self._untold.clear()
            self._told_at = now

    def finish(self, state: LogState | None, failure: str = "") -> None:
        """Write what is known at the end, and leave a finished capture.

        Args:
            state: What becomes of logs that were being read; None: nothing.
            failure: What went wrong with them, as a sentence.
        """
        try:
            if state is not None:
                for log in self._logs.values():
                    if log.state is LogState.READING:
                        ended = replace(log, state=state, failure=failure)
                        self._logs[log.id] = self._untold[log.id] = ended
                        self._writer.put_log(ended)
            self._put_ends()
            self._writer.commit()
        finally:
            self._writer.close()
        self.tell()

    def _put_newcomers(self, rows: Iterable[Overheard]) -> None:
        """Write chargers and connections that are heard of for the first time."""
        bystander, writer = self._bystander, self._writer
        new = bystander.spans[self._span_count :]
        if not new:
            return
        self._span_count = len(bystander.spans)
        if len(bystander.chargers) > self._charger_count:
            seen = {span.charger: span.first_at for span in reversed(new)}
            for name, number in list(bystander.chargers.items())[self._charger_count :]:
                writer.add_chargers({name: number}, first_seen=seen[name])
            self._charger_count = len(bystander.chargers)
        for span in new:
            self._put_span(span)

    def _put_ends(self) -> None:
        """Write what is known of connections and chargers once all was read."""
        versions: dict[str, str] = {}
        for span in self._bystander.spans:
            self._put_span(span)
            if span.version is not None:
                versions[span.charger] = span.version
        for name, version in versions.items():
            self._writer.set_version(self._bystander.chargers[name], version)

    def _put_span(self, span: Span) -> None:
        number = self._bystander.chargers[span.charger]
        self._writer.put_connection(
            connection_of(span, self._logs[span.log].name), charger=number
        )

    def _put_fact(self, row: Overheard) -> None:
        """Write what a charger says of itself and its connectors."""
        at, charger, direction, kind, action, raw = (
            row[1], row[2], row[4], row[5], row[7], row[16],
        )  # fmt: skip
        if direction != 0 or kind != 2:
            return
        payload = _call_payload(raw)
        if payload is None:
            return
        if action == "BootNotification":
            self._writer.set_boot(charger, boot_in(payload), at=at)
        else:
            for status in states_in(action or "", payload):
                self._writer.set_status(charger, status, at=at)


def connection_of(span: Span, log: str) -> Connection:
    """Return the connection that messages tell of.

    Args:
        span: What they tell.
        log: The name of the log.
    """
    version = span.version or ""
    cause = f"Read from {log}."
    return Connection(
        id=span.number,
        charger=span.charger,
        peer="",
        began_at=span.first_at,
        outcome=Outcome.CLOSED,
        opened_at=span.first_at,
        ended_at=span.last_at,
        subprotocol=_SUBPROTOCOLS[Version(version)] if version else "",
        version=version,
        cause=f"{span.closed} {cause}" if span.closed else cause,
        last_heard_at=span.last_at,
    )


def _call_payload(raw: str) -> dict[str, Any] | None:
    try:
        payload = orjson.loads(raw)[3]
    except (ValueError, LookupError, TypeError):
        payload = parse_frames(raw)[0].payload
    return payload if isinstance(payload, dict) else None
