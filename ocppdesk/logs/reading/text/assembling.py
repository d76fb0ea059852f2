# SPDX-License-Identifier: Apache-2.0
"""Making frames, events and lines of the text of a file, by its layout.

Lines that are made like most go the fast way: one pattern for a block of lines, its
groups are the parts of the frames. All others go the way of `lines`.
"""

from collections import deque
from itertools import chain, islice
from typing import Final

from ocppdesk.logs.reading.found import (
    LONGEST_LINE,
    Found,
    Frame,
    Kind,
    Line,
    LinkEvent,
)
from ocppdesk.logs.reading.text.conclude import Conclusions, head_of
from ocppdesk.logs.reading.text.directions import Way, direction_of
from ocppdesk.logs.reading.text.fast import (
    Moments,
    Row,
    frames_of,
    micros_of,
    value_of,
)
from ocppdesk.logs.reading.text.identities import told_by
from ocppdesk.logs.reading.text.layout import Layout
from ocppdesk.logs.reading.text.lines import LineScan, Plain, Seen
from ocppdesk.logs.reading.text.matching import ODD_START
from ocppdesk.logs.reading.text.times import find_stamp
from ocppdesk.logs.reading.text.twins import WITHIN, find_twin

_MANY: Final = 8  # lines for which it is worth while to be fast
_KEPT: Final = 80  # frames that are looked through for a twin
_HELD_LINES: Final = 60
_LONGEST_TOLD: Final = 4000
_QUOTED: Final = "The frame is quoted here; it was sent or received before."


