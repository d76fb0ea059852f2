# SPDX-License-Identifier: Apache-2.0
"""Turning captures and logs into each other."""

import contextlib
import heapq
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.errors import CancelledError, ConversionError
from ocppdesk.logs.importing.control import NOTHING_KNOWN
from ocppdesk.logs.log_source import LogSource, import_logs, unreadable_in
from ocppdesk.logs.numbering import Numbering
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.records import Entry, Unreadable
from ocppdesk.logs.redaction.redactor import Redaction
from ocppdesk.logs.sources import CAPTURE_SUFFIX, CaptureSource, Source, open_source
from ocppdesk.logs.writing.formats import format_of
from ocppdesk.logs.writing.redacted import RedactedTarget
from ocppdesk.logs.writing.target import Target
from ocppdesk.logs.writing.targets import open_target, whole_file

__all__ = ["Conversion", "ConversionError", "convert"]

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1."""

TOLD_EVERY: Final = 500  # messages between two calls of the progress function
_LISTED: Final = 5  # unreadable lines that `str` names


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of a conversion."""

    target: Path
    """The file that was written."""
    messages: int
    """How many messages it has."""
    connections: int
    """How many connections they belong to, where the target is a capture; else 0."""
    unreadable: tuple[tuple[Path, Unreadable], ...]
    """The first lines that held no message, each with its file."""
    unreadable_count: int
    """How many such lines there were."""
    left_out: int = 0
    """How many messages the format of the target has no room for."""

    def __str__(self) -> str:
        lines = [f"{_counted(self.messages, 'message')} written to {self.target}."]
        if self.left_out:
            number = _counted(self.left_out, "message")
            lines.append(f"{number} left out: the format has no room for them.")
        if self.unreadable_count:
            number = _counted(self.unreadable_count, "line")
            lines.append(f"{number} could not be read:")
            shown = self.unreadable[:_LISTED]
            lines += [f"  {path.name}, line {u.line}: {u.why}" for path, u in shown]
            more = self.unreadable_count - len(shown)
            lines += [f"  and {more} more"] if more else []
        return "\n".join(lines)


