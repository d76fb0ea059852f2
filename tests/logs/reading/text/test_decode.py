# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.errors import MissingError, UnreadableError
from ocppdesk.logs.reading.text.decode import LONGEST_LINE, Blocks, clean, encoding_of

TEXT = "één\nzwei → drei\n"


def text_of(path, data):
    path.write_bytes(data)
    return "".join(Blocks(path))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\r\n").encode(),
        TEXT.replace("z", "\0z\0").encode(),
        TEXT.replace("zwei", "\x1b[92mzw\x1b[0mei").encode(),
        TEXT.replace("zwei", "#033[92mzwei#033[0m").encode(),
        TEXT.rstrip("\n").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "little", "big", "crlf", "cr", "crcrlf", "nul",
         "colour", "syslog", "no end"],
)  # fmt: skip
def test_text_is_the_same_however_it_is_written(tmp_path, data):
    assert text_of(tmp_path / "log", data) == TEXT


def test_utf_16_is_known_without_a_mark():
    assert encoding_of("plain text".encode("utf-16-le")) == ("utf-16-le", 0)
    assert encoding_of("plain text".encode("utf-16-be")) == ("utf-16-be", 0)
    assert encoding_of(b"plain text") == ("utf-8", 0)
    assert encoding_of(b"") == ("utf-8", 0)


def test_each_line_may_have_an_encoding_of_its_own(tmp_path):
    data = "née\n".encode("cp1252") + "née\n".encode()
    assert text_of(tmp_path / "log", data) == "née\nnée\n"


def test_blocks_have_whole_lines(tmp_path):
    line = "x" * 99 + "\n"
    path = tmp_path / "log"
    path.write_text(line * 20_000)
    blocks = list(Blocks(path))
    assert len(blocks) > 2
    assert len(blocks[0]) < 70_000
    assert all(block.endswith("\n") for block in blocks)
    assert "".join(blocks) == line * 20_000


def test_a_line_without_end_is_cut(tmp_path):
    path = tmp_path / "log"
    path.write_bytes("é".encode() * LONGEST_LINE)
    blocks = list(Blocks(path))
    assert all(len(block) <= LONGEST_LINE + 1 for block in blocks)
    assert "".join(blocks).replace("\n", "") == "é" * LONGEST_LINE


def test_how_much_was_read_is_known(tmp_path):
    path = tmp_path / "log"
    path.write_bytes(b"a\nb\n")
    blocks = Blocks(path)
    assert list(blocks) == ["a\nb\n"]
    assert (blocks.read, blocks.size) == (4, 4)


def test_an_empty_file_has_no_blocks(tmp_path):
    assert text_of(tmp_path / "log", b"") == ""


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(MissingError):
        list(Blocks(tmp_path / "log"))


def test_a_folder_cannot_be_read(tmp_path):
    with pytest.raises(UnreadableError):
        list(Blocks(tmp_path))


def test_a_text_ends_with_a_line_feed():
    assert clean("a\r\nb") == "a\nb\n"


@given(st.binary(max_size=300))
def test_no_bytes_are_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any"
    assert text_of(path, data).count("\0") == 0
