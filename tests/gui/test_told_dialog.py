# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.told import Told
from ocppdesk.gui.told_dialog import ToldDialog
from ocppdesk.notices import Notice, Severity


@pytest.fixture
def told(qapp):
    owner = QObject()
    yield Told(owner, lambda: 1_790_000_000_000_000)
    owner.deleteLater()


@pytest.fixture
def dialog(qtbot, theme, told):
    told.note("Copied")
    made = ToldDialog(theme, told)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_newest_stands_on_top_with_its_time(dialog, told):
    told.note_notice(Notice("port", Severity.ERROR, "Port busy.", "errno 98"))
    when = time_text(1_790_000_000_000_000, "HH:mm:ss")
    wanted = [f"{when}  Port busy.", "    errno 98", f"{when}  Copied"]
    assert dialog.text.toPlainText().splitlines() == wanted


def test_who_reads_further_down_is_not_moved(dialog, told):
    for number in range(100):
        told.note(f"Sentence {number}")
    bar = dialog.text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    below = bar.maximum() - bar.value()
    told.note("One more")
    assert bar.maximum() - bar.value() == below


def test_what_is_selected_stays_selected(dialog, told):
    dialog.text.selectAll()
    told.note("One more")
    assert "One more" not in dialog.text.toPlainText()


def test_all_is_copied(qtbot, dialog):
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "&Copy")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().endswith("  Copied")
