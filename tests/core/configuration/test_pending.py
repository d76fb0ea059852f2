# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.configuration.pending import Change, Pending
from ocppdesk.core.configuration.settings import (
    Access,
    Entry,
    Limits,
    key_address,
    variable_address,
)
from ocppdesk.core.masking import MASK

A = Entry(key_address("HeartbeatInterval"), "300", Access.READ_WRITE)
B = Entry(key_address("BlinkRepeat"), "3", Access.READ_WRITE)
FIXED = Entry(key_address("NumberOfConnectors"), "2", Access.READ_ONLY)


@pytest.fixture
def pending():
    return Pending()


def test_edits_are_kept_in_their_order_and_send_nothing(pending):
    pending.set(B, "4")
    pending.set(A, "60")
    pending.set(B, "5")
    assert dict(pending.edits) == {B.address: "5", A.address: "60"}
    assert pending.changes([A, B]) == (
        Change(B.address, "5", "3"),
        Change(A.address, "60", "300"),
    )
    assert len(pending) == 2


def test_the_present_value_is_no_edit(pending):
    pending.set(A, "60")
    pending.set(A, "0300")
    assert len(pending) == 0
    pending.set(Entry(key_address("X")), "")
    assert len(pending) == 1


def test_each_step_is_taken_back_and_done_again(pending):
    pending.set(A, "60")
    pending.set(A, "90")
    pending.set(B, "4")
    pending.drop(A.address)
    assert pending.undo()
    assert dict(pending.edits) == {A.address: "90", B.address: "4"}
    assert pending.undo()
    assert pending.undo()
    assert dict(pending.edits) == {A.address: "60"}
    assert pending.redo()
    assert dict(pending.edits) == {A.address: "90"}
    pending.set(B, "9")
    assert not pending.redo()


def test_all_edits_are_taken_away_in_one_step(pending):
    pending.set(A, "60")
    pending.set(B, "4")
    pending.clear()
    assert len(pending) == 0
    pending.undo()
    assert len(pending) == 2


def test_what_changes_nothing_is_no_step(pending):
    pending.clear()
    pending.drop(A.address)
    pending.set(A, "300")
    assert not pending.undo()


@given(st.lists(st.tuples(st.sampled_from([A, B]), st.sampled_from(["1", "2", "3"]))))
def test_all_steps_back_are_nothing_and_all_forth_are_all(edits):
    pending = Pending()
    for entry, value in edits:
        pending.set(entry, value)
    last = dict(pending.edits)
    while pending.undo():
        pass
    assert len(pending) == 0
    while pending.redo():
        pass
    assert dict(pending.edits) == last


def test_a_refused_edit_is_not_sent_again_by_itself(pending):
    pending.set(A, "60")
    pending.set(B, "4")
    pending.refuse(A.address, "The charger rejected it.")
    assert pending.refusal(A.address) == "The charger rejected it."
    pending.insist(A.address)
    pending.refuse(A.address, "no")
    pending.set(A, "90")
    assert pending.refusal(A.address) == ""
    pending.refuse(FIXED.address, "no edit")
    assert pending.refusal(FIXED.address) == ""


def test_a_list_that_was_filled_in_is_grown_until_another_value_is_typed(pending):
    sampled = Entry(key_address("MeterValuesSampledData"), "Voltage")
    wanted = [replace(sampled, value="Voltage,SoC"), replace(A, value="60")]
    pending.fill(wanted, [sampled, A], grows=True)
    assert [c.is_grown for c in pending.changes([sampled, A])] == [True, False]
    pending.set(sampled, "SoC")
    assert not any(c.is_grown for c in pending.changes([sampled, A]))
    pending.undo()
    assert pending.changes([sampled, A])[0].is_grown


def test_a_refusal_goes_with_the_value_that_was_refused(pending):
    pending.set(A, "60")
    pending.set(A, "90")
    pending.refuse(A.address, "no")
    pending.undo()
    assert pending.refusal(A.address) == ""


def test_what_the_charger_has_taken_does_not_come_back(pending):
    pending.set(A, "60")
    pending.set(B, "4")
    pending.settle(A.address)
    assert dict(pending.edits) == {B.address: "4"}
    pending.undo()
    assert dict(pending.edits) == {}
    pending.redo()
    assert dict(pending.edits) == {B.address: "4"}


def test_a_change_does_not_tell_its_value_to_logs():
    change = Change(key_address("AuthorizationKey"), "hush", "old-hush")
    assert "hush" not in repr(change)


# Snapshots and files


def test_a_snapshot_fills_edits_only_and_in_one_step(pending):
    pending.set(B, "9")
    wanted = [Entry(A.address, "60"), Entry(B.address, "3")]
    filled = pending.fill(wanted, [A, B, FIXED])
    assert filled.edited == (A.address,)
    assert filled.same == 1
    assert filled.passed == ()
    assert dict(pending.edits) == {A.address: "60"}
    pending.undo()
    assert dict(pending.edits) == {B.address: "9"}


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Entry(key_address("AuthorizationKey"), "hush"), "a secret"),
        (Entry(key_address("LogUrl"), f"ftp://a:{MASK}@b"), "a secret"),
        (Entry(key_address("Missing"), "1"), "no such setting"),
        (Entry(A.address), "no value"),
        (Entry(FIXED.address, "3"), "only be read"),
        (Entry(A.address, "often"), "whole number"),
    ],
)
def test_what_cannot_be_taken_over_is_passed_over_and_said(pending, wanted, why):
    secret = Entry(key_address("AuthorizationKey"), None)
    filled = pending.fill([wanted], [A, B, FIXED, secret])
    assert len(pending) == 0
    (passed,) = filled.passed
    assert passed.address == wanted.address
    assert why in passed.why


def test_a_fixed_setting_with_that_value_is_no_obstacle(pending):
    filled = pending.fill([Entry(FIXED.address, "02")], [FIXED])
    assert (filled.same, filled.passed) == (1, ())


def test_values_are_sent_as_the_specification_writes_them(pending):
    wanted = Entry(key_address("localpreauthorize"), "TRUE")
    present = Entry(key_address("LocalPreAuthorize"), "false")
    pending.fill([wanted], [present])
    assert dict(pending.edits) == {present.address: "true"}


def test_a_charger_of_16_lends_its_settings_to_one_of_2x(pending):
    present = Entry(
        variable_address("OCPPCommCtrlr.HeartbeatInterval"),
        "300",
        limits=Limits("integer", minimum=10),
    )
    pending.fill([Entry(A.address, "60")], [present])
    assert dict(pending.edits) == {present.address: "60"}
    filled = pending.fill([Entry(A.address, "5")], [present])
    assert "too small" in filled.passed[0].why
