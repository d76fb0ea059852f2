# SPDX-License-Identifier: Apache-2.0
"""From drafts to stories."""

import pytest

from ocppdesk.analysis.sample import Assumed, Sample
from ocppdesk.analysis.sessions.drafts import DraftTransaction
from ocppdesk.analysis.sessions.telling import measured, settle

MINUTE = 60_000_000


def sample(minute, wh):
    at = 1_785_585_600_000_000 + minute * MINUTE
    return Sample(
        minute, at, at, None, 1, 512, "Energy.Active.Import.Register", "", "Outlet",
        "Sample.Periodic", wh, "Wh", "Wh", Assumed.NOTHING, "MeterValues",
    )  # fmt: skip


@pytest.fixture
def transaction():
    transaction = DraftTransaction(512, 0, 0)
    transaction.samples = [sample(0, 0.0), sample(30, 3_000.0)]
    return transaction


def test_energy_is_calculated_when_there_is_more(transaction):
    first = measured(transaction)
    assert measured(transaction) is first
    transaction.samples.append(sample(60, 6_000.0))
    assert measured(transaction).energy.wh == 6_000


def test_what_is_settled_keeps_its_energy_without_its_values(transaction):
    settle(transaction)
    assert transaction.samples == []
    assert measured(transaction).energy.wh == 3_000


def test_a_late_end_tells_more_than_what_was_settled(transaction):
    settle(transaction)
    transaction.meter_start, transaction.meter_stop = 0.0, 4_000.0
    assert measured(transaction).energy.wh == 4_000


def test_lines_stand_in_the_order_in_which_it_happened(talk):
    talk.start("10:00:00", 1)
    talk.link("10:10:00", is_up=False)
    talk.link("12:00:00", is_up=True)
    talk.card("12:00:10", "04FFFF")
    talk.stop("12:00:20", number=1, told="11:00:33", reason="Local")
    ats = [line.at for line in talk.stories()[0].lines]
    assert ats == sorted(ats)


def test_a_story_of_several_transactions_has_the_energy_of_all(talk):
    talk.start("10:00:00", 1, wh=0)
    talk.stop("10:30:00", 2_000, 1, "Local")
    talk.status("10:30:01", "Finishing")
    talk.start("10:40:00", 2, wh=2_000)
    talk.meter("10:50:00", 2_500, 2, Power_Active_Import=3_000)
    talk.stop("11:00:00", 3_000, 2, "Remote")
    story = talk.story()
    assert (story.energy_wh, story.peak_w) == (3_000, 3_000)
    assert story.stop_reason == "Remote"
    assert story.mean_transaction_w == pytest.approx(3_000 * 60 / 50)


def test_a_plug_that_is_still_in_keeps_a_story_open_though_it_is_judged(talk):
    talk.session()
    del talk.messages[-1]
    assert talk.story().ended_at is None


def test_without_states_a_story_ends_with_its_transaction(talk):
    talk.start("10:00:00")
    talk.stop("10:30:00", 155_000)
    assert talk.story().ended_at == talk.at("10:30:00")


def test_a_peak_that_is_far_below_the_mean_is_none(talk):
    talk.start("10:00:00", wh=0)
    talk.meter("10:01:00", Power_Active_Import=1)
    talk.stop("10:05:00", wh=1_600)
    story = talk.story()
    assert (story.energy_wh, story.peak_w) == (1_600, None)


def test_a_remote_start_without_an_answer_is_told_as_such(talk):
    talk.remote_start("10:00:00", status=None)
    told = "The CSMS asks to start with card 04A1B2"
    assert talk.story(now="10:00:05").lines[0].text == told
    [line, _late] = talk.story(now="10:30:00").lines
    assert line.text == f"{told}; no answer is in these messages"
