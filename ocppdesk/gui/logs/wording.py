# SPDX-License-Identifier: Apache-2.0
"""Words for what came of reading logs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.log_records import Conclusion, LogCounts, LogState, LogSummary
from ocppdesk.core.versions import Version
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.logs.reading.found import Assumptions, Inference, Inferences, View

COMPLETE_FILTER: Final = "not problem in {repaired, truncated, malformed}"
_VIEWS: Final = {"csms": "the CSMS", "charger": "the charger"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Logs", text)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something a log has, and how to see them."""

    number: int
    """How many."""
    text: str
    """What they are, with the number."""
    filter: str = ""
    """The filter that shows these messages; empty: they are lines."""
    kind: str = ""
    """The kind of these lines, as in `LogLine.kind`."""


def added(logs: Sequence[LogSummary]) -> LogCounts:
    """Return the counts of all logs together."""
    whole = LogCounts()
    for log in logs:
        for each in fields(LogCounts):
            total = getattr(whole, each.name) + getattr(log.counts, each.name)
            setattr(whole, each.name, total)
    return whole


def counts_of(logs: Sequence[LogSummary]) -> list[Count]:
    """Return what is to be said of the counts; what there is none of is left out."""
    found = added(logs)
    every = (
        (found.complete, _tr("complete"), COMPLETE_FILTER, ""),
        (found.repaired, _tr("repaired"), "problem == repaired", ""),
        (found.truncated, _tr("truncated"), "problem == truncated", ""),
        (found.malformed, _tr("malformed"), "problem == malformed", ""),
        (found.duplicate, _tr("duplicates"), "", "duplicate"),
        (found.unreadable, _tr("unreadable"), "", "unreadable"),
        (found.other, _tr("lines without a frame"), "", "other"),
    )
    return [
        Count(number, f"{grouped(number)} {text}", chosen, kind)
        for number, text, chosen, kind in every
        if number
    ]


def name_of(logs: Sequence[LogSummary]) -> str:
    """Name what was read: the file, or the first one and how many more."""
    if not logs:
        return ""
    if len(logs) == 1:
        return logs[0].name
    text = _tr("{name} and {more} more")
    return text.format(name=logs[0].name, more=grouped(len(logs) - 1))


def headline_of(logs: Sequence[LogSummary]) -> str:
    """Say in a sentence or two what came of reading."""
    if not logs:
        return _tr("There is nothing to read in it.")
    frames = added(logs).frames
    lines = sum(log.lines for log in logs)
    read = _tr("{name}: {lines} lines read").format(
        name=name_of(logs), lines=grouped(lines)
    )
    if not frames:
        systems = " · ".join(dict.fromkeys(log.title for log in logs))
        text = _tr("{read}, and none of them holds an OCPP frame. It reads as: {what}.")
        advice = next((log.advice for log in logs if log.advice), "")
        return f"{text.format(read=read, what=systems)} {advice}".strip()
    return read


def reading_of(logs: Sequence[LogSummary]) -> str:
    """Say how the logs were read: format, writer, charger, zone, version."""
    if not logs or not added(logs).frames:
        return ""
    first = logs[0]
    parts = [_tr("Read as {format}").format(format=first.title)]
    for name, text, words in (
        ("view", _tr("written by {value}"), _VIEWS),
        ("charger", _tr("charger {value}"), {}),
        ("zone", _tr("times UTC{value}"), {}),
        ("dates", _tr("dates {value}"), {}),
        ("version", _tr("OCPP {value}"), {}),
    ):
        made = first.inferences.get(name)
        if made is not None and made.value:
            said = text.format(value=_word(words, made.value))
            parts.append(
                said if made.is_explicit else _tr("{x} (concluded)").format(x=said)
            )
    if first.inferences.get("times"):
        parts.append(_tr("some times are made up"))
    if first.alignment is not None:
        parts.append(alignment_text(first))
    for log in logs[1:]:
        if log.alignment is not None:
            parts.append(alignment_text(log))
    return " · ".join(parts)


def _word(words: Mapping[str, str], value: str) -> str:
    return _tr(words[value]) if value in words else value


def alignment_text(log: LogSummary) -> str:
    """Say how the clock of a log was set; it has an alignment."""
    alignment = log.alignment
    if alignment is None:
        return ""
    text = _tr(
        "the clock of {name} was set by {offset:+.3f} s (± {spread:.3f} s, {matched} "
        "frames are in both)"
    )
    return text.format(
        name=log.name,
        offset=alignment.offset_us / 1e6,
        spread=alignment.spread_us / 1e6,
        matched=grouped(alignment.matched),
    )


def failure_of(logs: Sequence[LogSummary]) -> str:
    """Say what went wrong with a part, if anything did."""
    failed = [log for log in logs if log.state is LogState.FAILED and log.failure]
    return " ".join(log.failure for log in failed[:3])


def inferences_of(log: LogSummary) -> Inferences:
    """Return what was concluded, as the readers have it."""
    known = {each.name for each in fields(Inferences)}
    return Inferences(
        **{
            name: Inference(*_conclusion(made))
            for name, made in log.inferences.items()
            if name in known
        }
    )


def _conclusion(made: Conclusion) -> tuple[str, str, bool]:
    return made.value, made.reason, made.is_explicit


def assumptions_of(log: LogSummary) -> Assumptions:
    """Return what was assumed, as the readers have it."""
    known = dict(log.assumptions)
    view, version = known.get("view"), known.get("version")
    return Assumptions(
        format=known.get("format"),
        view=None if view is None else View(view),
        charger=known.get("charger"),
        zone_minutes=known.get("zone_minutes"),
        version=None if version is None else Version(version),
        dates=known.get("dates"),
        columns=known.get("columns") or {},
    )
