# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.csms.filedrop.options import FileProtocol
from ocppdesk.gui.addresses import Address
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.fields import ServerFields, TriesFields

ADDRESSES = (
    Address("192.168.50.1", 24, "eth0", "Ethernet"),
    Address("10.0.4.23", 16, "wlan0", "Wi-Fi"),
)


@pytest.fixture
def server(qtbot, theme):
    def make(protocols=None, reached="192.168.50.1"):
        known = Abilities(protocols=protocols, setting="FileTransferProtocols")
        made = ServerFields(theme, known, reached=reached, addresses=ADDRESSES)
        qtbot.addWidget(made)
        return made

    return make


@pytest.fixture
def tries(qtbot, theme):
    def make(retries):
        made = TriesFields(theme, retries=retries)
        qtbot.addWidget(made)
        return made

    return make


def test_the_address_that_the_charger_reached_is_the_first(server):
    made = server()
    assert made.address.currentText().startswith("192.168.50.1, which the charger")
    assert made.host == ""


def test_another_address_can_be_chosen(server):
    made = server()
    assert made.address.count() == 2
    made.address.setCurrentIndex(1)
    assert made.host == "10.0.4.23"


def test_without_a_known_way_an_address_of_this_computer_is_chosen(server):
    assert server(reached="").host == "192.168.50.1"


def test_what_the_charger_speaks_is_the_default_and_said(server):
    made = server(("FTP",))
    assert made.chosen_protocol is FileProtocol.FTP
    assert made.note.text() == "FileTransferProtocols of the charger: FTP."


def test_a_protocol_that_the_charger_does_not_speak_is_doubted(server):
    made = server(("FTP",))
    made.protocol.setCurrentIndex(made.protocol.findData(FileProtocol.HTTP))
    assert made.note.text().endswith("That is not HTTP.")


def test_what_is_not_known_is_said(server):
    assert "configuration was not read" in server().note.text()


def test_retries_may_be_left_to_the_charger(tries):
    made = tries(None)
    assert (made.retries, made.interval_s) == (None, None)
    assert made.retries_box.text() == "left to the charger"


def test_retries_have_an_interval(tries):
    made = tries(1)
    made.interval_box.setValue(45)
    assert (made.retries, made.interval_s) == (1, 45)


def test_no_retries_have_none(tries):
    made = tries(0)
    assert (made.retries, made.interval_s) == (0, None)
    assert made.interval_box.isHidden()