def convert(
    sources: Sequence[Path],
    target: Path,
    *,
    overwrite: bool = False,
    redaction: Redaction | None = None,
    assumptions: Assumptions = NOTHING_KNOWN,
    merge: bool = False,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Conversion:
    """Write the messages of some files into a new one, with their marks and notes.

    Between captures the snapshots of settings come along, unless something is redacted:
    they name what redaction hides.

    The suffix tells the format of the target; `writing.formats` has them. Between two
    files of lines of ours everything stays as it is, numbers too. In a capture, and
    where several files become one, messages are numbered anew in the order of their
    times, and answers keep pointing at their calls. Logs of other programs are read,
    too; a capture of nothing but such logs tells where in them its messages are from.
    The target gets its name when it is whole.

    A line that cannot be read is left out and named in what is returned.

    Args:
        sources: The files to read, at least one.
        target: The file to write.
        overwrite: Whether a file of that name may be replaced.
        redaction: What to replace, as `learn_files` found it; None: nothing.
        assumptions: What is known of logs of other programs.
        merge: Whether the sources are two logs of the same conversations: the clock
            of the second one is set to the first one's, and what is in both is joined.
        progress: Told now and then how much is done, from 0 to 1.
        is_cancelled: Asked now and then whether to stop.

    Raises:
        ConversionError: If a file cannot be read or written, or it was cancelled; the
            target is as it was before.
        CaptureError: The same, where a capture is the cause.
    """
    is_capture = format_of(target).is_capture
    is_anew = is_capture or len(sources) > 1

    def told(done: float) -> None:
        if is_cancelled():
            raise CancelledError(target)
        if progress is not None:
            progress(done)

    if merge and not (is_capture and redaction is None):
        with tempfile.TemporaryDirectory(prefix="ocppdesk-") as folder:
            merged = Path(folder, "merged.ocppdesk")
            import_logs(sources, merged, assumptions=assumptions, merge=True, told=told)
            return convert(
                [merged],
                target,
                overwrite=overwrite,
                redaction=redaction,
                progress=progress,
                is_cancelled=is_cancelled,
            )
    opened = [
        open_source(path, in_order=is_anew, told=told, assumptions=assumptions)
        for path in sources
    ]
    if target.exists() and any(target.samefile(path) for path in sources):
        raise ConversionError(target, "it cannot be read and written at once.")
    if is_capture and redaction is None and all(_is_log(each) for each in opened):
        return _import(
            sources,
            target,
            overwrite=overwrite,
            assumptions=assumptions,
            merge=merge,
            told=told,
        )
    try:
        return _convert(
            opened,
            target,
            overwrite=overwrite,
            redaction=redaction,
            progress=progress,
            is_cancelled=is_cancelled,
        )
    finally:
        for source in opened:
            if isinstance(source, LogSource):
                source.close()


def _import(
    sources: Sequence[Path],
    target: Path,
    *,
    overwrite: bool,
    assumptions: Assumptions,
    merge: bool,
    told: Callable[[float], None],
) -> Conversion:
    """Make a capture of logs that tells where in them its messages are from."""
    with whole_file(target, overwrite=overwrite) as partial:
        logs = import_logs(
            sources, partial, assumptions=assumptions, merge=merge, told=told
        )
        with contextlib.closing(CaptureReader(partial)) as reader:
            messages = reader.last_id()
            connections = len(reader.connections(limit=2**62))
            unreadable = [
                (Path(log.path), line)
                for log in logs
                for line in unreadable_in(reader, logs, log_id=log.id)[0]
            ]
    total = sum(log.counts.unreadable for log in logs)
    return Conversion(target, messages, connections, tuple(unreadable), total)


@contextlib.contextmanager
def as_capture(
    path: Path, assumptions: Assumptions = NOTHING_KNOWN
) -> Iterator[CaptureReader]:
    """Read a capture, or anything else as the capture that it becomes.

    Args:
        path: What is to be read.
        assumptions: What is known of a log of another program.

    Raises:
        ConversionError: If it cannot be read.
        CaptureError: The same, where a capture is the cause.
    """
    with contextlib.ExitStack() as stack:
        if path.suffix.lower() != CAPTURE_SUFFIX:
            folder = tempfile.TemporaryDirectory(prefix="ocppdesk-")
            made = Path(stack.enter_context(folder), f"log{CAPTURE_SUFFIX}")
            convert([path], made, assumptions=assumptions)
            path = made
        yield stack.enter_context(contextlib.closing(CaptureReader(path)))


def _is_log(source: Source) -> bool:
    return isinstance(source, LogSource)


def _convert(
    opened: Sequence[Source],
    target: Path,
    *,
    overwrite: bool,
    redaction: Redaction | None,
    progress: Progress | None,
    is_cancelled: Callable[[], bool],
) -> Conversion:
    is_capture = format_of(target).is_capture
    is_anew = is_capture or len(opened) > 1
    with open_target(target, overwrite=overwrite) as whole:
        out = whole if redaction is None else RedactedTarget(whole, redaction)
        entries = _tagged(opened)
        watch = _Watch(opened, target, progress, is_cancelled)
        if is_anew:
            count, connections = _write_anew(opened, watch.over(entries), out)
            for source in opened:
                if isinstance(source, CaptureSource):
                    for snapshot in source.snapshots():
                        out.put_snapshot(snapshot)
        else:
            count, connections = 0, 0
            for _index, entry in watch.over(entries):
                out.add(entry)
                count += 1
        if not is_capture:
            connections = 0
    unreadable = [(s.path, line) for s in opened for line in s.unreadable]
    total = sum(source.unreadable_count for source in opened)
    return Conversion(
        target,
        count - out.left_out,
        connections,
        tuple(unreadable),
        total,
        out.left_out,
    )


_Tagged = tuple[int, Entry]
"""An entry with the index of its source."""


def _tagged(sources: Sequence[Source]) -> Iterator[_Tagged]:
    """Read all sources at once, by time; each keeps its own order."""
    streams = [
        zip(itertools.repeat(index), source.entries())
        for index, source in enumerate(sources)
    ]
    if len(streams) == 1:
        return iter(streams[0])
    return heapq.merge(*streams, key=lambda tagged: tagged[1].message.at)


def _write_anew(
    sources: Sequence[Source], entries: Iterator[_Tagged], out: Target
) -> tuple[int, int]:
    message_numbers, connection_numbers = itertools.count(1), itertools.count(1)
    numberings = [
        Numbering(
            lambda: next(message_numbers),
            lambda: next(connection_numbers),
            connections=source.connections(),
            # The name of a file may be that of a customer.
            origin="" if isinstance(out, RedactedTarget) else source.path.name,
        )
        for source in sources
    ]
    count = 0
    for index, entry in entries:
        message = numberings[index].renumbered(entry.message)
        out.add(replace(entry, message=message))
        count += 1
    connections = [found for each in numberings for found in each.connections()]
    for connection in connections:
        out.put_connection(connection)
    return count, len(connections)


@dataclass(frozen=True, slots=True)
class _Watch:
    """Tells how far the work is, and ends it if it is no longer wanted."""

    sources: Sequence[Source]
    target: Path
    progress: Progress | None
    is_cancelled: Callable[[], bool]

    def over(self, entries: Iterator[_Tagged]) -> Iterator[_Tagged]:
        """Hand entries through."""
        whole = sum(source.size for source in self.sources) or 1
        for number, entry in enumerate(entries):
            if number % TOLD_EVERY == 0:
                if self.is_cancelled():
                    raise CancelledError(self.target)
                if self.progress is not None:
                    done = sum(source.size * source.done for source in self.sources)
                    self.progress(done / whole)
            yield entry
        if self.progress is not None:
            self.progress(1.0)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
