# SPDX-License-Identifier: Apache-2.0
import pytest

MAX = "ChargePointMaxProfile"


def remarks(talk, connector=1):
    return talk.allowed(connector).in_force.remarks


def has(talk, text, connector=1):
    return any(text in one for one in remarks(talk, connector))


@pytest.mark.parametrize(
    ("limit", "text"),
    [(0, "is not to charge at all"), (5.9, "Less than 6 A"), (6, ""), (16, "")],
)
def test_what_no_car_can_charge_with_is_explained(talk, make_profile, limit, text):
    talk.set(1, make_profile(limit))
    found = [one for one in remarks(talk) if "6 A" in one or "0 A:" in one]
    assert [text in one for one in found] == ([True] if text else [])


def test_the_trap_of_watts_without_phases_is_explained(talk, make_profile):
    talk.set(1, make_profile(3680, unit="W"))
    trap = (
        "3 680 W without numberPhases counts as 3 phases: 5.3 A each, too little to "
        "charge with. For one phase send numberPhases 1 (16 A), or amps."
    )
    found = talk.allowed()
    assert trap in found.last.remarks
    assert trap in found.in_force.remarks
    assert found.in_force.amps == pytest.approx(5.333)
    talk.meter(("Current.Import", 0, "L1", "A"), ("Voltage", 230, "L1", "V"))
    talk.meter(("Current.Import", 6, "L1", "A"))
    assert f"{trap} Here, current was only measured on one phase." in remarks(talk)


def test_watts_with_their_phases_are_no_trap(talk, make_profile):
    talk.set(1, make_profile(3680, unit="W", phases=1))
    assert not has(talk, "without numberPhases")
    talk.set(1, make_profile(11040, unit="W"))
    assert has(talk, "without numberPhases")
    assert not has(talk, "too little")


def test_a_default_without_a_transaction_is_for_the_next_one(talk, make_profile):
    talk.set(1, make_profile(16))
    assert has(talk, "the next one would get this")
    talk.start()
    assert not has(talk, "the next one would get this")


def test_a_ceiling_for_all_is_explained(talk, make_profile):
    talk.set(0, make_profile(20, purpose=MAX))
    for connector in (1, 2):
        talk.tell(
            "StatusNotification", {"connectorId": connector, "status": "Available"}
        )
    assert has(talk, f"{MAX} level 0 is for all connectors together.")
    assert not has(talk, "for all connectors together", connector=0)


def test_other_purposes_are_named(talk, make_profile):
    talk.set(0, make_profile(20, purpose=MAX, phases=3))
    talk.set(1, make_profile(10, id=2, phases=1))
    assert has(talk, f"{MAX} level 0 would allow 20 A.")
    assert has(talk, "disagree on numberPhases; the lowest, 1, counts")


def test_levels_that_chargers_take_differently_are_both_told(talk, make_profile):
    talk.set(0, make_profile(16, id=1, level=3))
    talk.set(1, make_profile(10, id=2, level=1))
    assert talk.allowed().in_force.amps == 16
    assert has(talk, "Some chargers let it lead all the same, which would be 10 A.")


def test_a_profile_for_another_transaction_is_named(talk, make_profile):
    talk.start(transaction=7)
    talk.set(1, make_profile(10, purpose="TxProfile", transactionId=8))
    talk.set(1, make_profile(16, id=2))
    assert has(talk, "for transaction 8, but transaction 7 runs: it does not count")


def test_a_relative_profile_that_waits_is_named(talk, make_profile):
    talk.set(1, make_profile(10, kind="Relative"))
    assert talk.allowed().in_force.amps is None
    assert has(talk, "begins with the next transaction, at 10 A.")


def test_a_boot_may_have_lost_the_profile_of_the_transaction(talk, make_profile):
    talk.start()
    talk.set(1, make_profile(10, purpose="TxProfile"))
    assert not has(talk, "has booted since")
    talk.tell("BootNotification", {"chargePointVendor": "X"})
    assert has(talk, "has booted since")


def test_oddities_of_the_leading_profile_are_told(talk, make_profile):
    talk.set(1, make_profile((30, 16)))
    assert not has(talk, "does not start at 0")
    talk.at += 60 * 1_000_000
    assert has(talk, "does not start at 0")


def test_a_cable_that_allows_more_is_named(talk, make_profile):
    talk.set2(1, make_profile(16))
    number = talk.event("Started", cableMaxCurrent=32)
    assert has(talk, f"The cable is coded for 32 A (message {number}).")
