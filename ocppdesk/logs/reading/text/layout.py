# SPDX-License-Identifier: Apache-2.0
"""How the lines of a file are made: what `learning` learned, as a plain value."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ocppdesk.logs.reading.found import Inferences, State, View
from ocppdesk.logs.reading.text.directions import Way
from ocppdesk.logs.reading.text.lines import Seen
from ocppdesk.logs.reading.text.prefixes import Prefix, is_frame_text
from ocppdesk.logs.reading.text.slots import Slot
from ocppdesk.logs.reading.text.systems import UNKNOWN, System
from ocppdesk.logs.reading.text.times import Clock, find_stamp
from ocppdesk.logs.reading.text.twins import Habits

_MOST_TEMPLATES: Final = 4
_LEAST_SHARE: Final = 0.02
_MOST_WORDS: Final = 12
_MOST_FORMS: Final = 600
_LONGEST_PREFIX: Final = 400
_CHARGER: Final = r"([^\n]{0,100}?)"


class Slots(NamedTuple):
    """Which groups of the pattern of a line have what; those of one template."""

    before: int
    """The time up to its whole seconds."""
    fraction: int
    """The digits of its fraction."""
    rest: int
    """What follows the fraction: half of day and zone."""
    charger: int
    """The charger."""
    link: int
    """What tells the connection."""
    word: int
    """The word for the direction."""
    raw: int
    """The frame."""


@dataclass(frozen=True, slots=True)
class Template:
    """How a line with a frame is made."""

    slots: Slots
    """Where its parts are among the groups of `Layout.lines`."""
    ways: dict[str, Way | None]
    """What its words say."""


@dataclass(slots=True)
class Layout:
    """What is known of a file before it is read."""

    system: System = UNKNOWN
    """Who wrote it."""
    lines: re.Pattern[str] | None = None
    """Matches one line each: in its last group any, in the others those with a frame
    that are made like most. None: no two are alike."""
    templates: tuple[Template, ...] = ()
    """What the groups of `lines` mean."""
    boundary: re.Pattern[str] | None = None
    """As of `scanner.Scanner`."""
    view: View | None = None
    """Who wrote it, as far as that is known."""
    clock: Clock = field(default_factory=Clock)
    """How its times are read."""
    slot: Slot | None = None
    """Which word before frames names the charger, if no known system wrote it."""
    needs_date: bool = False
    """Whether frames have times without a date."""
    habits: Habits = field(default_factory=Habits)
    """How it logs frames twice."""
    charger: str = ""
    """The charger of lines that name none."""
    is_charger_assumed: bool = False
    """Whether somebody chose it, against what other lines tell."""
    is_wordless: bool = False
    """Whether no words tell the direction of some frames."""
    is_descending: bool = False
    """Whether the newest comes first."""
    is_unsorted: bool = False
    """Whether the lines are in no order of time."""
    inferences: Inferences = field(default_factory=Inferences)
    """What was concluded."""


def boundary_of(text: str) -> re.Pattern[str] | None:
    """Find out what lines of a log begin with, as a pattern.

    Args:
        text: The beginning of the log.
    """
    lines = [line for line in text[:200_000].split("\n")[:600] if line.strip()]
    shapes: Counter[str] = Counter()
    for line in lines:
        shape = _head_shape(line)
        if shape is not None:
            shapes[shape] += 1
    least = max(2, 0.05 * len(lines))
    kept = [shape for shape, count in shapes.most_common(4) if count >= least]
    kept += [head for head in _HEADS if _counts(head, lines) >= least]
    if not kept:
        return None
    return re.compile(f"^(?:{'|'.join(kept)})", re.MULTILINE)


_HEADS: Final = (
    r"\[\w{1,20}\s{0,4}\]\s",
    r"(?:INFO|DEBUG|WARNING|ERROR|TRACE|CRITICAL)[: ]",
    r"(?:sent|received) JSON message",
    r"\"?OCPP[\w.]{1,6}\"?\s[RT]X:",
)


def _counts(head: str, lines: Iterable[str]) -> int:
    pattern = re.compile(head)
    return sum(1 for line in lines if pattern.match(line))


def _head_shape(line: str) -> str | None:
    stamp = find_stamp(line[:120])
    if stamp is None or stamp.start > 80:
        return None
    before = line[: stamp.start]
    if '"' in before or "{" in before or "'" in before:
        return None
    return shape_of(before) + shape_of(line[stamp.start : stamp.split])


_PARTS: Final = re.compile(r"(?P<hex>[0-9a-fA-F-]{12,})|(?P<digits>\d+)|(?P<space>\s+)")


@lru_cache(maxsize=500)  # what stands before frames is the same for most
def shape_of(text: str) -> str:
    """Return a pattern of texts that differ from one only in its numbers."""
    kept: list[str] = []
    position = 0
    for match in _PARTS.finditer(text):
        kept.append(re.escape(text[position : match.start()]))
        position = match.end()
        if match["hex"]:
            kept.append(r"[0-9a-fA-F-]{8,64}")
        elif match["digits"]:
            kept.append("[0-9]{1,20}")
        else:
            # A single blank is the usual case, and compared fastest as such.
            kept.append(" " if match["space"] == " " else r"\s{1,40}")
    kept.append(re.escape(text[position:]))
    return "".join(kept)


_STAMP_PARTS: Final = re.compile(
    r"(?P<digits>\d+)|(?P<letters>[^\W\d_]+)|(?P<space>\s+)|(?P<sign>[+-])"
)


@lru_cache(maxsize=500)
def _stamp_shape(text: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["digits"]:
            size = len(match["digits"])
            return rf"\d{{{size}}}" if size > 2 else r"\d{1,2}"
        if match["letters"]:
            return r"[^\W\d_]{1,9}"
        return r"\s{1,4}" if match["space"] else "[+-]"

    kept = []
    position = 0
    for match in _STAMP_PARTS.finditer(text):
        kept += [re.escape(text[position : match.start()]), replaced(match)]
        position = match.end()
    return "".join([*kept, re.escape(text[position:])])


class _Form(NamedTuple):
    """The form of a line: the pattern of its parts, and the order of its slots."""

    parts: tuple[str, ...]
    order: tuple[str, ...]
    fixed: Way | None
    suffix: str


def _form_of(prefix: Prefix, suffix: str) -> _Form | None:
    """Return the form of a line with a frame, without its word."""
    words, stamp = prefix.words, prefix.stamp
    slots: list[tuple[int, int, str]] = []
    if stamp is not None:
        slots.append((stamp.start, stamp.end, "time"))
    if prefix.charger is not None:
        slots.append((*prefix.charger, "charger"))
    if prefix.link is not None:
        slots.append((*prefix.link, "link"))
    is_named = words is not None and bool(words.charger)
    if words is not None and not is_named:
        slots.append((words.start, words.end, "word"))
    slots.sort()
    parts: list[str] = []
    position = 0
    for start, end, name in slots:
        if start < position:
            return None
        parts += [shape_of(prefix.text[position:start]), _slot(prefix, name)]
        position = end
    parts.append(shape_of(prefix.text[position:]))
    order = tuple(name for _start, _end, name in slots)
    fixed = words.way if words is not None and is_named else None
    return _Form(tuple(parts), order, fixed, shape_of(suffix.rstrip()))


def _slot(prefix: Prefix, name: str) -> str:
    stamp = prefix.stamp
    if name != "time" or stamp is None:
        return {"charger": _CHARGER, "link": "([0-9A-Za-z_-]{1,64})"}.get(name, "")
    text = prefix.text
    before = text[stamp.start : stamp.split]
    if before[:4].isdecimal():
        # Numbers of fixed length: one set of characters is compared fastest.
        before = _fixed_shape(_DECIMALS.sub("", before), len(before))
    else:
        before = _stamp_shape(before)
    rest = _stamp_shape(text[stamp.rest : stamp.end])
    fraction = r"[.,:-](\d{1,9})" if stamp.rest > stamp.split else "()"
    return f"({before}){fraction}({rest})"


_DECIMALS: Final = re.compile(r"\d+")


@lru_cache(maxsize=500)
def _fixed_shape(others: str, length: int) -> str:
    """Return a pattern of so many digits and other characters."""
    return rf"[0-9{''.join(sorted(map(re.escape, set(others))))}]{{{length}}}"


def fill_templates(layout: Layout, seen: Sequence[Seen]) -> None:
    """Learn the pattern of lines with frames from those at the beginning of a file."""
    forms: Counter[_Form] = Counter()
    words: dict[_Form, dict[str, Way | None]] = {}
    chargers: set[str] = set()
    # Neighbours, as calls and answers come in turn.
    half = _MOST_FORMS // 2
    for one in seen if len(seen) <= _MOST_FORMS else (*seen[:half], *seen[-half:]):
        piece, prefix = one.piece, one.prefix
        usual = one.is_alone and piece.state is State.COMPLETE and not prefix.is_echo
        if (
            not usual
            or piece.raw[1:2] not in "23456"
            or len(prefix.text) > _LONGEST_PREFIX
        ):
            continue
        # What the websockets library left out has to be looked for in each frame.
        if is_frame_text(prefix.source) or layout.habits.is_secondary(prefix.source):
            continue
        form = _form_of(prefix, one.suffix)
        if form is None:
            continue
        forms[form] += 1
        chargers.add(prefix.charger_name)
        found = prefix.words
        if found is not None and not found.charger:
            word = prefix.text[found.start : found.end]
            words.setdefault(form, {})[word] = found.way
        else:
            words.setdefault(form, {})[""] = form.fixed
    least = max(2, _LEAST_SHARE * forms.total())
    chosen = [
        form
        for form, count in forms.most_common(_MOST_TEMPLATES)
        if count >= least and len(words[form]) <= _MOST_WORDS
    ]
    if not chosen:
        return
    patterns = []
    templates = []
    groups = 0
    for form in chosen:
        pattern, slots = _pattern(_narrowed(form, chargers), words[form], groups)
        patterns.append(pattern)
        templates.append(Template(slots, words[form]))
        groups += len(slots)
    layout.templates = tuple(templates)
    layout.lines = re.compile(f"(?:{'|'.join(patterns)})[ \\t]*\\n|(.*)\\n")


def _narrowed(form: _Form, chargers: set[str]) -> _Form:
    """Return a form whose charger ends at what follows it, if no charger has that."""
    parts = list(form.parts)
    for index, part in enumerate(parts[:-1]):
        end = parts[index + 1][:1]
        if part != _CHARGER or not end or end in "\\[(.*+?^$" or end.isalnum():
            continue
        if not any(end in charger for charger in chargers):
            parts[index] = rf"([^\n{end}]{{0,100}})"
    return form._replace(parts=tuple(parts))


def _pattern(
    form: _Form, words: dict[str, Way | None], groups: int
) -> tuple[str, Slots]:
    text: list[str] = []
    position: dict[str, int] = {}
    number = groups
    for index, part in enumerate(form.parts):
        if index % 2 == 0:
            text.append(part)
            continue
        name = form.order[index // 2]
        if name == "word":
            part = f"({'|'.join(re.escape(word) for word in words)})"
        text.append(part)
        position[name] = number
        number += 3 if name == "time" else 1
    text.append(rf"(\[[2-6],.*\]){form.suffix}")
    raw = number
    number += 1
    for name, size in (("time", 3), ("charger", 1), ("link", 1), ("word", 1)):
        if name not in position:
            # Empty groups, so that all lines are taken apart alike.
            text.append("()" * size)
            position[name] = number
            number += size
    time = position["time"]
    slots = Slots(
        before=time,
        fraction=time + 1,
        rest=time + 2,
        charger=position["charger"],
        link=position["link"],
        word=position["word"],
        raw=raw,
    )
    return "".join(text), slots


def date_of(text: str | None) -> int | None:
    """Return the day that `Assumptions.dates` names, as `date.toordinal`."""
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        return None
