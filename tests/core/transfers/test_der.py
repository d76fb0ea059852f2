# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.transfers.der import INTEGER, SEQUENCE, CutError, element, elements


def test_short_and_long_lengths_are_read():
    long = b"\x04\x82\x01\x00" + b"x" * 256
    assert element(b"\x02\x01\x07" + long, 0) == (INTEGER, b"\x07", 3)
    assert element(b"\x02\x01\x07" + long, 3) == (4, b"x" * 256, 263)
    assert list(elements(b"\x30\x00\x02\x01\x07")) == [(SEQUENCE, b""), (2, b"\x07")]


@pytest.mark.parametrize(
    "data", [b"\x30", b"\x30\x02\x00", b"\x30\x80\x00\x00", b"\x30\x85\x00\x00\x00"]
)
def test_what_is_not_whole_is_said(data):
    with pytest.raises(CutError):
        list(elements(data))


@given(st.binary(max_size=64))
def test_any_bytes_are_read_or_refused(data):
    try:
        found = list(elements(data))
    except CutError:
        return
    assert sum(len(content) for _tag, content in found) <= len(data)
