# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.configuration.keys import type_of
from ocppdesk.core.configuration.settings import (
    Access,
    Entry,
    key_address,
    variable_address,
)
from ocppdesk.core.masking import MASK
from ocppdesk.gui.configuration.rows import access_text, one_line, row_of


def row(address, value="1", **facts):
    entry = Entry(address, value, **facts)
    return row_of(entry, type_of(entry))


def test_a_key_is_shown_with_its_relative_unit_and_meaning(qapp):
    made = row(key_address("HeartbeatInterval"), "300")
    assert made.relative == "OCPPCommCtrlr.HeartbeatInterval"
    assert "s" in made.type_text
    assert made.meaning
    assert not made.is_vendor


def test_a_variable_is_shown_with_the_key_that_means_the_same(qapp):
    made = row(variable_address("OCPPCommCtrlr.HeartbeatInterval"))
    assert made.relative == "HeartbeatInterval"


def test_a_secret_is_neither_shown_nor_found(qapp):
    made = row(key_address("AuthorizationKey"), "hunter22")
    assert made.current == MASK
    assert "hunter22" not in made.haystack


def test_what_a_charger_told_of_a_reboot_counts(qapp):
    entry = Entry(key_address("HeartbeatInterval"), "1")
    assert row_of(entry, type_of(entry), is_learned=True).reboot == "yes, it said"
    assert row_of(entry, type_of(entry)).reboot == "no"


def test_unknown_keys_are_vendors(qapp):
    made = row(key_address("acme_colour"))
    assert made.is_vendor
    assert made.meaning == ""


@pytest.mark.parametrize(
    ("access", "is_writable"),
    [
        (Access.READ_ONLY, False),
        (Access.READ_WRITE, True),
        (Access.WRITE_ONLY, True),
        (Access.UNKNOWN, True),
    ],
)
def test_only_what_is_told_to_be_read_only_is_not_writable(qapp, access, is_writable):
    made = row(key_address("HeartbeatInterval"), access=access)
    assert made.is_writable is is_writable
    assert made.access == access_text(access)


def test_long_and_broken_values_are_one_short_line():
    assert one_line("a\r\nb\nc") == "a ⏎ b ⏎ c"
    assert len(one_line("x" * 1000)) == 301
