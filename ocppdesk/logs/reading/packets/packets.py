# SPDX-License-Identifier: Apache-2.0
"""Frames in packet captures (pcap, pcapng) of WebSockets without encryption."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import orjson

from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import SUBPROTOCOLS
from ocppdesk.logs.errors import ConversionError
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
    State,
)
from ocppdesk.logs.reading.packets.conversations import (
    Event,
    Goodbye,
    HalfConversation,
    Handshake,
    Message,
    Trouble,
)
from ocppdesk.logs.reading.packets.files import (
    DamagedError,
    Packet,
    is_capture,
    read_packets,
)
from ocppdesk.logs.reading.packets.segments import (
    Endpoint,
    Segment,
    endpoint_text,
    segment_of,
)
from ocppdesk.logs.reading.packets.streams import Stream
from ocppdesk.logs.reading.text.conclude import Conclusions
from ocppdesk.logs.reading.text.matching import is_frame

_MOST_CONVERSATIONS: Final = 20_000  # at a time; the oldest is forgotten

_NOISE: Final = (
    "The WebSocket carries bytes that are no text. Chargers of Blink scramble their "
    "messages (XOR) in this way."
)
_ADVICE: Final = (
    "The capture has no WebSocket messages that can be read. Encrypted connections "
    "(wss) stay closed to it: capture where they are decrypted, as between a proxy and "
    "the CSMS, or let the charger connect without encryption (ws) for the test."
)


@dataclass(slots=True)
class _Side:
    stream: Stream
    half: HalfConversation


@dataclass(slots=True)
class _Conversation:
    """One TCP connection; the client is the charger."""

    client: Endpoint
    link: str
    sides: dict[bool, _Side]
    charger: str = ""
    path: str = ""
    is_open: bool = False
    has_handshake: bool = False
    speaks_ocpp: bool = False
    opened: LinkEvent | None = None
    told: set[Trouble] = field(default_factory=set)


class PacketReader:
    """Reads one packet capture.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = "packets"
    title = "Packet capture (pcap, pcapng)"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = _ADVICE
        self._path = path
        self._assumptions = assumptions
        self._conversations: dict[frozenset[Endpoint], _Conversation] = {}
        self._versions: Counter[str] = Counter()
        self._conclusions = Conclusions(assumptions)
        self._at: int | None = None

    def batches(self) -> Iterator[list[Found]]:
        """Read the file once, in short steps.

        Raises:
            ConversionError: If it is no packet capture.
        """
        yield from in_batches(self._found(), self._path)
        self.done = 1.0
        self._conclude()

    def _found(self) -> Iterator[Found | None]:
        size = max(1, self._path.stat().st_size)
        with self._path.open("rb") as file:
            if not is_capture(file.read(12)):
                raise ConversionError(self._path, "it is no packet capture.")
            file.seek(0)
            try:
                for packet in read_packets(file):
                    self.lines += 1
                    self.done = min(1.0, file.tell() / size)
                    yield None
                    yield from self._packet(packet)
            except DamagedError as error:
                why = f"{error} What came before it was read."
                yield Line(self.lines + 1, Kind.UNREADABLE, "", why)
        for conversation in self._conversations.values():
            yield from self._finish(conversation)

    def _packet(self, packet: Packet) -> Iterator[Found]:
        self._at = packet.at
        segment = segment_of(packet.link_type, packet.data)
        if segment is None:
            return
        key = frozenset((segment.source, segment.target))
        conversation = self._conversations.get(key)
        is_new = segment.is_first and not segment.is_answer
        if conversation is None or (is_new and conversation.has_handshake):
            # A port that is used again: the old connection has ended.
            if conversation is not None:
                yield from self._finish(conversation)
            conversation = self._conversations[key] = _begin(segment)
            if len(self._conversations) > _MOST_CONVERSATIONS:
                oldest = self._conversations.pop(next(iter(self._conversations)))
                yield from self._finish(oldest)
        is_client = segment.source == conversation.client
        side = conversation.sides[is_client]
        if segment.is_first:
            side.stream.begin(segment.number)
        if not side.half.is_dead:
            for data in side.stream.feed(segment.number, segment.data, segment.missing):
                yield from self._data(conversation, data, is_client=is_client)
        if segment.is_abort or segment.is_last:
            yield from self._end(conversation, segment, is_client=is_client)

    def _data(
        self, conversation: _Conversation, data: bytes | None, *, is_client: bool
    ) -> Iterator[Found]:
        half = conversation.sides[is_client].half
        for event in half.gap() if data is None else half.feed(data):
            yield from self._event(conversation, event, is_client=is_client)

    def _event(
        self, conversation: _Conversation, event: Event, *, is_client: bool
    ) -> Iterator[Found]:
        match event:
            case Handshake():
                yield from self._handshake(conversation, event, is_client=is_client)
            case Message():
                yield from self._message(conversation, event, is_client=is_client)
            case Goodbye() if conversation.is_open and conversation.speaks_ocpp:
                conversation.is_open = False
                who = "charger" if is_client else "CSMS"
                code = "" if event.code is None else f" with code {event.code}"
                reason = f": {event.reason}" if event.reason else ""
                text = f"The {who} closed the WebSocket{code}{reason}."
                yield self._link(conversation, text, is_opened=False)
            case Trouble():
                yield from self._trouble(conversation, event)

    def _handshake(
        self, conversation: _Conversation, found: Handshake, *, is_client: bool
    ) -> Iterator[Found]:
        if is_client:
            conversation.has_handshake = True
            words = found.first_line.split(" ")
            conversation.path = words[1] if len(words) > 1 else ""
            path = conversation.path.partition("?")[0].rstrip("/")
            conversation.charger = unquote(path.rpartition("/")[2])
            return
        conversation.has_handshake = True
        status = found.first_line.partition(" ")[2]
        if not status.startswith("101"):
            text = f"The CSMS answered the handshake for {conversation.path}: {status}."
            yield self._link(conversation, text, is_opened=False)
            return
        client = conversation.sides[True].half
        client.agree(found.headers.get("sec-websocket-extensions", ""))
        conversation.is_open = True
        protocol = found.headers.get("sec-websocket-protocol", "")
        if protocol in SUBPROTOCOLS:
            self._versions[SUBPROTOCOLS[protocol]] += 1
        spoken = f", {protocol}" if protocol else ", without a sub-protocol"
        text = f"The charger opened {conversation.path}{spoken}."
        conversation.opened = self._link(conversation, text, is_opened=True)
        if protocol.lower().startswith("ocpp"):
            yield from self._know(conversation)

    def _know(self, conversation: _Conversation) -> Iterator[Found]:
        """Take a connection for one of OCPP from now on."""
        conversation.speaks_ocpp = True
        if conversation.opened is not None:
            yield conversation.opened
            conversation.opened = None

    def _message(
        self, conversation: _Conversation, message: Message, *, is_client: bool
    ) -> Iterator[Found]:
        try:
            text = message.data.decode()
        except UnicodeDecodeError:
            noise = message.data[: LONGEST_LINE // 2].hex()
            yield Line(self.lines, Kind.UNREADABLE, noise, _NOISE)
            return
        value = _value(text)
        if value is not None and len(value) > 1 and type(value[0]) is int:
            self.advice = ""
            yield from self._know(conversation)
        elif not conversation.speaks_ocpp:
            # A WebSocket about something else, or bytes that only look like frames.
            yield Line(self.lines, Kind.OTHER, text[:LONGEST_LINE])
            return
        frame = Frame(
            text,
            value,
            self.lines,
            self._at,
            Direction.IN if is_client else Direction.OUT,
            conversation.charger or self._assumptions.charger or "",
            State.COMPLETE if is_frame(value) else State.MALFORMED,
            link=conversation.link,
        )
        if frame.state is State.COMPLETE:
            self._conclusions.learn(frame)
        else:
            frame = frame._replace(value=None)
        yield frame

    def _trouble(
        self, conversation: _Conversation, trouble: Trouble
    ) -> Iterator[Found]:
        if trouble in conversation.told and trouble is not Trouble.GAP:
            return
        conversation.told.add(trouble)
        if trouble in (Trouble.ENCRYPTED, Trouble.FOREIGN):
            if len(conversation.told) == 1:
                text = f"TCP connection of {conversation.link}: {trouble}"
                yield Line(self.lines, Kind.OTHER, text)
        elif conversation.speaks_ocpp:
            text = f"WebSocket of {conversation.link}"
            yield Line(self.lines, Kind.UNREADABLE, text, trouble)

    def _end(
        self, conversation: _Conversation, segment: Segment, *, is_client: bool
    ) -> Iterator[Found]:
        who = "charger" if is_client else "CSMS"
        if conversation.is_open and conversation.speaks_ocpp:
            conversation.is_open = False
            how = "reset" if segment.is_abort else "ended"
            text = f"The {who} {how} the TCP connection without a close frame."
            yield self._link(conversation, text, is_opened=False)

    def _finish(self, conversation: _Conversation) -> Iterator[Found]:
        for is_client, side in conversation.sides.items():
            for data in side.stream.finish():
                yield from self._data(conversation, data, is_client=is_client)

    def _link(
        self, conversation: _Conversation, text: str, *, is_opened: bool
    ) -> LinkEvent:
        charger = conversation.charger or self._assumptions.charger or ""
        return LinkEvent(
            self.lines, self._at, charger, is_opened, text, conversation.link
        )

    def _conclude(self) -> None:
        self.inferences.zone = Inference(
            "+00:00", "A packet capture has the time of UTC.", is_explicit=True
        )
        if self._assumptions.version is None and self._versions:
            version, count = self._versions.most_common(1)[0]
            reason = f"{count} of {self._versions.total()} handshakes agreed on it."
            if len(self._versions) == 1:
                reason = "It was agreed on in the handshake."
            self.inferences.version = Inference(version, reason, is_explicit=True)
        else:
            self.inferences.version = self._conclusions.inferences().version


class PacketFormat:
    """Packet captures."""

    name = PacketReader.name
    title = PacketReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        return 1.0 if is_capture(head) else 0.0

    def reader(self, path: Path, assumptions: Assumptions) -> PacketReader:
        """Make ready to read one."""
        return PacketReader(path, assumptions)


def _begin(segment: Segment) -> _Conversation:
    is_answer = segment.is_first and segment.is_answer
    begins = segment.data[:4]
    # Who asked is who sent the SYN, else who speaks as a client does. Frames of clients
    # are masked; and servers have the lower port.
    if segment.is_first:
        is_client = not is_answer
    elif begins in (b"GET ", b"HTTP"):
        is_client = begins == b"GET "
    elif len(begins) > 1 and begins[0] & 0xBF in (0x81, 0x88, 0x89, 0x8A):
        is_client = bool(begins[1] & 0x80)
    else:
        is_client = segment.source[1] > segment.target[1]
    client = segment.source if is_client else segment.target
    sides = {
        which: _Side(Stream(), HalfConversation(is_client=which))
        for which in (True, False)
    }
    return _Conversation(client, endpoint_text(client), sides)


def _value(text: str) -> list[object] | None:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return value if type(value) is list else None
