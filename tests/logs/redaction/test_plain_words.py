# SPDX-License-Identifier: Apache-2.0
"""Words of OCPP, times and numbers identify nobody."""

import pytest

from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.plain_words import (
    is_number,
    is_plain_word,
    is_time,
    says_nothing,
)


@pytest.mark.parametrize(
    "word",
    [
        "Accepted", "NoAuthorization", "idTag", "BootNotification", "SignedData",
        "Energy.Active.Import.Register", "ocpp1.6", "admin", "GenericError",
    ],
)  # fmt: skip
def test_words_of_the_protocol_are_plain(word):
    assert is_plain_word(word)
    assert is_plain_word(word.upper())


@pytest.mark.parametrize("word", ["04A1B2C3D4", "CP-0042", "", "Accepted!"])
def test_other_words_are_not(word):
    assert not is_plain_word(word)


@pytest.mark.parametrize("kind", Kind)
def test_parts_of_aliases_are_plain(kind):
    assert is_plain_word(kind.prefix)


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-01T12:00:00Z", "2026-08-01T12:00:00.123456+02:00", "2026-08-01",
        "2026-08-01 12:00", "2026-08-01T12:00:00.000-0400",
    ],
)  # fmt: skip
def test_times_are_times(text):
    assert is_time(text)


@pytest.mark.parametrize("text", ["", "2026", "12:00:00", "2026-08-01T12:00:00Z!"])
def test_other_texts_are_no_times(text):
    assert not is_time(text)


@pytest.mark.parametrize("text", ["0", "-1", "12.50", "1e5", "8949020000001234567"])
def test_numbers_are_numbers(text):
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "0x1F", "1.2.3", "12 A", "04A1"])
def test_other_texts_are_no_numbers(text):
    assert not is_number(text)


@pytest.mark.parametrize(
    "value", ["", " ", "true", "FALSE", "null", "N/A", "0000", "****", "-", "00:00:00"]
)
def test_some_values_say_nothing(value):
    assert says_nothing(value)


@pytest.mark.parametrize("value", ["04A1", "x1", "00:11", "nobody"])
def test_other_values_do(value):
    assert not says_nothing(value)
