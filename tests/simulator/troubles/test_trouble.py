# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.troubles.trouble import Trouble

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("options", "clock"),
    [
        ({}, NOW),
        ({"clock_ahead_s": 7_200.0}, NOW + 7_200.0),
        ({"clock_ahead_s": None}, 0.0),
    ],
)
def test_clock_is_as_far_ahead_as_it_should_be(options, clock):
    trouble = Trouble("name", "It is odd.", **options)
    simulated = trouble.charger("ws://host/ocpp", starts_at=NOW)
    assert simulated.charger.wall() == pytest.approx(clock)
    assert simulated.charger.keeps_own_clock is bool(options)


def test_habit_and_settings_are_those_of_the_trouble():
    seen = []
    trouble = Trouble(
        "name", "It is odd.", habit=seen.append, settings={"MessageTimeout": "7"}
    )
    simulated = trouble.charger("ws://host/ocpp", identity="CP7")
    assert seen == [simulated.charger]
    assert simulated.charger.identity == "CP7"
    assert simulated.charger.settings.number("MessageTimeout") == 7


def test_useless_address_is_refused():
    with pytest.raises(ValueError, match="not a WebSocket address"):
        Trouble("name", "It is odd.").charger("http://host/")
