# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton

from ocppdesk.gui.addresses import Address
from ocppdesk.gui.waiting.addresses import AddressCard

CABLE = Address("192.168.50.1", 24, "eth0", "Ethernet")
OTHER = Address("192.168.60.1", 24, "eth1", "Ethernet")
RADIO = Address("10.0.4.23", 24, "wlan0", "Wi-Fi")
SELF = Address("127.0.0.1", 8, "lo", "This computer only")
LONG = Address("2001:db8::5", 64, "eth1", "Ethernet")


@pytest.fixture
def card(qtbot, theme):
    before = QPushButton()
    qtbot.addWidget(before)
    card = AddressCard(theme, before)
    qtbot.addWidget(card)
    before.setParent(card)
    card.show()
    return card


def rows(card):
    """The texts beside each address."""
    QApplication.sendPostedEvents()  # layouts show what is new
    labels = sorted(card.findChildren(QLabel), key=lambda label: label.x())
    found = {}
    for button in card.findChildren(QRadioButton):
        if button.isVisible():
            line = button.geometry().center().y()
            found[button.text()] = [
                label.text()
                for label in labels
                if label.isVisible()
                and label.text()
                and label.geometry().top() <= line <= label.geometry().bottom()
            ]
    return found


def test_the_recommended_address_is_marked_and_checked(card):
    card.show_addresses((CABLE, RADIO), RADIO)
    assert rows(card) == {
        "192.168.50.1": ["Ethernet"],
        "10.0.4.23": ["Wi-Fi", "◀ use this"],
    }
    assert card.current == RADIO


def test_loopback_is_never_recommended_by_a_mark(card):
    card.show_addresses((SELF,), SELF)
    assert rows(card) == {"127.0.0.1": ["This computer only"]}
    assert card.current == SELF


def test_interfaces_of_one_kind_are_told_apart(card):
    card.show_addresses((CABLE, OTHER), CABLE)
    assert rows(card)["192.168.60.1"] == ["Ethernet (eth1)"]


def test_a_long_address_has_the_line_to_itself(card):
    card.show_addresses((CABLE, LONG), CABLE)
    assert rows(card)["2001:db8::5"] == []
    button = card.findChildren(QRadioButton)[-1]
    assert button.toolTip() == "Ethernet (eth1)"
    assert "Ethernet (eth1)" in button.accessibleName()


def test_a_click_is_told_and_stays(qtbot, card):
    card.show_addresses((CABLE, RADIO), CABLE)
    QApplication.sendPostedEvents()
    with qtbot.waitSignal(card.chosen):
        button = card.findChildren(QRadioButton)[1]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert card.current == RADIO
    card.show_addresses((CABLE, RADIO), CABLE)
    assert card.current == RADIO


def test_a_choice_that_is_gone_gives_way_to_the_recommended(card):
    card.show_addresses((CABLE, RADIO), CABLE)
    card.findChildren(QRadioButton)[1].click()
    moved = replace(RADIO, address="10.0.4.99")
    card.show_addresses((CABLE, moved), CABLE)
    assert card.current == CABLE


def test_no_address_is_a_problem_with_a_way_out(card):
    card.show_addresses((), None)
    texts = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert any("Plug in a cable" in text for text in texts)
    assert card.current is None
