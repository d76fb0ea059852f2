# SPDX-License-Identifier: Apache-2.0
"""The WebSocket in a TCP connection: its handshake, its messages, its end.

RFC 6455; compression is RFC 7692. The `websockets` library reads the frames.
"""

import enum
import struct
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from websockets.exceptions import PayloadTooBig, ProtocolError
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Close, Frame, Opcode
from websockets.streams import StreamReader

_LONGEST_HEAD: Final = 1 << 16
_LONGEST_MESSAGE: Final = 1 << 24  # an OCPP message of more than 16 MB is none
_END: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Handshake:
    """A request for a WebSocket, or the answer to one."""

    first_line: str
    """The line before the headers."""
    headers: dict[str, str]
    """The headers, names in lower case; repeated ones are joined by commas."""

    @property
    def is_upgrade(self) -> bool:
        """Whether it is about a WebSocket."""
        return "websocket" in self.headers.get("upgrade", "").lower()


class Trouble(enum.StrEnum):
    """Why a direction of a connection cannot be read further."""

    ENCRYPTED = "It is encrypted (TLS)."
    FOREIGN = "It is no WebSocket."
    GAP = "Packets are missing in the capture."
    BROKEN = "Its bytes are no WebSocket frames."
    COMPRESSED = (
        "It is compressed, and the capture has not all of what is needed to undo that."
    )
    TOO_LONG = "A message is longer than 16 MB."


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a WebSocket."""

    data: bytes
    """Its bytes, not compressed."""
    is_text: bool
    """Whether its sender calls it text."""


@dataclass(frozen=True, slots=True)
class Goodbye:
    """A close frame."""

    code: int | None
    """Why, as RFC 6455 section 7.4 numbers it; None if it does not say."""
    reason: str
    """Why, in words; mostly empty."""


Event = Handshake | Message | Goodbye | Trouble


class HalfConversation:
    """Reads what one side says.

    Feed it bytes in their order, or `gap` where some are missing. After a `Trouble`
    that ends it nothing more comes; after `GAP` and `COMPRESSED` it goes on.

    Args:
        is_client: Whether this side asked for the connection; its frames are masked.
    """

    def __init__(self, *, is_client: bool) -> None:
        self.is_dead = False
        self._is_client = is_client
        self._head = bytearray()
        self._is_open = False
        self._reader = StreamReader()
        self._parsing: Generator[None, None, Frame] | None = None
        self._extensions: list[Extension] = []
        self._is_lost = False
        self._is_whole = False
        self._parts = bytearray()
        self._is_text = True

    def agree(self, extensions: str) -> None:
        """Read WebSocket frames from now on.

        Args:
            extensions: The extensions that the server named in its answer.
        """
        self._is_open = self._is_whole = True
        self._extensions = _deflate(extensions, is_client=self._is_client)

    def feed(self, data: bytes) -> list[Event]:
        """Take the next bytes."""
        if self.is_dead:
            return []
        if self._is_open:
            return self._frames(data)
        self._head += data
        return self._handshake()

    def gap(self) -> list[Event]:
        """Hear that bytes are missing here."""
        if self.is_dead:
            return []
        if not self._is_open:
            self.is_dead = bool(self._head)
            return [Trouble.GAP] if self.is_dead else []
        self._restart()
        self._is_whole = False
        self._is_lost = True
        return [Trouble.GAP]

    def _restart(self) -> None:
        self._reader = StreamReader()
        self._parsing = None
        self._parts = bytearray()

    def _handshake(self) -> list[Event]:
        head = bytes(self._head)
        if head.startswith((b"\x16\x03", b"\x17\x03", b"\x15\x03", b"\x14\x03")):
            return self._dies(Trouble.ENCRYPTED)
        if not head.startswith(b"GET " if self._is_client else b"HTTP/1."):
            return self._from_the_middle(head)
        end = head.find(_END)
        if end < 0:
            if len(head) > _LONGEST_HEAD:
                return self._dies(Trouble.FOREIGN)
            return []
        found = _handshake_of(head[:end])
        if self._is_client and not found.is_upgrade:
            return self._dies(Trouble.FOREIGN)
        self._head = bytearray()
        rest = head[end + len(_END) :]
        if self._is_client:
            # Frames follow when it has the answer; `agree` is called before, unless the
            # capture lacks the answer.
            self._is_open = True
            self._extensions = _deflate("permessage-deflate", is_client=True)
            return [found, *(self._frames(rest) if rest else [])]
        if " 101 " not in f"{found.first_line} ":
            return [found, *self._dies(Trouble.FOREIGN)]
        self.agree(found.headers.get("sec-websocket-extensions", ""))
        return [found, *(self._frames(rest) if rest else [])]

    def _from_the_middle(self, head: bytes) -> list[Event]:
        """Read frames of a connection that is older than the capture."""
        if len(head) < 2:
            return []
        if not self._is_likely(head):
            return self._dies(Trouble.FOREIGN)
        self._is_open = True
        self._extensions = _deflate("permessage-deflate", is_client=self._is_client)
        self._head = bytearray()
        return self._frames(head)

    def _is_likely(self, data: bytes) -> bool:
        """Tell whether a segment can begin with a frame."""
        return (
            len(data) > 1
            and data[0] & 0x0F in (1, 2, 8, 9, 10)
            and not data[0] & 0x30
            and data[1] & 0x7F < 127
            and bool(data[1] & 0x80) == self._is_client
        )

    def _frames(self, data: bytes) -> list[Event]:
        if self._is_lost and not self._is_likely(data):
            return []
        self._is_lost = False
        self._reader.feed_data(data)
        events: list[Event] = []
        while not self.is_dead:
            if self._parsing is None:
                self._parsing = Frame.parse(
                    self._reader.read_exact,
                    mask=self._is_client,
                    max_size=_LONGEST_MESSAGE,
                    extensions=self._extensions,
                )
            try:
                next(self._parsing)
            except StopIteration as stop:
                self._parsing = None
                events += self._frame(stop.value)
            except PayloadTooBig:
                events += self._dies(Trouble.TOO_LONG)
            except ProtocolError as error:
                events += self._odd(error)
            else:
                break
        return events

    def _odd(self, error: ProtocolError) -> list[Event]:
        """Tell what cannot be uncompressed from what is no frame at all."""
        self._parsing = None  # The library says in words only which one it is.
        if "decompression" not in str(error):
            if self._is_whole:
                return self._dies(Trouble.BROKEN)
            # Behind a gap a frame begins with one of the next segments.
            self._restart()
            self._is_lost = True
            return [Trouble.BROKEN]
        self._parts.clear()
        self._extensions = _deflate("permessage-deflate", is_client=self._is_client)
        return [Trouble.COMPRESSED]

    def _frame(self, frame: Frame) -> list[Event]:
        if frame.opcode is Opcode.CLOSE:
            return [_goodbye(bytes(frame.data))]
        if frame.opcode in (Opcode.PING, Opcode.PONG):
            return []
        if frame.opcode is not Opcode.CONT:
            self._parts.clear()
            self._is_text = frame.opcode is Opcode.TEXT
        self._parts += frame.data
        if len(self._parts) > _LONGEST_MESSAGE:
            return self._dies(Trouble.TOO_LONG)
        if not frame.fin:
            return []
        whole = bytes(self._parts)
        self._parts.clear()
        return [Message(whole, self._is_text)]

    def _dies(self, trouble: Trouble) -> list[Event]:
        self.is_dead = True
        self._head = bytearray()
        self._restart()
        return [trouble]


def _handshake_of(head: bytes) -> Handshake:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _colon, value = line.partition(":")
        key = name.strip().lower()
        known = headers.get(key)
        headers[key] = value.strip() if known is None else f"{known}, {value.strip()}"
    return Handshake(first, headers)


def _goodbye(data: bytes) -> Goodbye:
    try:
        close = Close.parse(data)
    except (ProtocolError, UnicodeDecodeError):
        code = struct.unpack("!H", data[:2])[0] if len(data) >= 2 else None
        return Goodbye(code, data[2:].decode("utf-8", "replace"))
    return Goodbye(close.code if data else None, close.reason)


def _deflate(extensions: str, *, is_client: bool) -> list[Extension]:
    """Return what undoes the compression of one side.

    Args:
        extensions: What the server agreed to.
        is_client: Whether it is for what the client sends.
    """
    for extension in extensions.split(","):
        name, *parameters = (part.strip() for part in extension.split(";"))
        if name.lower() != "permessage-deflate":
            continue
        given = dict(p.replace('"', "").partition("=")[::2] for p in parameters)
        side = "client" if is_client else "server"
        bits = given.get(f"{side}_max_window_bits", "")
        return [
            PerMessageDeflate(
                f"{side}_no_context_takeover" in given,
                True,
                int(bits) if bits in _WINDOWS else 15,
                15,
            )
        ]
    return []


_WINDOWS: Final = frozenset(str(bits) for bits in range(8, 16))
