# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.page import StoryPage
from tests.gui.stories.sessions import failed, line, running, story

UTC = Moments(TimeMode.UTC)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot, theme):
    made = StoryPage(theme, is_live=True)
    qtbot.addWidget(made)
    made.resize(1_000, 400)
    made.show()
    return made


def seen(page):
    return "\n".join(
        label.text() for label in page.findChildren(QLabel) if label.isVisible()
    )


def test_a_session_is_told_at_a_glance(qtbot, page):
    page.show_story(story(), UTC)
    assert page.outcome.text() == "✓ Completed"
    assert page.outcome.accessibleName() == "Completed"
    assert page.sure.text() == "observed"
    assert page.where.text() == (
        "Session 1 · connector 1 · 2026-02-01T13:05:31Z to 2026-02-01T14:05:31Z · "
        "idTag 04A1B2C3"
    )
    assert page.summary.text() == "Charged 12.83 kWh in an hour."
    assert "The driver unplugged." in page.timeline.toPlainText()
    qtbot.waitUntil(lambda: "12.83 kWh, exact" in seen(page))
    assert "What to try next" not in seen(page)


def test_a_failed_start_says_what_is_missing_and_what_to_try(page):
    page.show_story(failed(certainty=Certainty.INFERRED), UTC)
    assert page.outcome.text() == "✗ Failed: no plug"
    assert page.sure.text() == "≈ inferred"
    assert page.missing.text() == "First missing step: plug"
    assert page.advice.text().startswith("• Plug in")
    assert page.missing.isVisible()
    page.show_story(failed(missing_step=""), UTC)
    assert not page.missing.isVisible()
    assert page.advice.isVisible()


def test_a_running_session_has_a_beginning_only(page):
    page.show_story(running(), UTC)
    assert " · from 2026-02-01T13:05:31Z · " in page.where.text()


def test_buttons_ask_for_messages_chart_and_copies(qtbot, page):
    page.show_story(story(), UTC)
    with qtbot.waitSignal(page.filter_wanted) as told:
        qtbot.mouseClick(page.messages, LEFT)
    assert told.args == ["charger === CP-0042 no in 10..30"]
    with qtbot.waitSignal(page.filter_wanted) as told:
        page.messages.menu().actions()[2].trigger()
    assert told.args == ["charger === CP-0042 tx == 501"]
    with qtbot.waitSignal(page.chart_wanted) as told:
        qtbot.mouseClick(page.chart, LEFT)
    assert told.args == [story()]
    for action, is_markdown in zip(
        page.copy.menu().actions(), (False, True), strict=True
    ):
        with qtbot.waitSignal(page.copy_wanted) as told:
            action.trigger()
        assert told.args == [is_markdown]


def test_a_page_without_a_session_asks_for_nothing(qtbot, page):
    with qtbot.assertNotEmitted(page.filter_wanted):
        qtbot.mouseClick(page.messages, LEFT)
    with qtbot.assertNotEmitted(page.chart_wanted):
        qtbot.mouseClick(page.chart, LEFT)


def test_what_is_read_stays_while_the_session_goes_on(page):
    many = tuple(line(n, f"Thing {n}.", n + 1) for n in range(80))
    page.show_story(running(lines=many), UTC)
    bar = page.timeline.verticalScrollBar()
    bar.setValue(60)
    menu = page.messages.menu().actions()
    page.show_story(running(lines=(*many, line(99, "More."))), UTC)
    assert bar.value() == 60
    assert page.messages.menu().actions() == menu
    page.show_story(story(2, lines=many), UTC)
    assert bar.value() == 0
