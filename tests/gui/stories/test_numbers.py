# SPDX-License-Identifier: Apache-2.0
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.numbers import numbers_of
from tests.gui.stories.sessions import SUSPECT, failed, running, story, transaction

UTC = Moments(TimeMode.UTC)


def told(one):
    return [(number.label, number.value) for number in numbers_of(one, UTC)]


def test_energy_comes_with_its_source_and_what_others_say():
    found = told(story())
    assert found[:3] == [
        ("Energy", "12.83 kWh, exact"),
        ("", "meterStop \N{MINUS SIGN} meterStart"),
        ("", "power over time: 12.64 kWh"),
    ]
    assert ("Time charging", "55 min 00 s") in found
    assert ("Peak power", "11.04 kW") in found
    assert ("Mean while charging", "10.73 kW") in found
    assert ("Mean over the transaction", "9.05 kW") in found


def test_energy_that_is_suspect_stands_out_with_its_reason():
    one = story(transactions=(transaction(energy=SUSPECT),))
    energy, _source, note = numbers_of(one, UTC)[:3]
    assert energy.value == "412.8 kWh, ▲ suspect"
    assert energy.color == "slow"
    assert note.value == "▲ The register fell."


def test_it_is_said_what_to_do_where_nothing_tells_the_energy():
    one = story(transactions=(transaction(energy=None),), energy_wh=None)
    assert "MeterValueSampleInterval" in told(one)[0][1]


def test_a_transaction_has_its_number_times_card_and_meter():
    found = dict(told(story()))
    assert found["Transaction"] == "501"
    assert found["idTag"] == "04A1B2C3"
    assert found["Stop reason"] == "EVDisconnected"
    assert found["Meter"].replace("\u202f", "") == "152300 Wh → 165131 Wh"
    times = "2026-01-31T13:05:31Z to 2026-01-31T14:05:31Z"
    assert ("", times) in told(story())
    assert ("", "from 2026-01-31T13:05:31Z") in told(running())


def test_what_is_not_known_of_a_transaction_is_said_or_left_out():
    bare = transaction(
        None,
        None,
        id_tag="",
        meter_start_wh=None,
        meter_stop_wh=None,
        stop_reason="",
        is_offline=True,
    )
    found = dict(told(story(transactions=(bare,))))
    assert found["Transaction"] == "unknown, begun offline and told later"
    assert not {"idTag", "Stop reason", "Meter"} & set(found)


def test_half_a_meter_reading_says_which_half():
    begun = dict(told(running(transactions=(transaction(meter_stop_wh=None),))))
    assert begun["Meter"].endswith(" Wh at the start")
    ended = dict(told(story(transactions=(transaction(meter_start_wh=None),))))
    assert ended["Meter"].endswith(" Wh at the end")


def test_several_transactions_have_an_energy_each_and_one_together():
    one = story(transactions=(transaction(7), transaction(8)), energy_wh=25_662.0)
    found = told(one)
    assert found[0] == ("Energy", "25.66 kWh in 2 transactions")
    assert [value for label, value in found if label == "Transaction"] == ["7", "8"]
    assert [label for label, _value in found].count("Energy") == 3


def test_a_failed_start_has_no_numbers():
    assert told(failed()) == []
