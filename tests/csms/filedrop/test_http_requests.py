# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.csms.filedrop.http_requests import (
    Span,
    UnsatisfiableError,
    boundary_of,
    filename_of,
    has_body,
    length_of,
    span_of,
)

WHOLE = Span(0, 10, True)


def span(text, **more):
    headers = {"range": text, **more}
    return span_of(headers, size=10, etag='"e"', modified="Thu")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes = 2 - 4", Span(2, 5)),
        ("BYTES=2-", Span(2, 10)),
        ("bytes=-4", Span(6, 10)),
        ("bytes=-40", Span(0, 10)),
        ("bytes=-", WHOLE),
        ("bytes=4-2", WHOLE),
        ("bytes=a-b", WHOLE),
        ("bytes=1-2, 4-5", WHOLE),
        ("", WHOLE),
    ],
)
def test_ranges_are_read(text, expected):
    assert span(text) == expected


@pytest.mark.parametrize("text", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_ranges_behind_the_end_are_told(text):
    with pytest.raises(UnsatisfiableError):
        span(text)


@pytest.mark.parametrize(
    ("validator", "expected"),
    [('"e"', Span(5, 10)), ("Thu", Span(5, 10)), ('"other"', WHOLE)],
)
def test_a_range_holds_for_the_same_file_only(validator, expected):
    assert span("bytes=5-", **{"if-range": validator}) == expected


@given(st.text(max_size=60))
def test_any_range_is_within_the_file(text):
    try:
        found = span(f"bytes={text}")
    except UnsatisfiableError:
        return
    assert 0 <= found.begin < found.end <= 10


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('form-data; name="f"; filename="a b.log"', "a b.log"),
        ("attachment; filename=a.log", "a.log"),
        ("attachment; filename=a.log; size=1", "a.log"),
        ('attachment; filename="a\\"b.log"', 'a"b.log'),
        ("attachment; filename=\"x\"; filename*=UTF-8''S%C3%A4ule.log", "Säule.log"),
        ('form-data; name="f"; filename="C:\\logs\\a.log"', "C:\\logs\\a.log"),
        ("form-data; name=filename", ""),
        ("", ""),
    ],
)
def test_file_names_are_found(text, name):
    assert filename_of(text) == name


@pytest.mark.parametrize(
    ("text", "boundary"),
    [
        ("multipart/form-data; boundary=xyz", "xyz"),
        ('Multipart/Form-Data; charset=x; boundary="a b"', "a b"),
        ("multipart/form-data", None),
        ("text/plain; boundary=xyz", None),
    ],
)
def test_boundaries_are_found(text, boundary):
    assert boundary_of(text) == boundary


def test_lengths_are_told_or_not():
    assert length_of({"content-length": "12"}) == 12
    assert length_of({}) is None
    assert has_body({"transfer-encoding": "chunked"})
    assert not has_body({})
