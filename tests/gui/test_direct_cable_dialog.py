# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ocppdesk.gui.addresses import Address
from ocppdesk.gui.direct_cable_dialog import DirectCableDialog

RADIO = Address("10.0.4.23", 24, "wlan0", "Wi-Fi")


@pytest.fixture
def make(qtbot, theme):
    def make(interfaces=("enx0", "eth1")):
        dialog = DirectCableDialog(theme, 9000, lambda: interfaces, lambda: [RADIO])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_it_tells_commands_addresses_and_the_url(make):
    dialog = make()
    assert dialog.interface.currentText() == "enx0"
    assert "192.168.50.1" in dialog.commands.text.toPlainText()
    assert "address 192.168.50.2, mask 255.255.255.0" in dialog.ends.text()
    assert dialog.url.text() == "ws://192.168.50.1:9000/"
    assert dialog.problem.isHidden()


def test_the_address_on_the_label_of_the_charger_decides(qtbot, make):
    dialog = make()
    dialog.charger.selectAll()
    qtbot.keyClicks(dialog.charger, "10.9.8.1")
    assert dialog.url.text() == "ws://10.9.8.2:9000/"


def test_a_network_that_is_taken_is_said(qtbot, make):
    dialog = make()
    dialog.charger.selectAll()
    qtbot.keyClicks(dialog.charger, "10.0.4.9")
    assert "Wi-Fi (wlan0) of this computer is in the same network" in (
        dialog.problem.text()
    )


def test_what_is_no_address_is_said_and_copies_nothing(qtbot, make):
    dialog = make()
    dialog.charger.selectAll()
    qtbot.keyClicks(dialog.charger, "charger")
    assert "no address of a charger" in dialog.problem.text()
    assert not dialog.commands.isEnabled()


def test_an_interface_that_was_not_found_can_be_typed(qtbot, make):
    dialog = make(())
    assert "No interface with a cable was found" in dialog.problem.text()
    qtbot.keyClicks(dialog.interface, "eth7")
    assert "eth7" in dialog.way_back.text.toPlainText() + (
        dialog.commands.text.toPlainText()
    )
    assert dialog.problem.isHidden()


def test_the_commands_are_copied(qtbot, make):
    dialog = make()
    qtbot.mouseClick(dialog.commands.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied == dialog.commands.text.toPlainText()
