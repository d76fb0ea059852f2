# SPDX-License-Identifier: Apache-2.0
import dataclasses

import pytest

from ocppdesk.capture.records import Charger, Outcome, Row


@pytest.mark.parametrize(("shown", "is_cut"), [("abc", False), ("ab", True)])
def test_a_row_knows_whether_its_text_is_cut(message, shown, is_cut):
    row = Row(message=message(1, shown), answer=None, size=3)
    assert row.is_cut is is_cut


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
