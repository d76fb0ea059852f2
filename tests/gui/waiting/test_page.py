# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
)

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.addresses import Address
from ocppdesk.gui.direct_cable_dialog import DirectCableDialog
from ocppdesk.gui.waiting.page import WaitingPage
from ocppdesk.gui.waiting.url import UrlField

CABLE = Address("192.168.50.1", 24, "eth0", "Ethernet")
RADIO = Address("10.0.4.23", 24, "wlan0", "Wi-Fi")
DIRECT = Address("169.254.7.8", 16, "enx0", "Ethernet (USB)")
SELF = Address("127.0.0.1", 8, "lo", "This computer only")
LONG = Address("2001:db8:1234:5678:9abc:def0:1234:5678", 64, "eth1", "Ethernet")
ATTEMPT = Connection(
    1, "", "10.0.4.77:1044", 0, Outcome.NO_REQUEST, cause="Nothing.", fix="Wait. " * 20
)


class Network:
    """The addresses of a computer whose cables a test plugs in and out."""

    def __init__(self):
        self.addresses = [CABLE, RADIO, DIRECT, SELF]

    def __call__(self):
        return list(self.addresses)


@pytest.fixture
def network():
    return Network()


@pytest.fixture
def page(qtbot, theme, network):
    page = WaitingPage(theme, network)
    qtbot.addWidget(page)
    page.resize(1000, 560)
    page.show()
    return page


@pytest.fixture
def update(page, tmp_path):
    def update(listening="", port=9000, error="", connections=()):
        page.update_state(
            listening, port, error, list(connections), tmp_path / "x.ocppdesk"
        )

    return update


def texts(page):
    QApplication.sendPostedEvents()  # layouts show what is new
    labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
    return [label.text() for label in labels if label.text()]


def choices(page):
    QApplication.sendPostedEvents()
    buttons = page.findChildren(QRadioButton)
    return {button.text(): button for button in buttons if button.isVisible()}


def test_the_page_says_what_is_listened_on(page, update):
    update()
    assert "Waiting for a charger…" in texts(page)
    assert "● Listening on port 9000, all network interfaces" in texts(page)
    assert page.url == "ws://192.168.50.1:9000/"


def test_the_page_warns_that_there_is_no_password(page):
    assert any("no password or TLS yet" in text for text in texts(page))


def test_nobody_is_told_to_wait_while_nobody_listens(page, update):
    update(listening=None, error="Port 9000 is in use by another program.")
    assert "Not listening yet" in texts(page)
    assert "Port 9000 is in use by another program." in texts(page)


def test_listening_on_one_address_offers_that_one(page, update):
    update(listening="10.0.4.23")
    assert page.url == "ws://10.0.4.23:9000/"
    assert list(choices(page)) == ["10.0.4.23"]


def test_listening_to_oneself_only_is_called_a_mistake(page, update):
    update(listening="127.0.0.1")
    assert any("Only this computer itself" in text for text in texts(page))


def test_an_attempt_shows_which_address_to_use(page, update):
    update()
    update(connections=[ATTEMPT])
    assert page.url == "ws://10.0.4.23:9000/"
    assert choices(page)["10.0.4.23"].isChecked()


