# SPDX-License-Identifier: Apache-2.0
"""Logs of OCPP over SOAP: envelopes one after the other, with or without text between.

Such a file has no frames of OCPP-J. Each message becomes the one that OCPP-J would have
for it, and keeps its XML as the original.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.batching import in_batches
from ocppdesk.logs.reading.envelopes import (
    CONVERTED,
    Envelope,
    EnvelopeError,
    read_envelope,
)
from ocppdesk.logs.reading.found import (
    LONGEST_LINE,
    Assumptions,
    Found,
    Frame,
    Inference,
    Inferences,
    Kind,
    Line,
)
from ocppdesk.logs.reading.text.times import Clock, find_stamp

_BLOCK: Final = 1 << 16
_LONGEST: Final = 1 << 22  # an envelope; one with a whole firmware file would be odd
_MOST_PENDING: Final = 10_000
_BEGIN: Final = re.compile(r"<(?P<prefix>[\w.-]{1,60}:)?Envelope(?=[\s>])")
_DECLARATION: Final = re.compile(r"<!(?:ENTITY|DOCTYPE)\b")
_OCPP: Final = re.compile(rb"urn://Ocpp/C[sp]/\d{4}", re.IGNORECASE)

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class SoapReader:
    """Reads one file of SOAP messages.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = "soap"
    title = "OCPP over SOAP (XML)"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = ""
        self._path = path
        self._assumptions = assumptions
        self._clock = Clock(zone_minutes=assumptions.zone_minutes or 0)
        self._pending: dict[str, tuple[str, str, Direction]] = {}
        self._count = 0
        self._has_times = self._has_zones = False

    def batches(self) -> Iterator[list[Found]]:
        """Read the file once, in short steps.

        Raises:
            ConversionError: If it declares XML entities.
        """
        yield from in_batches(self._found(), self._path)
        self.done = 1.0
        version = self._assumptions.version or Version.V16
        reason = "SOAP was left behind by OCPP 2.0; earlier versions are read as 1.6."
        self.inferences.version = Inference(version, reason)
        if self._has_times:
            self.inferences.zone = self._zone()

    def _zone(self) -> Inference:
        minutes = self._clock.zone_minutes
        sign = "-" if minutes < 0 else "+"
        text = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
        if self._has_zones:
            return Inference(text, "The times name their zone.", is_explicit=True)
        if self._assumptions.zone_minutes is not None:
            return Inference(text, "You said so.")
        return Inference(text, "Nothing tells the zone of the times; UTC was assumed.")

    def _found(self) -> Iterator[Found | None]:
        """Cut the file into envelopes and what stands between."""
        text, before = "", ""
        line = 1
        for part in self._texts():
            yield None
            text += part
            while (begin := _BEGIN.search(text)) is not None:
                between = text[: begin.start()]
                self._refuse_entities(between)
                line += between.count("\n")
                before = (before + between)[-LONGEST_LINE:]
                text = text[begin.start() :]
                end = f"</{begin['prefix'] or ''}Envelope>"
                length = text.find(end)
                if length < 0:
                    break
                envelope = text[: length + len(end)]
                yield self._message(envelope, line, before)
                line += envelope.count("\n")
                text, before = text[len(envelope) :], ""
            else:
                # The beginning of a tag may stand at the end.
                keep = text.rfind("<")
                cut = keep if keep >= 0 and len(text) - keep < 80 else len(text)
                self._refuse_entities(text[:cut])
                line += text.count("\n", 0, cut)
                before, text = (before + text[:cut])[-LONGEST_LINE:], text[cut:]
            if len(text) > _LONGEST:
                why = "An envelope of more than 4 MB was passed over."
                yield Line(line, Kind.UNREADABLE, text[:LONGEST_LINE], why)
                line += text.count("\n")
                text = ""
            self.lines = line
        if _BEGIN.match(text):
            why = "The message ends too early: the rest of it is missing."
            yield Line(line, Kind.UNREADABLE, text[:LONGEST_LINE], why)

    def _texts(self) -> Iterator[str]:
        size = max(1, self._path.stat().st_size)
        with self._path.open("rb") as file:
            decoder = codecs.getincrementaldecoder(_encoding(file))("replace")
            while block := file.read(_BLOCK):
                self.done = min(1.0, file.tell() / size)
                yield decoder.decode(block)
            yield decoder.decode(b"", final=True)

    def _refuse_entities(self, text: str) -> None:
        if _DECLARATION.search(text):
            raise ConversionError(
                self._path,
                "it declares XML entities, with which a small file can grow without "
                "end. Messages never do; remove the declaration, if you trust it.",
            )

    def _message(self, text: str, line: int, before: str) -> Found:
        try:
            found = read_envelope(text)
        except EnvelopeError as error:
            return Line(line, Kind.UNREADABLE, text[:LONGEST_LINE], str(error))
        message_id, charger, direction = self._pair(found)
        return Frame(
            found.raw(message_id),
            found.value(message_id),
            line,
            self._moment(before),
            direction,
            charger or self._assumptions.charger or "",
            repairs=(CONVERTED,),
            original=text,
        )

    def _pair(self, found: Envelope) -> tuple[str, str, Direction | None]:
        """Give a message its id, charger and direction, an answer those of its call."""
        if found.kind is MessageType.CALL:
            self._count += 1
            message_id = found.message_id or f"soap-{self._count}"
            if found.direction is not None:
                call = message_id, found.charger, found.direction
                # Answers without a reference are found by their action.
                self._pending[message_id] = self._pending[found.action] = call
            if len(self._pending) > _MOST_PENDING:
                self._pending.pop(next(iter(self._pending)))
            return message_id, found.charger, found.direction
        known = self._pending.pop(found.message_id or found.action, None)
        if known is None:
            return found.message_id, found.charger, found.direction
        message_id, charger, called = known
        answered = Direction.OUT if called is Direction.IN else Direction.IN
        return message_id, found.charger or charger, found.direction or answered

    def _moment(self, before: str) -> int | None:
        stamp = find_stamp(before)
        if stamp is None:
            return None
        self._has_times = True
        self._has_zones = self._has_zones or stamp.offset is not None
        return self._clock.moment(stamp)


class SoapFormat:
    """Files of SOAP messages."""

    name = SoapReader.name
    title = SoapReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        head = head.replace(b"\0", b"")  # UTF-16, near enough
        if b"Envelope" not in head:
            return 0.0
        return 0.95 if _OCPP.search(head) else 0.3

    def reader(self, path: Path, assumptions: Assumptions) -> SoapReader:
        """Make ready to read one."""
        return SoapReader(path, assumptions)


def _encoding(file: BinaryIO) -> str:
    begins = file.read(3)
    file.seek(0)
    return "utf-16" if begins[:2] in _UTF16 else "utf-8-sig"
