# SPDX-License-Identifier: Apache-2.0
"""What a received file is, by its first bytes.

The formats of logs are not prescribed: text, archives and encrypted files for the
vendor's eyes all happen (protocol.md 9.6).
"""

import zlib
from dataclasses import dataclass
from typing import Final

HEAD: Final = 1 << 16
"""How many first bytes of a file are looked at."""

_TAR_AT: Final = 257  # where a tar archive says what it is
_GZIP_HEADER: Final = 31  # zlib's word for "with the header of gzip"
_MOST_CONTROLS: Final = 0.02  # of a text's characters; terminals colour their logs


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is."""

    word: str
    """In one word: `text`, `zip`, `encrypted`."""
    sentence: str
    """In a sentence, with what can be done with it."""
    is_openable: bool = False
    """Whether it is worth being opened as a log: a text, an archive that may hold
    texts, or a packet capture."""


EMPTY: Final = FileKind("empty", "The file is empty.")
TEXT: Final = FileKind("text", "A text; open it as a log.", True)
JSON: Final = FileKind("JSON", "JSON; open it as a log.", True)
XML: Final = FileKind("XML", "XML or HTML; open it as a log.", True)
ZIP: Final = FileKind("zip", "A zip archive; its texts can be opened as logs.", True)
LOCKED_ZIP: Final = FileKind(
    "encrypted",
    "A zip archive with a password; the vendor can open it. It is kept as it came.",
)
TAR: Final = FileKind("tar", "A tar archive; its texts can be opened as logs.", True)
TAR_GZ: Final = FileKind(
    "tar.gz", "A packed tar archive; its texts can be opened as logs.", True
)
GZIP: Final = FileKind(
    "gzip", "A file packed with gzip; it can be opened as a log.", True
)
GZIP_BINARY: Final = FileKind(
    "gzip", "A file packed with gzip; what is in it is no text."
)
PCAP: Final = FileKind(
    "pcap", "A capture of network packets; the OCPP in it can be opened.", True
)
PGP: Final = FileKind(
    "encrypted",
    "Encrypted with PGP (gpg); only the vendor can read it. It is kept as it came.",
)
OPENSSL: Final = FileKind(
    "encrypted",
    "Encrypted with OpenSSL; only the vendor can read it. It is kept as it came.",
)
UNKNOWN: Final = FileKind(
    "unknown",
    "Nothing that this program knows, perhaps encrypted for the vendor. It is kept as "
    "it came.",
)

# Magic bytes at the beginning, the kinds that say nothing more about themselves.
_MAGIC: Final = (
    (b"\xa1\xb2\xc3\xd4", PCAP),
    (b"\xd4\xc3\xb2\xa1", PCAP),
    (b"\xa1\xb2\x3c\x4d", PCAP),  # with nanoseconds
    (b"\x4d\x3c\xb2\xa1", PCAP),
    (b"\x0a\x0d\x0d\x0a", PCAP),  # pcapng
    (b"-----BEGIN PGP MESSAGE-----", PGP),
    (b"Salted__", OPENSSL),
    (b"%PDF-", FileKind("pdf", "A PDF document; open it with a PDF viewer.")),
    (b"BZh", FileKind("bzip2", "Packed with bzip2; unpack it, then open what is in.")),
    (b"\xfd7zXZ\x00", FileKind("xz", "Packed with xz; unpack it, then open it.")),
    (b"7z\xbc\xaf\x27\x1c", FileKind("7z", "A 7-Zip archive; unpack it first.")),
    (b"Rar!\x1a\x07", FileKind("rar", "A RAR archive; unpack it first.")),
    (b"\x28\xb5\x2f\xfd", FileKind("zstd", "Packed with Zstandard; unpack it first.")),
    (b"SQLite format 3\x00", FileKind("SQLite", "An SQLite database.")),
    (b"\x7fELF", FileKind("program", "A program for Linux, or a core dump.")),
    (b"\x89PNG", FileKind("picture", "A picture.")),
    (b"\xff\xd8\xff", FileKind("picture", "A picture.")),
)  # fmt: skip

# RFC 4880, 4.2 and 4.3: a packet of kind 1 (a key, encrypted) or 3 (a password), in
# old or new form, with its version behind the length.
_PGP_OLD: Final = frozenset({0x84, 0x85, 0x86, 0x8C, 0x8D, 0x8E})
_PGP_NEW: Final = frozenset({0xC1, 0xC3})


def kind_of(head: bytes) -> FileKind:
    """Tell what a file is.

    Args:
        head: Its first bytes, `HEAD` of them are enough.
    """
    if not head:
        return EMPTY
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        # The general purpose flags of the first member; bit 0 is encryption.
        return LOCKED_ZIP if head[:2] == b"PK" and head[6:7] and head[6] & 1 else ZIP
    if head.startswith(b"\x1f\x8b"):
        return _gzip_kind(head)
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return TAR
    if _is_pgp(head):
        return PGP
    return _text_kind(head)


def _gzip_kind(head: bytes) -> FileKind:
    """Look into what is packed; no more than `HEAD` is ever unpacked."""
    try:
        inner = zlib.decompressobj(_GZIP_HEADER).decompress(head, HEAD)
    except zlib.error:
        return UNKNOWN
    if inner[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return TAR_GZ
    return GZIP if not inner or kind_of(inner).is_openable else GZIP_BINARY


def _is_pgp(head: bytes) -> bool:
    if len(head) < 4 or (head[0] not in _PGP_OLD and head[0] not in _PGP_NEW):
        return False
    # Old forms have lengths of 1, 2 and 4 bytes, new ones 1 byte below 192, else 2.
    width = (1, 2, 4)[head[0] & 3] if head[0] in _PGP_OLD else 1 + (head[1] >= 192)
    return head[1 + width : 2 + width] in (b"\x03", b"\x04", b"\x05", b"\x06")


def _text_kind(head: bytes) -> FileKind:
    text = _decoded(head)
    if text is None:
        return UNKNOWN
    begin = text.lstrip("\ufeff \t\r\n")[:1]
    if begin in ("{", "["):
        # A log whose lines begin with a bracket is JSON for nobody.
        return JSON if text.lstrip("\ufeff \t\r\n")[1:2] in '{["\n\r ' else TEXT
    return XML if begin == "<" else TEXT


def _decoded(head: bytes) -> str | None:
    """Return a text, None if the bytes are none."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _if_readable(head[: len(head) & ~1].decode("utf-16", "replace"))
    try:
        # The cut at the end of the head may go through a character.
        return _if_readable(head.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3 and len(head) >= HEAD:
            return _if_readable(head[: error.start].decode("utf-8"))
    return _if_readable(head.decode("latin-1"), is_guess=True)


def _if_readable(text: str, *, is_guess: bool = False) -> str | None:
    """Return the text unless too much of it is no character that one writes."""
    odd = sum(character < " " and character not in "\t\r\n\x0b\x0c\x1b"
              for character in text)  # fmt: skip
    if is_guess:
        # In Latin-1 every byte is something: a text has mostly plain letters.
        odd += sum("\x7f" <= character <= "\x9f" for character in text)
        plain = sum(" " <= character <= "~" for character in text)
        if plain < 0.8 * len(text):
            return None
    return text if odd <= _MOST_CONTROLS * len(text) else None