def test_a_click_chooses_an_address(qtbot, page, update):
    update()
    button = choices(page)["169.254.7.8"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.url == "ws://169.254.7.8:9000/"


def test_the_keyboard_chooses_an_address(qtbot, page, update):
    update()
    button = choices(page)["192.168.50.1"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Down)
    assert page.url == "ws://10.0.4.23:9000/"


def test_a_choice_outlives_attempts_and_new_cables(page, update, network):
    update()
    choices(page)["169.254.7.8"].click()
    update(connections=[ATTEMPT])
    network.addresses.insert(0, replace(CABLE, address="172.16.0.1"))
    page.look_again()
    assert page.url == "ws://169.254.7.8:9000/"


def test_a_chosen_address_that_is_gone_gives_way(page, update, network):
    update()
    choices(page)["169.254.7.8"].click()
    network.addresses.remove(DIRECT)
    page.look_again()
    assert page.url == "ws://192.168.50.1:9000/"


def test_a_direct_cable_is_called_one(page, update):
    update()
    assert "Ethernet (USB): direct cable, no address service" in texts(page)


def test_a_computer_without_network_says_so(page, update, network):
    network.addresses.clear()
    update()
    assert page.url == ""
    assert any("no network address" in text for text in texts(page))


def test_updates_that_change_nothing_leave_a_selection_alone(page, update):
    update()
    field = page.findChild(UrlField)
    field.setSelection(5, 12)
    update()
    update(connections=[replace(ATTEMPT, peer="192.168.50.7:1")])
    page.look_again()
    assert field.selectedText() == "192.168.50.1"


def test_a_few_attempts_need_no_scrolling(qapp, page, update):
    update(connections=[replace(ATTEMPT, id=2, peer="10.0.4.78:1"), ATTEMPT])
    qapp.sendPostedEvents()
    assert page.findChild(QScrollArea).verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_nothing_is_wider_than_the_page(theme, page, update, network, zoom):
    network.addresses.append(LONG)
    theme.apply("Dark", zoom)
    update(connections=[replace(ATTEMPT, cause="x" * 3000, peer="[::9]:1")])
    QApplication.sendPostedEvents()
    content = page.findChild(QScrollArea).widget()
    assert content.minimumSizeHint().width() <= 1000
    assert page.width() == 1000


@pytest.mark.parametrize(
    ("label", "signal"),
    [
        ("Open a file…", "open_requested"),
        ("Demo session", "demo_requested"),
        ("Settings", "settings_requested"),
    ],
)
def test_the_buttons_ask_for_the_rest(qtbot, page, label, signal):
    button = next(b for b in page.findChildren(QPushButton) if b.text() == label)
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_tab_key_goes_from_the_url_to_the_buttons(qtbot, page, update):
    update()
    page.activateWindow()
    field = page.findChild(UrlField)
    field.setFocus()
    stops = []
    while page.focusWidget() not in stops:
        stops.append(page.focusWidget())
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    names = [getattr(stop, "text", lambda: "")() for stop in stops]
    wanted = [
        "ws://192.168.50.1:9000/",
        "Copy",
        "192.168.50.1",
        "Open a file…",
        "Demo session",
        "Settings",
    ]
    assert [name for name in names if name in wanted] == wanted


def test_a_hidden_page_does_not_look(page, network):
    page.hide()
    assert not page._timer.isActive()
    page.show()
    assert page._timer.isActive()


def test_connections_that_a_timer_ends_are_told(page, update):
    ended = [
        Connection(
            number,
            "CP1",
            "10.0.4.77:1044",
            number * 10**9,
            Outcome.CLOSED,
            opened_at=number * 10**9,
            ended_at=number * 10**9 + 60_000_000,
            close_code=1006,
        )
        for number in (3, 2, 1)
    ]
    update(connections=ended)
    told = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("CP1: 3 of 3 lived 1 min") for text in told)


def test_the_port_can_be_tested_while_it_is_open(page, update):
    class Engine:
        """Only whether there is one matters."""

    page.set_engine(Engine())
    update(listening=None)
    assert not page.test.button.isEnabled()
    update()
    assert page.test.button.isEnabled()
    page.set_engine(None)
    assert not page.test.button.isEnabled()


def test_long_silence_is_told_with_what_to_try(qtbot, theme, network, tmp_path):
    times = [0]
    page = WaitingPage(theme, network, clock=lambda: times[0])
    qtbot.addWidget(page)
    page.show()
    page.update_state("", 9000, "", [], tmp_path / "x.ocppdesk")
    times[0] = 11 * 60_000_000
    page.look_again()
    assert any("nobody has connected to it" in text for text in texts(page))


def test_a_direct_cable_is_explained(qtbot, page, update):
    update()
    qtbot.mouseClick(page.cable, Qt.MouseButton.LeftButton)
    dialog = page.findChild(DirectCableDialog)
    assert dialog.isVisible()
    assert dialog.url.text().endswith(":9000/")
    dialog.reject()


def test_who_came_is_shown_at_the_next_look(page, update):
    update()
    page.hide()
    update(connections=[ATTEMPT])
    page.show()
    assert page.url == "ws://10.0.4.23:9000/"
    assert any(ATTEMPT.peer.partition(":")[0] in text for text in texts(page))


def test_the_url_is_the_present_one_also_while_nobody_looks(page, update):
    update()
    page.hide()
    update(port=9001)
    assert page.url == "ws://192.168.50.1:9001/"
