# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.configuration.records import entry_from, entry_record
from ocppdesk.core.configuration.settings import (
    Access,
    Entry,
    Limits,
    key_address,
    variable_address,
)
from ocppdesk.core.masking import MASK

FULL = Entry(
    variable_address("C[p]:1/2.V[i]#Target"),
    "5",
    Access.READ_WRITE,
    read_at=7,
    limits=Limits("integer", "s", 0.0, 9.0, ("a", "b")),
    status="Rejected",
    reason="ReadOnly",
    written_at=8,
    waits_for_reboot=True,
    remarks=("odd",),
)


@pytest.mark.parametrize(
    "entry", [FULL, Entry(key_address("A")), Entry(key_address("A"), "")]
)
def test_an_entry_comes_back(entry):
    assert entry_from(entry_record(entry)) == entry


def test_what_is_not_known_is_left_out():
    assert entry_record(Entry(key_address("A"), "1")) == {
        "key": "A",
        "value": "1",
        "access": "unknown",
    }


def test_what_was_written_is_not_kept_for_it_may_be_a_secret():
    assert "hush" not in str(entry_record(Entry(key_address("A"), written="hush")))


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("AuthorizationKey", "hush", MASK),
        ("WifiPassword", "hush", MASK),
        ("LogUrl", "ftp://me:hush@host", f"ftp://me:{MASK}@host"),
    ],
)
def test_a_secret_is_masked(name, value, shown):
    record = entry_record(Entry(key_address(name), value))
    assert record["value"] == shown
    assert entry_from(record).value == shown


@pytest.mark.parametrize(
    "record",
    [None, 7, [], {}, {"key": 7}, {"key": ""}, {"key": "A", "value": 7},
     {"variable": "V"}, {"component": "C", "variable": ""}],
)  # fmt: skip
def test_what_is_no_record_is_none(record):
    assert entry_from(record) is None


@given(
    st.dictionaries(
        st.sampled_from(
            ["key", "component", "variable", "value", "access", "evse", "read_at",
             "choices", "remarks", "minimum", "waits_for_reboot", "attribute"]
        ),
        st.none() | st.booleans() | st.integers() | st.text(max_size=4)
        | st.lists(st.integers() | st.text(max_size=2), max_size=2),
    )
)  # fmt: skip
def test_no_record_raises(record):
    found = entry_from(record)
    assert found is None or found.address.name
