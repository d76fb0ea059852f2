# SPDX-License-Identifier: Apache-2.0
"""What tshark prints of a packet capture: `-V` (text), `-T json` and `-T ek`."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.batching import in_batches
from ocppdesk.logs.reading.found import (
    LONGEST_LINE,
    Assumptions,
    Found,
    Frame,
    Inference,
    Inferences,
    Kind,
    Line,
    LinkEvent,
)
from ocppdesk.logs.reading.json_values import JsonValues
from ocppdesk.logs.reading.moments import instant_of
from ocppdesk.logs.reading.tables import encoding_of
from ocppdesk.logs.reading.text.conclude import Conclusions
from ocppdesk.logs.reading.text.scanner import scan_cell
from ocppdesk.logs.reading.text.times import Clock

_ADVICE: Final = (
    "tshark printed no WebSocket messages. Open the capture itself (pcapng): it has "
    "all of every message. Encrypted connections (wss) stay closed to both."
)
_LONGEST: Final = 1 << 22  # characters of a line
_DEEPEST: Final = 100
_PACKET: Final = re.compile(r"Frame (\d+): \d+ bytes on wire")
_TIME: Final = re.compile(r"\s+(?:Arrival|Epoch(?: Arrival)?) Time: (.+?)\s*\Z")
_ENDS: Final = re.compile(
    r"Internet Protocol Version [46],.*?Src: (?:\S+ \()?([\da-fA-F.:]+)"
    r".*?Dst: (?:\S+ \()?([\da-fA-F.:]+)"
)
_PORTS: Final = re.compile(
    r"Transmission Control Protocol, Src Port: (?:\S+ \()?(\d+).*?"
    r"Dst Port: (?:\S+ \()?(\d+)"
)
_TEXT: Final = re.compile(r"\s+(?:Text|Payload)(?: \[(?:truncated|…|\.\.\.)\])?: ?(.*)")
_MASK: Final = re.compile(r"\s+[01][. ]+= Mask: (True|False)")
_GET: Final = re.compile(r"\s*GET (/\S{0,500}) HTTP/1")
_PROTOCOL: Final = re.compile(r"\s*Sec-WebSocket-Protocol: ([\w., -]{1,100})", re.I)
_STATUS: Final = re.compile(r"\s*HTTP/1\.1 (\d{3}[^\\\r\n]{0,60})")


@dataclass(slots=True)
class _Printed:
    """What is printed of one packet."""

    number: int
    at: int | None = None
    ends: tuple[str, str] = ("", "")
    ports: tuple[str, str] = ("", "")
    texts: list[str] = field(default_factory=list)
    is_masked: bool | None = None
    path: str | None = None
    protocol: str = ""
    status: str = ""

    @property
    def source(self) -> str:
        return f"{self.ends[0]}:{self.ports[0]}" if self.ports[0] else ""

    @property
    def target(self) -> str:
        return f"{self.ends[1]}:{self.ports[1]}" if self.ports[1] else ""


class TsharkReader:
    """Reads one printed capture.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = "tshark"
    title = "tshark (-V, -T json)"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = _ADVICE
        self._path = path
        self._assumptions = assumptions
        self._clock = Clock(zone_minutes=assumptions.zone_minutes or 0)
        self._chargers: dict[str, str] = {}
        self._conclusions = Conclusions(assumptions)
        self._has_times = False

    def batches(self) -> Iterator[list[Found]]:
        """Read the file once, in short steps."""
        yield from in_batches(self._found(), self._path)
        self.done = 1.0
        self.inferences.version = self._conclusions.inferences().version
        if self._has_times:
            reason = "tshark prints the time of UTC, or names the offset."
            self.inferences.zone = Inference("+00:00", reason, is_explicit=True)

    def _found(self) -> Iterator[Found | None]:
        size = max(1, self._path.stat().st_size)
        with self._path.open("rb") as file:
            head = file.read(1 << 16)
            file.seek(0)
            text = io.TextIOWrapper(file, encoding_of(head), "replace")
            is_json = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{")
            for packet in self._json(text) if is_json else self._verbose(text):
                self.done = min(1.0, file.tell() / size)
                yield None
                if packet is not None:
                    yield from self._packet(packet)

    def _verbose(self, text: io.TextIOWrapper) -> Iterator[_Printed | None]:
        packet: _Printed | None = None
        while line := text.readline(_LONGEST):
            self.lines += 1
            yield None
            match = _PACKET.match(line)
            if match:
                yield packet
                packet = _Printed(int(match[1]))
            elif packet is not None:
                self._printed(packet, line.rstrip("\r\n"))
        yield packet

    def _printed(self, packet: _Printed, line: str) -> None:
        if match := _TEXT.match(line):
            if "[" in match[1]:
                packet.texts.append(match[1])
        elif match := _MASK.match(line):
            packet.is_masked = match[1] == "True"
        elif match := _TIME.match(line):
            packet.at = self._moment(match[1]) or packet.at
        elif match := _ENDS.match(line):
            packet.ends = match[1], match[2]
        elif match := _PORTS.match(line):
            packet.ports = match[1], match[2]
        elif match := _GET.match(line):
            packet.path = match[1]
        elif match := _PROTOCOL.match(line):
            packet.protocol = match[1].strip()
        elif match := _STATUS.match(line):
            packet.status = match[1].strip()
        elif line.startswith("    [") and packet.texts:
            # Line-based text data has the message once more, perhaps with its end.
            packet.texts.append(line.strip())

    def _json(self, text: io.TextIOWrapper) -> Iterator[_Printed | None]:
        values = JsonValues(text)
        for element in values.elements():
            self.lines = values.line
            if element is None or element.why:
                yield None
                continue
            packet = _Printed(element.number)
            # One packet may have several WebSocket frames, all under the same key.
            pairs = json.loads(element.text, object_pairs_hook=list)
            self._gather(packet, pairs, "", depth=0)
            yield packet

    def _gather(self, packet: _Printed, value: Any, key: str, *, depth: int) -> None:
        if isinstance(value, list) and depth < _DEEPEST:
            for each in value:
                if isinstance(each, tuple):
                    self._gather(packet, each[1], str(each[0]), depth=depth + 1)
                    if "[" in each[0] and each[0].lstrip()[:1] == "[":
                        packet.texts.append(each[0])
                    if match := _GET.match(each[0]):
                        packet.path = match[1]
                else:
                    self._gather(packet, each, key, depth=depth + 1)
        elif isinstance(value, str):
            self._field(packet, key.replace("_", "."), value)

    def _field(self, packet: _Printed, name: str, value: str) -> None:
        if value.lstrip()[:1] == "[":
            packet.texts.append(value)
        elif name.endswith("frame.number") and value.isdigit():
            packet.number = int(value)
        elif name.endswith("frame.time.epoch"):
            packet.at = self._moment(value) or packet.at
        elif name.endswith("websocket.mask"):
            packet.is_masked = value in ("1", "True", "true")
        elif name.endswith(("ip.src", "ipv6.src")):
            packet.ends = value, packet.ends[1]
        elif name.endswith(("ip.dst", "ipv6.dst")):
            packet.ends = packet.ends[0], value
        elif name.endswith("tcp.srcport"):
            packet.ports = value, packet.ports[1]
        elif name.endswith("tcp.dstport"):
            packet.ports = packet.ports[0], value
        elif name.endswith("http.request.uri"):
            packet.path = value
        elif name.endswith("sec.websocket.protocol"):
            packet.protocol = value
        elif name.endswith("http.response.code"):
            packet.status = value

    def _moment(self, text: str) -> int | None:
        instant = instant_of(text)
        return None if instant is None else instant.moment(self._clock)

    def _packet(self, packet: _Printed) -> Iterator[Found]:
        self._has_times = self._has_times or packet.at is not None
        if packet.path is not None:
            name = packet.path.partition("?")[0].rstrip("/").rpartition("/")[2]
            self._chargers[packet.source] = unquote(name)
        if packet.status.startswith("101"):
            charger = self._charger(packet.target)
            self._conclusions.state_version(packet.protocol)
            text = f"The charger opened a WebSocket {packet.protocol}".rstrip() + "."
            yield LinkEvent(
                packet.number, packet.at, charger, True, text, packet.target
            )
        yield from self._frames(packet)

    def _frames(self, packet: _Printed) -> Iterator[Frame | Line]:
        direction, link = None, packet.source
        if packet.is_masked is not None:
            direction = Direction.IN if packet.is_masked else Direction.OUT
            link = packet.source if packet.is_masked else packet.target
        found: list[Frame] = []
        for text in packet.texts:
            frames = scan_cell(
                text,
                line=packet.number,
                at=packet.at,
                direction=direction,
                charger=self._charger(link),
                link=link,
            )
            for frame in frames:
                _put(found, frame)
        if packet.texts and not found:
            text = packet.texts[0][:LONGEST_LINE]
            why = "The text of this packet is no message."
            yield Line(packet.number, Kind.UNREADABLE, text, why)
        for frame in found:
            self.advice = ""
            self._conclusions.learn(frame)
            yield frame

    def _charger(self, link: str) -> str:
        return self._chargers.get(link) or self._assumptions.charger or ""


def _put(frames: list[Frame], frame: Frame) -> None:
    """Add a frame to those of a packet; what is printed twice may be cut off once."""
    for position, known in enumerate(frames):
        if known.raw.startswith(frame.raw):
            return
        if frame.raw.startswith(known.raw):
            frames[position] = frame
            return
    frames.append(frame)


class TsharkFormat:
    """Printed captures."""

    name = TsharkReader.name
    title = TsharkReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        if b"bytes on wire" in head and _VERBOSE.search(head):
            return 0.97
        is_layered = b'"layers"' in head and b'"_source"' in head
        is_bulk = b'"layers"' in head and b'"frame_frame_' in head
        return 0.97 if is_layered or is_bulk else 0.0

    def reader(self, path: Path, assumptions: Assumptions) -> TsharkReader:
        """Make ready to read one."""
        return TsharkReader(path, assumptions)


_VERBOSE: Final = re.compile(rb"(?m)^Frame \d+: \d+ bytes on wire")
