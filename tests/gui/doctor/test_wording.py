# SPDX-License-Identifier: Apache-2.0
"""The words of the connection doctor."""

import pytest

from ocppdesk.analysis.links import Closer
from ocppdesk.analysis.lives import Life
from ocppdesk.gui.doctor import wording

pytestmark = pytest.mark.usefixtures("qapp")


def test_who_ended_a_connection_is_told_apart():
    ends = [Life(1), *(Life(1, 0, 9, closer) for closer in Closer)]
    ends += [Life(1, 0, 9, Closer.CSMS, is_replaced=True), Life(1, 0, 9, is_idle=True)]
    texts = [wording.ended_by(life) for life in ends]
    assert texts[0] == "● connected"
    assert len(set(texts)) == len(texts)


def test_close_codes_have_words():
    assert wording.close_text(Life(1)) == ""
    assert wording.close_text(Life(1, close_code=1006)).startswith("1006 ")
    assert wording.close_text(Life(1, close_code=99)) == "99"


def test_ages_at_the_end():
    assert wording.age(1_000_000, 61_000_000) == "1 min"
    assert wording.age(None, 5) == wording.age(5, None) == ""
    assert wording.age(9, 5) == "0 ms"


def test_round_trips():
    assert wording.trips_text([]) == "No ping has come back so far."
    assert wording.trips_text([0.012]) == "Ping: 12 ms."
    told = wording.trips_text([0.5, 2, 0.03])
    assert told == "Ping: 30 ms; of the last 3, 30 ms to 2.0 s."


def test_a_recording_tells_what_it_knows_of_pings():
    gone = Life(1, 0, 90_000_000, heard_at=88_000_000, pings=1_234)
    told = wording.recorded_pings([gone, Life(2, 91_000_000)])
    assert "sent 1\N{NARROW NO-BREAK SPACE}234 pings" in told
    assert "2 s before the end" in told
    assert "not kept" in told
    assert "sent 1 ping." in wording.recorded_pings(
        [Life(1, 0, 9, heard_at=9, pings=1)]
    )
    assert "sent no ping" in wording.recorded_pings([Life(1, 0, heard_at=9)])
    assert "does not tell of pings" in wording.recorded_pings([Life(1, 0, 9)])
    assert wording.recorded_pings([]) == ""


def test_look_alikes_are_asked_about():
    (told,) = wording.identity_advice("CP-0O1", "/CP-0O1", ["CP-001", "CP-0O1"])[1:]
    assert "“CP-0O1” looks like “CP-001”" in told


@pytest.mark.parametrize(
    ("platform", "word"),
    [("win32", "Windows Security"), ("darwin", "System Settings"), ("linux", "ufw")],
)
def test_where_to_look_for_a_firewall(platform, word):
    told = wording.firewall_text(9000, platform)
    assert "This computer can reach itself; a firewall may still block others." in told
    assert word in told


def test_an_address_that_is_not_reached_says_why():
    assert wording.reached_text("10.0.0.1", "") == "10.0.0.1: reached"
    assert "not reached (timed out)" in wording.reached_text("10.0.0.1", "timed out")
