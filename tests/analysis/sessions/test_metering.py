# SPDX-License-Identifier: Apache-2.0
"""Which session a measured value belongs to (protocol, 8.3, rule 4)."""

from ocppdesk.analysis.sessions.story import EnergySource, Outcome


def test_values_without_a_number_belong_to_what_runs_there(talk):
    talk.start("10:00:00", wh=1_000)
    talk.start("10:00:00", 2, "04FFFF", wh=1_000, connector=2)
    talk.meter("10:10:00", 2_500, None)
    first, second = talk.stories()
    assert first.energy_wh == 1_500
    assert not second.energy_wh


def test_a_charger_that_uses_another_number_is_told_of_once(talk, texts):
    talk.start("10:00:00", 512, wh=1_000)
    talk.meter("10:10:00", 2_000, 9)
    talk.meter("10:20:00", 3_000, 9)
    talk.stop("10:30:00", 4_000, 9)
    story = talk.story()
    assert texts(story).count("The charger calls transaction 512 number 9") == 1
    assert (story.outcome, story.energy_wh) == (Outcome.COMPLETED, 3_000)


def test_the_first_value_gives_a_start_without_an_answer_its_number(talk, texts):
    talk.start("10:00:00", verdict=None)
    talk.meter("10:10:00", 152_900, 33)
    story = talk.story()
    assert story.transactions[0].id == 33
    assert texts(story) == ["Transaction 33 started at 152 300 Wh"]


def test_a_log_may_begin_in_the_middle(talk):
    talk.meter("10:00:00", 2_000)
    talk.meter("10:30:00", 5_000)
    talk.stop("11:00:00", 6_000)
    story = talk.story()
    assert story.outcome is Outcome.COMPLETED
    assert "charged at least 4 kWh" in story.summary
    assert "Its beginning is not in these messages." in story.summary
    assert story.transactions[0].start_message is None


def test_the_number_of_a_session_that_has_ended_is_stale(talk):
    """Some chargers keep sending the old number (evcc-io/evcc#14673)."""
    talk.session("10:00:00", 1, wh=(0, 5_000))
    talk.start("11:00:00", 2, wh=5_000)
    talk.meter("11:30:00", 9_000, 1)
    _first, second = talk.stories()
    assert second.energy_wh == 4_000


def test_the_main_meter_is_no_session(talk):
    talk.start("10:00:00", wh=1_000)
    talk.meter("10:10:00", 900_000, None, connector=0)
    talk.stop("10:20:00", 2_000)
    assert talk.story().energy_wh == 1_000


def test_what_the_charger_offers_is_told_when_it_begins_and_ends(talk, texts):
    talk.start("10:00:00")
    for minute, amps in enumerate((16, 15.5, 0, 0, 6), start=1):
        talk.meter(f"10:0{minute}:00", Current_Offered=amps)
    assert texts(talk.story())[1:] == [
        "The charger offers 16 A (Current.Offered)",
        "The charger offers 0 A (Current.Offered)",
        "The charger offers 6 A (Current.Offered)",
    ]


def test_what_is_charged_without_a_transaction_is_counted(talk):
    talk.status("10:00:00", "Available")
    talk.status("10:00:05", "Preparing")
    talk.status("10:00:10", "Charging")
    talk.meter("10:01:00", 1_000, None, Power_Active_Import=7_000)
    talk.meter("10:31:00", 4_500, None, Power_Active_Import=7_200)
    talk.status("11:00:00", "Available")
    story = talk.story()
    assert (story.outcome, story.energy_wh) == (Outcome.COMPLETED, 3_500)
    assert story.peak_w == 7_200
    assert story.summary == "3.5 kWh were charged without a transaction."


def test_values_of_the_end_belong_to_what_ends(talk):
    talk.start("10:00:00", wh=1_000)
    data = [
        {"timestamp": f"2026-08-01T10:{minute}:00Z", "sampledValue": [
            {"value": str(wh), "context": context}]}
        for minute, wh, context in (
            ("00", 1_000, "Transaction.Begin"), ("30", 4_000, "Transaction.End"))
    ]  # fmt: skip
    talk.stop("10:30:00", 4_000, 0, transactionData=data)
    story = talk.story()
    others = dict(story.transactions[0].energy.others)
    assert others[EnergySource.TRANSACTION] == 3_000
