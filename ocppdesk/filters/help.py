# SPDX-License-Identifier: Apache-2.0
"""What the help on filters shows: the signs, the fields, the flags, worked examples."""

from dataclasses import dataclass
from functools import cache

from ocppdesk.filters.fields import FIELDS, FLAGS, Field


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that may be written."""

    text: str
    """How it is written."""
    meaning: str
    """What it finds or is, as a sentence without a full stop."""
    example: str = ""
    """A whole filter with it; empty where `text` is one itself."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together."""

    title: str
    lines: tuple[Line, ...]


_EXAMPLES = (
    Line("-Heartbeat", "Everything but heartbeats"),
    Line("StatusNotification .status == Faulted", "Notifications of faults"),
    Line("~q", "Calls, ours or theirs, that never got an answer"),
    Line(
        "~err or res.status in {Rejected, NotSupported, Failed}",
        "Everything that was refused",
    ),
    Line(
        "connector == 2 and action in {StartTransaction, StopTransaction, MeterValues}",
        "The sessions of one connector",
    ),
    Line("tx == 48213", "All messages of one transaction"),
    Line("latency > 5s and ~in", "Slow answers to the charger's calls"),
    Line(
        'MeterValues and .sampledValue[measurand == "Current.Import" and value > 32]',
        "Samples of too much current: both holds for one and the same sample",
    ),
    Line(
        'idtag ~ "^04A2" and res.idTagInfo.status != Accepted',
        "Cards of one family that were not accepted",
    ),
    Line(
        "charger == CP-0042 and time in 14:05..14:20",
        "A quarter of an hour on one charger",
    ),
    Line("ChangeConfiguration .key contains interval", "Intervals that were set"),
    Line("level >= warning and not ~mark", "Problems that nobody looked at yet"),
    Line('time > -5m "GroundFailure"', "A text in the last five minutes"),
    Line(
        "(BootNotification or ~ws) charger == CP-0042",
        "When a charger started, connected and disconnected",
    ),
    Line("/timeout|timed out/", "A regular expression in the whole message"),
    Line("tx", "Everything that belongs to a transaction"),
)
_SIGNS = (
    Line("a b", "Both: a space joins conditions; so do and, &&, &", "Reset Accepted"),
    Line("a or b", "One of both; also || and |", "Authorize or StartTransaction"),
    Line("not a", "The opposite; also ! and -", "not ~ws"),
    Line("(a or b) c", "Brackets, as not goes before and, and before or",
         "(Reset or BootNotification) ~in"),
    Line("==", "Is, upper and lower case alike; also =", "status == Faulted"),
    Line("===", "Is, letter by letter", "idtag === 04a2B3"),
    Line("!=", "Has the field, and no value of it is this", "tx != 48213"),
    Line("<  <=  >  >=", "Order of numbers, durations, sizes, times and severities",
         "size > 4kB"),
    Line("contains", "Has the text in it", "key contains interval"),
    Line("~", "Matches a regular expression; also matches", "idtag ~ ^04A2"),
    Line("in {a, b}", "Is one of several", "connector in {1, 2}"),
    Line("in a..b", "Lies between two values, both included", "no in 812..840"),
    Line(".key", "A place anywhere in the payload", ".status == Faulted"),
    Line("req.key  res.key", "The same in the call, or in the answer, of an exchange",
         "res.status == Rejected"),
    Line("[a == 1 and b > 2]", "All of it for one and the same element of an array",
         ".configurationKey[key == HeartbeatInterval and value > 300]"),
    Line('"text"', r'A text as it is; in it a quote is written \"', '"and"'),
    Line("/regex/", "A regular expression, upper and lower case alike", "/CP-00[1-4]/"),
)  # fmt: skip
_VALUES = (
    Line("500ms  5s  10min  2h  1d", "Durations", "latency > 500ms"),
    Line("500  4kB  1MB", "Sizes; 1 kB is 1000 bytes", "size > 1MB"),
    Line("14:05  14:05:31", "Times of day, local, on any day",
         "time in 22:00..06:00"),
    Line("2026-01-31  2026-01-31T14:05", "Days and moments, local; with Z in UTC",
         "time >= 2026-01-31T14:05"),
    Line("-5m  -2h", "Ago: before now, or before the newest message of a file",
         "time > -2h"),
)  # fmt: skip


@cache
def filter_help() -> tuple[Section, ...]:
    """Return all sections, what is asked for most first."""
    return (
        Section("Examples", _EXAMPLES),
        Section("Signs and words", _SIGNS),
        Section("Fields", tuple(map(_of_field, FIELDS.values()))),
        Section("Flags", tuple(Line(f.name, f.meaning) for f in FLAGS.values())),
        Section("Values", _VALUES),
    )


def _of_field(field: Field) -> Line:
    words = f": {', '.join(field.choices)}" if field.choices else ""
    return Line(
        field.name, f"{field.meaning} ({field.kind.value}{words})", field.example
    )
