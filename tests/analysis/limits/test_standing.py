# SPDX-License-Identifier: Apache-2.0
import pytest

TX = "TxProfile"
GONE = "It does not apply any more: it was cleared, or its transaction ended."
OVER = "It does not count any more: its time is over."
OUTRANKED = "It does not count now: TxDefaultProfile level 5 outranks it."


@pytest.fixture
def why(talk):
    """Return what is said of the last profile that was set on connector 1."""

    def find(after_s=0):
        remarks = talk.allowed(after_s=after_s).last.remarks
        return [one for one in remarks if one.startswith("It does not")]

    return find


def test_what_counts_needs_no_reason(talk, make_profile, why):
    talk.set(1, make_profile(16))
    assert why() == []
    # It counts, even if another purpose is lower.
    talk.set(0, make_profile(10, id=2, purpose="ChargePointMaxProfile"))
    talk.set(1, make_profile(16))
    assert why() == []


def test_a_higher_level_outranks_it(talk, make_profile, why):
    talk.set(1, make_profile(16, id=1, level=5))
    talk.set(1, make_profile(10, id=2, level=4))
    assert why() == [OUTRANKED]


def test_a_profile_of_the_transaction_outranks_a_default(talk, make_profile, why):
    talk.start()
    talk.set(1, make_profile(16, id=1, purpose=TX))
    talk.set(1, make_profile(10, id=2, level=4))
    assert why() == ["It does not count now: TxProfile level 0 outranks it."]


def test_its_time_is_over_or_has_not_come(talk, make_profile, why):
    talk.set(1, make_profile(16, duration=60))
    assert why() == []
    assert why(after_s=60) == [OVER]
    talk.set(1, make_profile(16, validFrom=talk.clock(3600)))
    assert why() == ["It does not count now: its time has not come."]
    assert why(after_s=3600) == []
    talk.set(1, make_profile())
    assert why() == ["It does not count now: it has no period for this time."]


def test_it_waits_for_a_transaction(talk, make_profile, why):
    talk.set(1, make_profile(16, kind="Relative"))
    assert why() == ["It does not count yet: it begins with the next transaction."]
    talk.start()
    assert why() == []


def test_it_is_for_another_transaction(talk, make_profile, why):
    talk.start(transaction=7)
    talk.set(1, make_profile(16, purpose=TX, transactionId=8))
    assert why() == ["It does not count now: its transaction does not run."]


def test_it_is_gone(talk, make_profile, why):
    talk.start()
    talk.set(1, make_profile(16, purpose=TX))
    talk.stop()
    assert why() == [GONE]
