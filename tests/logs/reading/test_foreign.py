# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.reading.foreign import is_binary, kind_of_foreign


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"SQLite format 3\0" + bytes(100), "sqlite3"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "password"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"BM\0\0\0\0", "picture"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"BZh9\0", "bzip2"),
        (b"PAR1\0", "Parquet"),
        (b"MZ\x90\0", "program"),
        (b"PK\x03\x04\0\0 word/document.xml", "Word"),
        (b"PK\x03\x04\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
         "LibreOffice"),
    ],
)  # fmt: skip
def test_files_that_are_no_logs_say_what_they_are(head, word):
    assert word in kind_of_foreign(head)


@pytest.mark.parametrize(
    "head", [b"", b"BMW i3 connected", b"MZ-Charger 1", b"PK\x03\x04 log.txt", b"text"]
)
def test_logs_are_not_taken_for_something_else(head):
    assert kind_of_foreign(head) is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", False),
        (b"text\r\n\x1b[1m", False),
        ("text".encode("utf-16"), False),
        ("text".encode("utf-16-le") * 9, False),
        (b"text with one \0" + b"x" * 99, False),
        (bytes(range(32)) * 9, True),
    ],
)
def test_binary_files_are_known(head, expected):
    assert is_binary(head) is expected
