# SPDX-License-Identifier: Apache-2.0
"""Rows of messages, and conditions of SQL that let through what they must."""

import sqlite3
import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocppdesk.capture import raws as raws_module
from ocppdesk.capture.raws import (
    RawTexts,
    Rows,
    all_of,
    any_of,
    contains,
    is_exact,
    may_contain,
    may_equal,
)
from ocppdesk.filters.values import is_in_text

LETTERS = st.sampled_from("aAkKsSfFitl%_\\\"'[\u212a\u017f\u00df\ufb01\u00e9\u00c9\0")
TEXTS = st.text(LETTERS, max_size=6)


def array(*numbers):
    return np.array(numbers, np.int64)


@pytest.fixture(
    params=[Rows(2, 6), Rows.of(array(3, 4, 5, 6)), Rows.of(array(3, 4, 5, 6), low=1)],
    ids=["range", "single", "single from below"],
)
def rows(request):
    return request.param


def test_a_range_and_its_single_messages_are_alike(rows):
    assert len(rows) == 4
    assert rows.ids.tolist() == [3, 4, 5, 6]
    assert rows.take(np.arange(10) * 10).tolist() == [30, 40, 50, 60]
    assert rows.has(array(2, 7, 6, 3)).tolist() == [False, False, True, True]
    assert rows.mask_of(array(6, 3, 9)).tolist() == [True, False, False, True]
    assert rows.mask_of(array()).tolist() == [False] * 4
    assert rows.pick(array(1, 3)).ids.tolist() == [4, 6]
    assert not rows.has(array(7)).any()


def test_no_rows_are_no_rows():
    for rows in (Rows(5, 5), Rows(5, 3), Rows.of(array()), Rows.of(array(), low=4)):
        assert len(rows) == 0
        assert rows.ids.tolist() == []
        assert rows.mask_of(array(1)).tolist() == []
        assert rows.has(array(1, 4, 5)).tolist() == [False] * 3


@pytest.fixture(scope="module")
def holds():
    """Ask SQLite whether a condition on `raw` holds for a text."""
    database = sqlite3.connect(":memory:")

    def ask(condition, raw):
        sql, values = condition
        query = f"SELECT {sql} FROM (SELECT ? AS raw)"
        [(found,)] = database.execute(query, (*values, raw))
        return bool(found)

    yield ask
    database.close()


@given(TEXTS, TEXTS)
@example("100%", "0%")
@example("a_b", "_")
@example("a\\b", "\\")
@example("ab", "a%b")
def test_what_contains_a_text_may_contain_it(holds, raw, wanted):
    if "\0" in raw:
        return  # such rows are known to be odd, and looked at one by one
    is_inside = is_in_text(wanted, raw)
    if is_exact(wanted):
        assert holds(may_contain("raw", wanted), raw) is is_inside
        assert holds(contains("raw", wanted), raw) is is_inside
    elif is_inside:
        assert holds(may_contain("raw", wanted), raw)


@given(TEXTS, TEXTS)
@example("\u212aelvin", "KELVIN")
@example("stra\u00dfe", "STRASSE")
@example("\ufb01sh", "FISH")
@example("\ufb03", "ffi")
@example("\ufb06", "ST")
def test_what_is_equal_may_be_equal(holds, raw, wanted):
    if "\0" not in raw and raw.casefold() == wanted.casefold():
        assert holds(may_equal("raw", wanted), f'["{raw}"]')


def test_every_letter_that_becomes_plain_is_thought_of(holds):
    for number in range(128, sys.maxunicode):
        letter = chr(number)
        if letter.casefold().isascii():
            wanted = f"a{letter.casefold()}b"
            assert holds(may_equal("raw", wanted), f"a{letter}b"), letter


def test_what_cannot_be_a_pattern_lets_everything_through(holds):
    for text in ("a\0b", "\ud800", "x" * 60_000):
        assert holds(contains("raw", text), "anything")
        assert not is_exact(text)


def test_conditions_are_joined(holds):
    both = all_of([contains("raw", "a"), contains("raw", "b")])
    either = any_of([contains("raw", "a"), contains("raw", "b")])
    assert [holds(both, raw) for raw in ("a", "b", "ab", "c")] == [
        False, False, True, False,
    ]  # fmt: skip
    assert [holds(either, raw) for raw in ("a", "b", "ab", "c")] == [
        True, True, True, False,
    ]  # fmt: skip


def test_matching_messages_are_found_in_ranges_and_one_by_one(capture_of, message):
    reader = capture_of(*(message(n, f"raw {n % 3}") for n in range(1, 31)))
    texts = RawTexts(reader)
    condition = contains("raw", "w 0")
    assert texts.matching(Rows(0, 9), condition).tolist() == [3, 6, 9]
    assert texts.matching(Rows(9, 9), condition).tolist() == []
    far = Rows.of(array(1, 3, 30))
    assert texts.matching(far, condition).tolist() == [3, 30]


@pytest.mark.parametrize("clean", [True, False])
def test_texts_are_read_whole(capture_of, message, monkeypatch, clean):
    monkeypatch.setattr(raws_module, "_AT_ONCE", 2)
    raws = ["a", "b\x1ec", "", "\u00f6,\"'", "x\0y", "\x1e"]
    reader = capture_of(*(message(n, raw) for n, raw in enumerate(raws, start=1)))
    found = RawTexts(reader).read(array(1, 2, 3, 4, 5, 6), clean=clean)
    assert sorted(found) == list(enumerate(raws, start=1))


def test_bytes_are_read_as_text(capture_of, message):
    reader = capture_of(message(1, b"\xffa"))
    assert list(RawTexts(reader).read(array(1), clean=False)) == [(1, "\ufffda")]


def test_message_ids_are_read(capture_of, message):
    reader = capture_of(
        message(1, message_id="x1"), message(2, message_id=None),
        message(3, message_id="y1"),
    )  # fmt: skip
    texts = RawTexts(reader)
    found = texts.message_ids(Rows(0, 3), contains("message_id", "1"))
    assert list(found) == [(1, "x1"), (3, "y1")]
    found = texts.message_ids(Rows(0, 3), ("1", ()))
    assert list(found) == [(1, "x1"), (3, "y1")]
