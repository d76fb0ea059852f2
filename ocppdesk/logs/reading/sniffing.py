# SPDX-License-Identifier: Apache-2.0
"""What the beginning of a file rules out, so that only what may read it is imported.

Each `may_be_…` is cheap, and rather lets too much pass than too little: where it says
no, the `confidence` of the format itself is 0.
"""

import re
from pathlib import Path
from typing import Final

HEAD: Final = 1 << 16
"""How many bytes of a file tell what it is."""
SQLITE: Final = b"SQLite format 3\0"
"""What a database of SQLite begins with."""
_PARQUET: Final = b"PAR1"
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_PACKETS: Final = (
    b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d",
    b"\x0a\x0d\x0d\x0a",
)  # fmt: skip
_JSON_SUFFIXES: Final = (".json", ".jsonl", ".ndjson", ".har")
_OBJECT_LINE: Final = re.compile(r"[^\n{\[]{0,80}\{.*\}\s*\Z")
_JSON_LINES: Final = 40
_DELIMITERS: Final = ",\t;|"


def is_zip(head: bytes) -> bool:
    """Tell whether a file that begins so is a zip archive."""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def is_gzip(head: bytes) -> bool:
    """Tell whether a file that begins so is packed with gzip."""
    return head[:2] == b"\x1f\x8b"


def is_tar(head: bytes) -> bool:
    """Tell whether a file that begins so is a tar archive."""
    return head[257:262] == b"ustar"


def may_be_own(_path: Path, head: bytes) -> bool:
    """Tell whether this program may have written a file, but for its text logs."""
    if head.startswith((SQLITE, _PARQUET)):
        return True
    if head.removeprefix(_UTF8_MARK).lstrip().startswith(b"{"):
        return True
    return b"time" in head and b"direction" in head and b"raw" in head


def may_be_own_text(_path: Path, head: bytes) -> bool:
    """Tell whether a file may be a text log of this program."""
    return head.removeprefix(_UTF8_MARK).startswith(b"# OCPP Desk")


def may_be_packets(_path: Path, head: bytes) -> bool:
    """Tell whether a file may be a packet capture."""
    return head[:4] in _PACKETS


def may_be_workbook(_path: Path, head: bytes) -> bool:
    """Tell whether a file may be a workbook."""
    return is_zip(head)


def may_be_tshark_fields(_path: Path, head: bytes) -> bool:
    """Tell whether a file may be a table of tshark."""
    first = re.sub(rb"[^A-Za-z]+", b"", head.split(b"\n", 1)[0])
    return b"tcpsrcport" in first.lower()


def may_be_tshark(_path: Path, head: bytes) -> bool:
    """Tell whether a file may be what tshark prints of packets."""
    return b"bytes on wire" in head or b'"layers"' in head


def may_be_soap(_path: Path, head: bytes) -> bool:
    """Tell whether a file may have SOAP messages."""
    return b"Envelope" in head.replace(b"\0", b"")


def may_be_html(_path: Path, head: bytes) -> bool:
    """Tell whether a file may be an HTML page."""
    text = head[:4096].decode("utf-8", "replace")
    return text.lstrip("\ufeff \r\n\t").startswith("<")


def may_be_json(path: Path, head: bytes) -> bool:
    """Tell whether a file may be JSON, or lines that end with JSON objects."""
    if path.suffix.lower() in _JSON_SUFFIXES or head.startswith(_UTF16_MARKS):
        return True
    text = head.decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    if text.startswith(("[", "{")):
        return True
    lines = [line for line in text.splitlines() if line.strip()][:_JSON_LINES]
    return any(_OBJECT_LINE.match(line) for line in lines)


def may_be_table(_path: Path, head: bytes) -> bool:
    """Tell whether a file may be a table: whether it may begin with a name."""
    if head.startswith(_UTF16_MARKS):
        return True
    try:
        text = head[:4096].decode("utf-8-sig")
    except UnicodeDecodeError:
        return True
    first = text.lstrip()[:1]
    return not first or first.isalpha() or first in f'_"{_DELIMITERS}'
