# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QPushButton, QToolButton

from ocppdesk.core.glossary import entries
from ocppdesk.core.versions import Version
from ocppdesk.gui.glossary.dialog import GlossaryDialog


@pytest.fixture
def dialog(theme, qtbot):
    made = GlossaryDialog(theme)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def listed(dialog):
    model = dialog.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def switch(dialog, qtbot, version):
    button = next(
        b for b in dialog.findChildren(QToolButton) if b.text() == f"OCPP {version}"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return button


def back_button(dialog):
    return dialog.findChild(QPushButton)


@pytest.mark.parametrize("version", [v.value for v in Version])
def test_every_message_of_a_version_is_listed(dialog, qtbot, version):
    switch(dialog, qtbot, version)
    assert listed(dialog) == [e.action for e in entries(version)]


def test_it_does_not_block_the_window(dialog):
    assert not dialog.isModal()


def test_an_entry_is_explained_at_once(dialog):
    assert dialog.shown == ("Authorize", "1.6")
    assert dialog.page.toPlainText().startswith("Authorize")


def test_typing_finds_names_first_and_then_texts(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "heartbeat")
    assert listed(dialog)[0] == "Heartbeat"
    assert "BootNotification" in listed(dialog)
    assert dialog.shown[0] == "Heartbeat"


def test_what_is_not_found_is_said(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "qqq")
    assert listed(dialog) == []
    texts = [label.text() for label in dialog.findChildren(type(dialog._none))]
    assert "No message of OCPP 1.6 has “qqq”." in texts


def test_arrows_in_the_search_move_in_the_list(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "transaction")
    first = dialog.shown[0]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.shown[0] != first
    qtbot.keyClick(dialog.search, Qt.Key.Key_Up)
    assert dialog.shown[0] == listed(dialog)[0]


def test_a_click_explains_a_message(dialog, qtbot):
    index = dialog.list.model().index(3, 0)
    area = dialog.list.visualRect(index)
    qtbot.mouseClick(
        dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center()
    )
    assert dialog.shown[0] == "ChangeConfiguration"


def test_it_opens_at_an_action(dialog):
    dialog.show_entry("transactionevent", "2.0.1")
    assert dialog.shown == ("TransactionEvent", "2.0.1")
    assert dialog.list.currentIndex().data() == "TransactionEvent"


def test_an_action_is_shown_in_a_version_that_has_it(dialog):
    dialog.show_entry("TransactionEvent", "1.6")
    assert dialog.shown == ("TransactionEvent", "2.1")


def test_an_unknown_action_is_said_to_be_unknown(dialog):
    dialog.show_entry("VendorThing", "1.6")
    assert dialog.shown == ("VendorThing", "1.6")
    assert "DataTransfer" in dialog.page.toPlainText()


def test_opening_at_an_action_drops_the_search(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "qqq")
    dialog.show_entry("Reset", "1.6")
    assert dialog.search.text() == ""
    assert dialog.shown[0] == "Reset"


def test_a_message_stays_when_the_other_version_has_it(dialog, qtbot):
    dialog.show_entry("StatusNotification", "1.6")
    switch(dialog, qtbot, "2.0.1")
    assert dialog.shown == ("StatusNotification", "2.0.1")
    dialog.show_entry("StartTransaction", "1.6")
    switch(dialog, qtbot, "2.1")
    assert dialog.shown[1] == "2.1"
    assert dialog.shown[0] in listed(dialog)


def test_links_can_be_followed_and_gone_back(dialog, qtbot):
    assert not back_button(dialog).isEnabled()
    dialog.page.anchorClicked.emit(QUrl("action:ClearCache"))
    assert dialog.shown[0] == "ClearCache"
    qtbot.mouseClick(back_button(dialog), Qt.MouseButton.LeftButton)
    assert dialog.shown[0] == "Authorize"
    assert not back_button(dialog).isEnabled()


def test_escape_closes_it(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
