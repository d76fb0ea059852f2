# SPDX-License-Identifier: Apache-2.0
import dataclasses

import pytest

from ocppdesk.capture.records import Charger, Outcome, Row


def test_a_row_need_not_belong_to_a_call(message):
    assert Row(message=message(1), answer=None, size=3).call is None


def test_the_words_for_outcomes_are_those_of_older_captures():
    assert {outcome.value for outcome in Outcome} == {
        "open",
        "closed",
        "waiting",
        "no_request",
        "tls_on_plain",
        "plain_get",
        "bad_upgrade",
        "refused_subprotocol",
        "too_many",
        "not_http",
        "aborted",
    }


def test_records_do_not_change(connection):
    with pytest.raises(dataclasses.FrozenInstanceError):
        connection().charger = "CP2"


def test_a_charger_is_known_before_it_has_booted():
    charger = Charger("CP1", first_seen=1)
    assert not charger.is_connected
    assert charger.connectors == ()
    assert charger.boot_at is None
