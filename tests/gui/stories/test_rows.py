# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions.story import (
    Certainty,
    Energy,
    EnergySource,
    Outcome,
    Quality,
)
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.rows import ChipKind, Column, row_of, tool_tip
from tests.gui.stories.sessions import (
    SECOND,
    SUSPECT,
    failed,
    line,
    running,
    story,
    transaction,
)

UTC = Moments(TimeMode.UTC)


def row(one, now=None):
    return row_of(one, UTC, now=now)


def test_a_row_has_all_that_the_table_shows():
    assert row(story()).texts == (
        "2026-02-01T13:05:31Z",
        "2026-02-01T14:05:31Z",
        "1 h 00 min",
        "1",
        "✓ Completed",
        "12.83 kWh",
        "11.04 kW",
        "10.73 kW",
        "04A1B2C3",
        "EVDisconnected",
        "observed",
    )


def test_what_is_not_known_is_left_open():
    texts = row(failed()).texts
    assert [texts[n] for n in (Column.ENERGY, Column.PEAK, Column.MEAN)] == [
        "\N{EN DASH}"
    ] * 3
    assert texts[Column.STOP] == ""


def test_a_running_session_lasts_until_now_and_a_log_until_its_last_line():
    one = running()
    now = one.began_at + 90 * SECOND
    assert row(one, now).texts[Column.DURATION] == "1 min 30 s"
    assert row(one, now).texts[Column.END] == ""
    seen = running(lines=(line(86_400 + 30, "The last."),))
    assert row(seen).texts[Column.DURATION] == "≥ 30 s"


def test_a_clock_that_was_set_back_makes_no_negative_duration():
    one = story()
    assert row(story(ended_at=one.began_at - SECOND)).texts[Column.DURATION] == "0 s"


def test_energy_that_is_no_more_than_a_guess_is_marked():
    guess = Energy(5_000.0, EnergySource.POWER, Quality.ESTIMATED)
    found = row(story(transactions=(transaction(energy=guess),)))
    assert found.texts[Column.ENERGY].startswith("≈ ")
    wrong = row(story(transactions=(transaction(energy=SUSPECT),)))
    assert wrong.texts[Column.ENERGY].startswith("▲ ")
    assert wrong.energy_color == "slow"
    assert "The register fell." in tool_tip(wrong, Column.ENERGY)


@pytest.mark.parametrize(
    ("one", "kinds"),
    [
        (story(), set()),
        (failed(), {ChipKind.FAILED}),
        (story(outcome=Outcome.STOPPED_BY_POWER), {ChipKind.FAILED}),
        (story(outcome=Outcome.ORPHANED), {ChipKind.FAILED}),
        (running(), {ChipKind.RUNNING}),
        (running(energy_wh=20.0), {ChipKind.RUNNING}),
        (
            running(energy_wh=0.0, missing_step="power offer"),
            {ChipKind.RUNNING, ChipKind.NO_ENERGY},
        ),
        (story(outcome=Outcome.COMPLETED_NO_ENERGY), {ChipKind.NO_ENERGY}),
        (story(transactions=(transaction(energy=SUSPECT),)), {ChipKind.SUSPECT}),
    ],
)
def test_chips(one, kinds):
    assert row(one).kinds == kinds


def test_everything_that_is_told_can_be_searched():
    found = row(story(summary="The DRIVER unplugged.", missing_step="None."))
    for word in ("04a1b2c3", "evdisconnected", "completed", "driver", "501", "none."):
        assert word in found.haystack


def test_texts_of_chargers_are_cut():
    long = row(story(id_tag="X" * 5_000, stop_reason="Y" * 5_000))
    assert max(map(len, long.texts)) == 200


def test_every_column_tells_more_under_the_mouse():
    found = row(story(certainty=Certainty.INFERRED))
    assert all(tool_tip(found, column) for column in Column)
    open_one = row(running(transactions=()))
    assert tool_tip(open_one, Column.END) == tool_tip(open_one, Column.ENERGY) == ""


def test_what_is_unknown_comes_last_in_every_order():
    missing, there = row(failed()), row(story())
    assert missing.key(Column.ENERGY) < there.key(Column.ENERGY)
    odd = row(story(energy_wh=float("nan")))
    assert odd.key(Column.ENERGY) < there.key(Column.ENERGY)
    assert row(running()).key(Column.END) > there.key(Column.END)
