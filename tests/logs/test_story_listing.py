# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.story import (
    Certainty,
    Energy,
    EnergySource,
    Line,
    Outcome,
    Quality,
    Story,
    Transaction,
)
from ocppdesk.logs.story_listing import duration_s, story_lines, story_record

NOON = 1_785_585_600_000_000


def transaction(energy):
    return Transaction(512, "04A1", NOON, NOON + 60_000_000, 3, 9, 0.0, 10.0, "Local",
                       energy)  # fmt: skip


@pytest.fixture
def story():
    """Make a story of a minute."""

    def make(**known):
        lines = (
            Line(NOON, 1, "Plugged in", Certainty.INFERRED),
            Line(NOON + 1, None, "Nothing more", is_problem=True),
        )
        values = {
            "ended_at": NOON + 60_000_000,
            "transactions": (),
            "lines": lines,
            "outcome": Outcome.FAILED_NO_TOKEN,
            "certainty": Certainty.INFERRED,
            "summary": "The start failed.",
            "missing_step": "card",
        }
        return Story(1, "CP1", None, 2, NOON, **(values | known))

    return make


def test_a_record_has_what_scripts_want(story):
    sure = Energy(10.0, EnergySource.METER, Quality.EXACT)
    unsure = Energy(20.0, EnergySource.POWER, Quality.ESTIMATED)
    both = (transaction(sure), transaction(unsure))
    record = story_record(story(transactions=both, energy_wh=30.00049))
    assert list(record) == [
        "number", "charger", "evse", "connector", "start", "end", "duration_s",
        "transactions", "id_tag", "energy_wh", "energy_source", "energy_quality",
        "peak_w", "mean_w", "mean_transaction_w", "charging_s", "stop_reason",
        "outcome", "certainty", "missing_step", "summary", "lines",
    ]  # fmt: skip
    assert record["duration_s"] == 60
    assert record["transactions"] == [512, 512]
    # A sum is as good as its worst part.
    assert (record["energy_wh"], record["energy_quality"]) == (30.0, "estimated")
    assert record["energy_source"] == "power over time"
    assert record["outcome"] == "failed_no_token"
    assert record["lines"][0] == [
        "2026-08-01T12:00:00.000000Z", 1, "Plugged in", "inferred",
    ]  # fmt: skip


def test_what_goes_on_has_no_end(story):
    running = story(ended_at=None)
    assert duration_s(running) is None
    record = story_record(running)
    assert (record["end"], record["duration_s"]) == (None, None)
    assert "goes on" in next(story_lines(running))


def test_people_read_lines(story):
    first, summary, line, problem, _blank = story_lines(story(energy_wh=7_400.0))
    assert "CP1  connector 2  60 s  7.4 kWh" in first
    assert first.endswith("failed no token (inferred), missing: card")
    assert summary.strip() == "The start failed."
    assert line.endswith("#1  Plugged in [inferred]")
    assert problem.startswith("  ! ")
    assert problem.endswith("  Nothing more")


def test_where_it_was_may_not_be_known(story):
    lost = Story(1, "", None, None, NOON, NOON, (), (), Outcome.OPEN,
                 Certainty.OBSERVED, "…")  # fmt: skip
    assert "(no identity)  -  0 s" in next(story_lines(lost))
