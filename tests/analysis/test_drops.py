# SPDX-License-Identifier: Apache-2.0
"""The pattern behind the ends of connections, over many conversations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.drops import Kind, pattern
from ocppdesk.analysis.links import Closer
from ocppdesk.analysis.lives import Life

SECOND = 1_000_000
IRREGULAR = (20, 3_600, 190, 44, 900, 7_000)


def lives(lived, *, silent=None, gap=5, first=0, **fields):
    """Make connections that lived so many seconds, and were silent at the end."""
    made, at = [], first * SECOND
    silences = silent if isinstance(silent, list | tuple) else [silent] * len(lived)
    for number, (life, quiet) in enumerate(zip(lived, silences, strict=True), 1):
        end = at + int(life * SECOND)
        said = None if quiet is None else end - int(quiet * SECOND)
        ends = {"closer": Closer.NOBODY, "close_code": 1006, **fields}
        made.append(Life(number, at, end, said_at=said, **ends))
        at = end + gap * SECOND
    return made


def test_nothing_that_ended_has_no_pattern():
    assert pattern([]).kind is Kind.NONE
    assert pattern([Life(1, 0)]).kind is Kind.NONE


def test_what_the_csms_ended_is_not_blamed_on_the_charger():
    found = pattern(lives([60, 60, 60], closer=Closer.CSMS))
    assert found.kind is Kind.OURS
    assert "All 3" in found.text


def test_one_end_is_no_pattern():
    found = pattern(lives([200]))
    assert found.kind is Kind.FEW
    assert found.text.startswith("One connection has ended after 3 min 20 s")


def test_two_ends_are_too_few():
    assert pattern(lives([60, 60])).kind is Kind.FEW


def test_all_end_the_same_time_after_the_last_message():
    lived = [600 + 37 * n * n for n in range(17)]
    found = pattern(lives(lived, silent=60))
    assert found.kind is Kind.SILENCE
    assert found.text == (
        "17 of 17 ended 1 min after the charger's last message, which is close to the "
        "60 s after which many proxies give up."
    )
    assert "30 s" in found.next


def test_a_few_others_do_not_hide_the_pattern():
    silent = [60] * 15 + [3, 5]
    found = pattern(lives([600 + 37 * n * n for n in range(17)], silent=silent))
    assert found.text.startswith("15 of 17 ended 1 min after")


def test_known_intervals_are_named():
    found = pattern(lives([70, 400, 900], silent=30), {"the heartbeat interval": 30})
    assert "close to the heartbeat interval" in found.text
    found = pattern(lives([120] * 3), {"WebSocketPingInterval": 119})
    assert "close to WebSocketPingInterval" in found.text


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(40, "common library"), (60, "proxies"), (180, "routers"), (700, ": a timer")],
)
def test_equal_lifetimes_mean_a_timer(seconds, said):
    silent = [seconds / 2, 1, seconds / 3, 2, 0.5]
    found = pattern(lives([seconds] * 5, silent=silent))
    assert found.kind is Kind.TIMER
    assert said in found.text


def test_connections_that_end_at_once_have_no_timer():
    assert pattern(lives([0.1] * 6, silent=0.05)).kind is Kind.IRREGULAR


def test_irregular_ends_mean_signal_or_power():
    found = pattern(lives(IRREGULAR, silent=[1, 30, 9, 2, 14, 55]))
    assert found.kind is Kind.IRREGULAR
    assert "without a close frame" in found.text
    assert "20 s to 1 h 56 min" in found.text
    assert "signal" in found.next


def test_ends_after_the_same_command_are_told():
    found = pattern(lives([60] * 4, silent=60, command="GetConfiguration"))
    assert found.kind is Kind.COMMAND
    assert "4 of 4" in found.text
    assert "GetConfiguration" in found.next


def test_one_end_after_a_command_is_chance():
    first, *rest = lives(IRREGULAR)
    called = lives([20], command="Reset", first=-100)
    assert pattern([*called, first, *rest]).kind is Kind.IRREGULAR


def test_a_charger_that_boots_each_time_is_told():
    found = pattern(lives(IRREGULAR, has_booted=True))
    assert found.kind is Kind.BOOTS
    assert "5 of 5 ends" in found.text  # nobody knows what came after the last


def test_a_charger_that_closes_and_boots_restarts_however_regularly():
    closing = {"closer": Closer.CHARGER, "close_code": 1000}
    found = pattern(lives([20] * 5, silent=19, has_booted=True, **closing))
    assert found.kind is Kind.BOOTS
    # Many chargers boot on each connection: who cuts them is another matter.
    assert pattern(lives([20] * 5, silent=19, has_booted=True)).kind is Kind.SILENCE


def test_what_the_charger_closes_itself_is_blamed_on_nothing_between():
    closing = {"closer": Closer.CHARGER, "close_code": 1000}
    found = pattern(lives([20] * 5, silent=[9, 1, 7, 2, 0.5], **closing))
    assert found.kind is Kind.TIMER
    assert found.text == "5 of 5 lived 20 s: the charger closes them itself."
    found = pattern(lives([600 + 37 * n * n for n in range(9)], silent=60, **closing))
    assert found.kind is Kind.SILENCE
    assert found.next.startswith("The charger itself closes")
    assert "proxy or router" not in found.next


def test_a_charger_that_closes_is_told_with_the_code():
    found = pattern(lives(IRREGULAR, closer=Closer.CHARGER, close_code=1000))
    assert found.kind is Kind.CLOSED
    assert "(code 1000)" in found.text


def test_replaced_connections_of_one_address_and_of_two():
    mine = {"is_replaced": True, "closer": Closer.CSMS}
    one = pattern(lives(IRREGULAR, address="10.0.0.7", **mine))
    assert one.kind is Kind.REPLACED
    assert "same address" in one.text
    other = lives([11, 500], address="10.0.0.8", first=90_000, **mine)
    two = pattern([*lives(IRREGULAR, address="10.0.0.7", **mine), *other])
    assert "from 10.0.0.7 and 10.0.0.8" in two.text


def test_a_connection_that_lasts_changes_nothing():
    closed = lives([600, 1_000, 4_000], silent=60)
    assert pattern([*closed, Life(9, 10**12)]) == pattern(closed)


_TIMES = st.none() | st.integers(min_value=-(10**15), max_value=10**17)


@given(
    st.lists(
        st.builds(
            Life,
            number=st.integers(),
            opened_at=_TIMES,
            ended_at=_TIMES,
            closer=st.sampled_from(Closer),
            close_code=st.none() | st.integers(),
            is_replaced=st.booleans(),
            address=st.text(),
            said_at=_TIMES,
            command=st.sampled_from(["", "Reset", "GetConfiguration"]),
            has_booted=st.booleans(),
        )
    )
)
def test_there_is_always_a_sentence(found):
    assert pattern(found).text.endswith(".")
