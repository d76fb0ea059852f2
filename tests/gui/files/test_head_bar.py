# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.transfers.states import Outcome
from ocppdesk.gui.files.head_bar import HeadBar


@pytest.fixture
def bar(qtbot, theme):
    made = HeadBar(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_connected_charger_has_its_buttons(bar):
    bar.show_charger("CP1", version="1.6", obstacle="")
    assert bar.charger.text() == "CP1"
    assert bar.link.text() == "● connected, OCPP 1.6"
    assert bar.firmware.isEnabled()
    assert bar.log.text() == "&Get diagnostics…"


def test_2_x_has_logs(bar):
    bar.show_charger("CP1", version="2.0.1", obstacle="")
    assert bar.log.text() == "&Get log…"


def test_an_obstacle_is_said_and_turns_the_buttons_off(bar):
    bar.show_charger("CP1", version="1.6", obstacle="CP1 is not connected.")
    assert bar.link.text() == "○ CP1 is not connected."
    assert not bar.firmware.isEnabled()
    assert bar.log.toolTip() == "CP1 is not connected."


def test_jobs_are_listed_and_follow_what_happens(bar, state):
    assert not bar.jobs.isVisible()
    bar.show_job(state())
    assert bar.jobs.isVisible()
    bar.show_job(state(outcome=Outcome.SUCCEEDED))
    assert bar.jobs.count() == 1
    assert bar.jobs.itemText(0).endswith("CP1  UpdateFirmware: succeeded")


def test_the_newest_job_is_on_top(bar, state):
    bar.show_job(state())
    bar.show_job(state(number=2, charger="CP2"))
    assert "CP2" in bar.jobs.itemText(0)
    bar.forget_jobs()
    assert not bar.jobs.isVisible()


def test_recorded_jobs_are_listed_anew_and_the_chosen_one_stays(bar, state):
    told = []
    bar.jobs.currentIndexChanged.connect(told.append)
    bar.show_jobs([state(number=3), state(number=8)])
    assert bar.jobs.isVisible()
    assert bar.jobs.currentData() == 8
    bar.jobs.setCurrentIndex(1)
    told.clear()
    bar.show_jobs([state(number=3), state(number=8), state(number=9)])
    assert (bar.jobs.count(), bar.jobs.currentData()) == (3, 3)
    bar.show_jobs([])
    assert not bar.jobs.isVisible()
    assert told == []


def test_at_a_large_zoom_the_buttons_fit_beside_the_list_of_chargers(bar, theme):
    theme.apply("Light", 200)
    bar.show_charger("CP-0042", version="1.6", obstacle="")
    bar.resize(1020, 200)
    for button in (bar.firmware, bar.log):
        assert button.width() >= button.sizeHint().width()
