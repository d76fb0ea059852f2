# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QTreeWidget

from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def window(qtbot, theme, recording):
    made = MainWindow(Settings(), theme, is_live=False)
    made.show()
    for charger in ("CP-1", "CP-2"):
        recording.beat(1, charger)
    made.show_capture(recording.path, last_id=recording.commit())
    qtbot.waitUntil(lambda: made.chargers.identities == ["CP-1", "CP-2"])
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def menu_of(window):
    """Open the menu on a row of the list, and return its entries."""

    def menu_of(row):
        tree = window.chargers.findChild(QTreeWidget)
        at = tree.visualItemRect(tree.topLevelItem(row)).center()
        place = tree.viewport().mapToGlobal(at)
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, at, place)
        QApplication.sendEvent(tree.viewport(), event)
        (menu,) = window.chargers.findChildren(QMenu)
        entries = {a.text().partition("\t")[0]: a for a in menu.actions()}
        return menu, entries

    return menu_of


def test_the_menu_is_about_the_charger_under_the_pointer(window, menu_of):
    menu, entries = menu_of(2)
    assert window.chargers.chosen == "CP-2"
    entries["Sessions"].trigger()
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Sessions"
    menu.close()


def test_what_takes_a_live_window_is_off_in_a_review(menu_of):
    menu, entries = menu_of(1)
    assert not entries["Send a command"].isEnabled()
    assert entries["Configuration"].isEnabled()
    menu.close()


def test_the_identity_is_copied(menu_of):
    menu, entries = menu_of(1)
    entries["&Copy the identity"].trigger()
    assert QGuiApplication.clipboard().text() == "CP-1"
    menu.close()


def test_all_chargers_have_no_identity(window, menu_of):
    menu, entries = menu_of(0)
    assert "&Copy the identity" not in entries
    assert window.chargers.chosen == ""
    menu.close()


def test_beside_all_rows_it_is_about_the_chosen_one(window):
    asked = []
    window.chargers.menu_wanted.connect(lambda *wanted: asked.append(wanted[0]))
    window.chargers.choose("CP-2")
    tree = window.chargers.findChild(QTreeWidget)
    tree.customContextMenuRequested.emit(QPoint(5, tree.height() - 5))
    assert asked == ["CP-2"]
    for menu in window.chargers.findChildren(QMenu):
        menu.close()