class Assembler:
    """Makes what is found of text that follows each other.

    Args:
        layout: How the lines of the file are made.
        conclusions: What its frames tell.
    """

    def __init__(self, layout: Layout, conclusions: Conclusions) -> None:
        self.layout = layout
        self.lines = 0
        """How many lines were read."""
        self._conclusions = conclusions
        self._clock = layout.clock
        self._scan = LineScan(layout.boundary, layout.slot)
        self._pending: list[str] = []
        self._pending_line = 1
        self._out: list[Found] = []
        self._tail: deque[Found] = deque(maxlen=_KEPT)
        self._held: list[tuple[int, Frame]] = []
        self._charger = layout.charger
        self._moments = Moments(self._moment)
        self._directions = [
            {
                word: direction_of(self._way(way), layout.view)
                for word, way in template.ways.items()
            }
            for template in layout.templates
        ]
        self._block = ""
        self._block_lines: list[str] = []

    def take(self) -> list[Found]:
        """Return what was found and is sure, once."""
        count = self._held[0][0] if self._held else len(self._out)
        taken = self._out[:count]
        del self._out[:count]
        self._held = [(index - count, frame) for index, frame in self._held]
        self._tail.extend(taken[-_KEPT:])
        return taken

    def feed(self, text: str) -> None:
        """Take the next whole lines."""
        if self.layout.lines is None:
            if not self._pending:
                self._pending_line = self.lines + 1
            self._pending.append(text.removesuffix("\n"))
            self.lines += text.count("\n")
        else:
            self._read_alike(text)
        self._read_pending(is_last=False)

    def finish(self) -> None:
        """Take note that nothing follows."""
        self._read_pending(is_last=True)
        self._held = []

    def _read_alike(self, text: str) -> None:
        """Read lines, fast where many that follow each other are made alike."""
        layout = self.layout
        if layout.lines is None:
            return
        rows = layout.lines.findall(text)
        first = layout.templates[0]
        raws = [row[first.slots.raw] for row in rows]
        position, total = 0, len(rows)
        while position < total:
            # Lines one by one, up to where enough of them are made like the first.
            stop = end = position
            while stop < total:
                end = _next_gap(raws, stop)
                if end - stop >= _MANY and not self._asks:
                    break
                stop = end + 1
            stop = min(stop, total)
            self._read_rows(rows[position:stop], text, position)
            position = stop
            if position < total:
                self._read_many(rows[position:end], text, position)
                position = end

    def _read_many(self, rows: list[Row], text: str, index: int) -> None:
        """Read lines that are made like the first with a frame."""
        self._read_pending(is_last=True)
        template = self.layout.templates[0]
        frames = frames_of(
            rows,
            template.slots,
            number=self.lines + 1,
            moments=self._moments,
            directions=self._directions[0],
            charger=self._charger,
        )
        if frames is None or self._asks:
            self._read_rows(rows, text, index)
            return
        self._out += frames
        self.lines += len(rows)

    def _read_rows(self, rows: list[Row], text: str, index: int) -> None:
        """Read lines one by one."""
        templates = self.layout.templates
        for row in rows:
            self.lines += 1
            index += 1
            which = next((i for i, t in enumerate(templates) if row[t.slots.raw]), None)
            value = None
            if which is not None:
                slots = templates[which].slots
                value = value_of(row[slots.raw])
            if which is None or value is None:
                if not self._pending:
                    self._pending_line = self.lines
                self._pending.append(row[-1] or self._line(text, index))
                continue
            self._read_pending(is_last=True)
            base = self._moments.at(row[slots.before], row[slots.rest])
            word = row[slots.word]
            frame = Frame(
                row[slots.raw],
                value,
                self.lines,
                None if base is None else base + micros_of(row[slots.fraction]),
                self._directions[which][word],
                row[slots.charger] or self._charger,
                link=row[slots.link],
            )
            if self._asks:
                self._add(frame, templates[which].ways[word])
            else:
                self._out.append(frame)

    @property
    def _asks(self) -> bool:
        """Whether each frame has to be looked at, not only its line."""
        layout = self.layout
        return bool(self._held) or layout.habits.has_both_ends or layout.is_wordless

    def _way(self, way: Way | None) -> Way | None:
        """Return what words say, unless sender and receiver both log."""
        relative = way in (Way.SENT, Way.RECEIVED)
        return None if relative and self.layout.habits.has_both_ends else way

    def _moment(self, text: str) -> int | None:
        stamp = find_stamp(text) if text else None
        return self._clock.moment(stamp) if stamp is not None else None

    def _line(self, text: str, index: int) -> str:
        """Return a line of a block; the block is taken apart once."""
        if self._block is not text or not self._block_lines:
            self._block, self._block_lines = text, text.split("\n")
        return self._block_lines[index - 1]

    def _read_pending(self, *, is_last: bool) -> None:
        """Read the lines that are made otherwise."""
        if not self._pending:
            if is_last and self._scan.is_waiting:
                self._read_rest("", self._pending_line, is_last=True)
            return
        self._moments.forget()
        text = "\n".join(self._pending)
        self._pending.clear()
        self._read_rest(f"{text}\n", self._pending_line, is_last=is_last)

    def _read_rest(self, text: str, line: int, *, is_last: bool) -> None:
        scan = self._scan
        for item in scan.read(text, line, is_last=is_last):
            if isinstance(item, Plain):
                self._plain(item)
            else:
                self._seen(item)
        if not is_last and scan.rest < len(text):
            self._pending.append(text[scan.rest :].removesuffix("\n"))
            self._pending_line = scan.rest_line

    def _plain(self, plain: Plain) -> None:
        """Add a line without a frame, or what it tells of a connection."""
        line, text = plain
        if self.layout.needs_date:
            stamp = find_stamp(text[:200])
            if stamp is not None and stamp.month is not None:
                self._clock.moment(stamp)
        told = told_by(text) if len(text) < _LONGEST_TOLD else None
        if told is not None:
            if told.charger and not self.layout.is_charger_assumed:
                self._charger = told.charger
            charger = told.charger or self._charger
            if told.is_opened is not None and charger:
                at = self._moment(text[:200])
                said = text.strip()[:LONGEST_LINE]
                is_opened, link = told.is_opened, told.link
                self._out.append(LinkEvent(line, at, charger, is_opened, said, link))
                return
        self._out.append(_line_of(line, text))

    def _seen(self, seen: Seen) -> None:
        """Add a frame that was found in any text, or what became of it."""
        index = len(self._out)
        self._frame(seen)
        if seen.above is not None and not isinstance(self._out[index], Frame):
            # The line above speaks of no frame of its own, then.
            self._out.insert(index, _line_of(*seen.above))

    def _frame(self, seen: Seen) -> None:
        piece, prefix = seen.piece, seen.prefix
        stamp, words = prefix.stamp, prefix.words
        at = self._clock.moment(stamp) if stamp is not None else None
        way = words.way if words is not None else None
        frame = Frame(
            piece.raw,
            piece.value,
            seen.line,
            at,
            direction_of(self._way(way), self.layout.view),
            prefix.charger_name or self._charger,
            piece.state,
            piece.repairs,
            piece.original,
            prefix.link_name,
        )
        if prefix.is_echo:
            self._add_duplicate(frame, prefix.text, _QUOTED, self._twin(frame))
            return
        if piece.value is None and not head_of(frame)[1] and words is None:
            self._out.append(_line_of(seen.line, prefix.text + piece.raw))
            return
        self._add(frame, way, source=prefix.source, before=prefix.text)

    def _add(
        self, frame: Frame, way: Way | None, *, source: str = "", before: str = ""
    ) -> None:
        """Add a frame, unless it is there already."""
        direction = self._conclusions.direction(frame, self._way(way))
        if direction is not frame.direction:
            frame = frame._replace(direction=direction)
        habits = self.layout.habits
        is_secondary = bool(source) and habits.is_secondary(source)
        if is_secondary or habits.has_both_ends:
            twin = self._twin(frame)
            if twin is not None:
                why = f"The same frame is logged on line {twin.line}, too."
                self._add_duplicate(frame, before, why, twin)
                return
        if is_secondary:
            self._held.append((len(self._out), frame))
        elif self._held:
            self._release(frame)
        self._out.append(frame)

    def _release(self, frame: Frame) -> None:
        """Decide about frames whose twin may be this one, or may not come at all."""
        kept = []
        for index, held in self._held:
            if find_twin(frame, (held,)) is not None:
                why = f"The same frame is logged on line {frame.line}, too."
                self._out[index] = _duplicate(held, "", why, frame)
                continue
            is_late = frame.line - held.line > _HELD_LINES or (
                frame.at is not None
                and held.at is not None
                and frame.at - held.at > WITHIN
            )
            if not is_late:
                kept.append((index, held))
        self._held = kept

    def _twin(self, frame: Frame) -> Frame | None:
        held = {id(one) for _index, one in self._held}
        recent = chain(islice(reversed(self._out), _KEPT), reversed(self._tail))
        return find_twin(frame, (found for found in recent if id(found) not in held))

    def _add_duplicate(
        self, frame: Frame, before: str, why: str, twin: Frame | None
    ) -> None:
        self._out.append(_duplicate(frame, before, why, twin))


def _next_gap(raws: list[str], start: int) -> int:
    """Return the index of the next line that is not made like the first."""
    try:
        return raws.index("", start)
    except ValueError:
        return len(raws)


def _duplicate(frame: Frame, before: str, why: str, twin: Frame | None) -> Line:
    text = f"{before[-LONGEST_LINE:]}{frame.original or frame.raw}"[:LONGEST_LINE]
    number = twin.line if twin is not None else None
    return Line(frame.line, Kind.DUPLICATE, text, why, number)


def _line_of(line: int, text: str) -> Line:
    if '"' in text and "[" in text and len(text) < _LONGEST_TOLD:
        match = ODD_START.search(text)
        if match is not None and match[1] not in ("2", "3", "4", "5", "6"):
            why = f"OCPP has no message type {match[1]}."
            return Line(line, Kind.UNREADABLE, text[:LONGEST_LINE], why)
    return Line(line, Kind.OTHER, text[:LONGEST_LINE])
