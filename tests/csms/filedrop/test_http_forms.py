# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.csms.filedrop.http_forms import (
    FileBegins,
    FileEnds,
    FileGoesOn,
    FormError,
    FormReader,
)

FORM = (
    b"--xyz\r\n"
    b'Content-Disposition: form-data; name="serial"\r\n\r\n42\r\n'
    b"--xyz\r\n"
    b'Content-Disposition: form-data; name="f"; filename="a.log"\r\n'
    b"Content-Type: text/plain\r\n\r\nhello\r\n--no\r\n\r\n"
    b"--xyz--\r\n"
)


def read(data, block):
    reader = FormReader("xyz")
    events = []
    for begin in range(0, len(data), block):
        events += reader.feed(data[begin : begin + block])
    return reader, events


@given(st.integers(1, len(FORM)))
def test_files_are_found_however_they_are_cut(block):
    reader, events = read(FORM, block)
    assert events[0] == FileBegins("a.log")
    data = b"".join(event.data for event in events if isinstance(event, FileGoesOn))
    assert data == b"hello\r\n--no\r\n"
    assert events[-1] == FileEnds()
    assert reader.is_complete


def test_a_part_with_a_type_is_a_file_without_a_name():
    form = b"--xyz\r\nContent-Type: text/plain\r\n\r\nhello\r\n--xyz--\r\n"
    assert read(form, 100)[1][0] == FileBegins("")


def test_a_form_that_is_cut_off_is_not_complete():
    assert not read(FORM[:-8], 100)[0].is_complete


@pytest.mark.parametrize("data", [b"nonsense", b"--xyz\r\nno header\r\n\r\n"])
def test_what_is_no_form_is_told(data):
    with pytest.raises(FormError):
        read(data, 100)


def test_an_endless_header_is_cut_off():
    with pytest.raises(FormError):
        read(b"--xyz\r\nX: " + b"x" * 100_000, 1000)


@pytest.mark.parametrize("boundary", [300 * "x", "\u2603"])
def test_what_is_no_boundary_is_told(boundary):
    with pytest.raises(FormError, match="boundary"):
        FormReader(boundary)


@given(st.binary(max_size=300))
def test_any_body_is_put_up_with(data):
    try:
        read(data, 7)
    except FormError:
        return
