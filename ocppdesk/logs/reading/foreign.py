# SPDX-License-Identifier: Apache-2.0
"""Files that are no logs, and what to do with each kind."""

from typing import Final

from ocppdesk.logs.reading.sniffing import SQLITE

_UNPACK: Final = "Unpack it, and open the files in it."
_KINDS: Final[tuple[tuple[bytes, str], ...]] = (
    (
        SQLITE,
        "it is a database of SQLite. Export the table that has the messages as CSV, "
        "as with: sqlite3 -header -csv FILE 'select * from TABLE' > log.csv",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "it is a workbook of an old Excel, or one with a password. Save it as .xlsx "
        "without a password, or as CSV.",
    ),
    (b"%PDF-", "it is a PDF document. Ask for the log as text, or as CSV."),
    (b"\x89PNG", "it is a picture. Ask for the log as text."),
    (b"\xff\xd8\xff", "it is a picture. Ask for the log as text."),
    (b"GIF8", "it is a picture. Ask for the log as text."),
    (b"BM", "it is a picture. Ask for the log as text."),
    (b"7z\xbc\xaf\x27\x1c", f"it is packed with 7-Zip. {_UNPACK}"),
    (b"Rar!\x1a\x07", f"it is packed with RAR. {_UNPACK}"),
    (b"\xfd7zXZ\0", f"it is packed with xz. {_UNPACK}"),
    (b"BZh", f"it is packed with bzip2. {_UNPACK}"),
    (b"\x28\xb5\x2f\xfd", f"it is packed with Zstandard. {_UNPACK}"),
    (
        b"PAR1",
        "it is a Parquet table of another program. Save it as CSV or JSON Lines, as "
        "with: duckdb -c \"copy 'FILE' to 'log.csv'\"",
    ),
    (b"ElfFile\0", "it is an event log of Windows. Save it as text or XML."),
    (b"\x7fELF", "it is a program."),
    (b"MZ", "it is a program."),
    (b"{\\rtf", "it is a document with formatting. Save it as plain text."),
)
_TEXTUAL: Final = (b"BM", b"MZ", b"BZh", b"GIF8", b"PAR1")
_DOCUMENTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"word/", "it is a document of Word. Save it as plain text."),
    (b"ppt/", "it is a presentation. Ask for the log as text."),
    (
        b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "it is a workbook of LibreOffice. Save it as .xlsx, or as CSV.",
    ),
    (
        b"mimetypeapplication/vnd.oasis.opendocument",
        "it is a document of LibreOffice. Save it as plain text.",
    ),
)


def kind_of_foreign(head: bytes) -> str | None:
    """Tell what a file is that holds no log, and the way out.

    Args:
        head: Its first 64 KiB.

    Returns:
        A sentence that goes on behind *cannot be used*; None if it may be a log.
    """
    for magic, sentence in _KINDS:
        # Some of these are letters, with which a log may begin, too.
        if head.startswith(magic) and (magic not in _TEXTUAL or b"\0" in head):
            return sentence
    if head.startswith(b"PK\x03\x04"):
        for mark, sentence in _DOCUMENTS:
            if mark in head[:4096]:
                return sentence
    return None


def is_binary(head: bytes) -> bool:
    """Tell whether a file that no format knows is no text either."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or not head:
        return False
    sample = head[:4096]
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in sample)
    # Some consoles leave a few NULs in a log; UTF-16 without a mark has every second.
    return odd > len(sample) * 0.1 and sample[1::2].count(0) < len(sample) * 0.4
