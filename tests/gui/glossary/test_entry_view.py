# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QUrl

from ocppdesk.gui.glossary.entry_view import EntryView


@pytest.fixture
def view(theme, qtbot):
    made = EntryView(theme)
    qtbot.addWidget(made)
    return made


def test_a_link_asks_for_another_action(view, qtbot):
    view.show_entry("Authorize", "1.6")
    with qtbot.waitSignal(view.action_wanted) as signal:
        view.anchorClicked.emit(QUrl("action:StartTransaction"))
    assert signal.args == ["StartTransaction"]
    assert view.toPlainText().startswith("Authorize")


def test_other_links_lead_nowhere(view, qtbot):
    with qtbot.assertNotEmitted(view.action_wanted):
        view.anchorClicked.emit(QUrl("https://example.com/x"))


def test_colors_follow_the_theme(view, theme):
    theme.apply("Light", 100)
    view.show_entry("Authorize", "1.6")
    theme.apply("Dark", 100)
    assert theme.color("warning.back").name() in view.toHtml()


def test_a_text_of_ours_stays_when_the_theme_changes(view, theme):
    view.show_entry("Authorize", "1.6")
    view.show_html("<p>Something else</p>")
    theme.apply("Dark", 100)
    assert view.toPlainText() == "Something else"
