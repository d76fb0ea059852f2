# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.events import IN_USE, OFFERS, State, is_transaction_id


@pytest.mark.parametrize("number", [1, 2**31, "T1", "5"])
def test_a_transaction_has_a_number(number):
    assert is_transaction_id(number)


@pytest.mark.parametrize("number", [None, 0, -1, "", "0", "-1", "null"])
def test_chargers_that_know_none_send_something_else(number):
    assert not is_transaction_id(number)


def test_a_car_that_takes_nothing_is_offered_power():
    assert State.SUSPENDED_EV in OFFERS
    assert State.SUSPENDED_EVSE not in OFFERS
    assert State.SUSPENDED_EVSE in IN_USE
