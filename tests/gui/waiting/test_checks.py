# SPDX-License-Identifier: Apache-2.0
import os

import pytest

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.addresses import Address
from ocppdesk.gui.waiting.checks import ChecksCard

CABLE = Address("192.168.50.1", 24, "eth0", "Ethernet")
SELF = Address("127.0.0.1", 8, "lo")


@pytest.fixture
def card(qtbot, theme):
    card = ChecksCard(theme)
    qtbot.addWidget(card)
    return card


def attempt(peer):
    return Connection(1, "", peer, 0, Outcome.NO_REQUEST)


def test_an_open_port_is_right(card):
    card.check_port(9000, [CABLE, SELF], is_open=True, error="")
    assert card.texts[0] == "✓ OCPP Desk listens on port 9000."


def test_a_closed_port_says_why(card):
    error = "Port 9000 is in use by another program {1}."
    card.check_port(9000, [CABLE], is_open=False, error=error)
    assert card.texts[0] == f"✗ {error}"


def test_a_port_that_is_not_open_yet_is_not_right(card):
    card.check_port(9000, [CABLE], is_open=False, error="")
    assert card.texts[0] == "✗ Port 9000 is not open yet."


def test_before_the_port_is_known_nothing_is_said_about_it(card):
    card.check_port(0, [CABLE], is_open=False, error="")
    card.check_firewall(0, set(), [])
    card.show()
    assert card.texts[0].endswith("The port is about to open.")
    assert not card._firewall.isVisible()
    card.check_firewall(9000, set(), [])
    assert card._firewall.isVisible()


def test_listening_to_oneself_only_is_not_right(card):
    card.check_port(9000, [SELF], is_open=True, error="")
    assert card.texts[0].startswith("✗ Only this computer itself")


def test_a_folder_with_room_is_right(card, tmp_path):
    card.check_folder(tmp_path)
    assert card.texts[1].startswith("✓ Recording into")
    assert "B free" in card.texts[1]


def test_a_missing_folder_is_not_right(card, tmp_path):
    card.check_folder(tmp_path / "gone")
    assert card.texts[1].startswith("✗")
    assert "cannot be used" in card.texts[1]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_without_permission_is_not_right(card, tmp_path):
    tmp_path.chmod(0o500)
    card.check_folder(tmp_path)
    assert "cannot be written to" in card.texts[1]


def test_the_firewall_is_open_when_somebody_came_through(card):
    card.check_firewall(9000, {"192.168.50.1"}, [attempt("192.168.50.20:4000")])
    assert card.texts[2].startswith("✓")


@pytest.mark.parametrize(
    "peers", [[], ["127.0.0.1:4000"], ["192.168.50.1:4000"], ["[::1]:4000"], [""]]
)
def test_this_computer_itself_proves_nothing(card, peers):
    card.check_firewall(9000, {"192.168.50.1"}, [attempt(peer) for peer in peers])
    assert not card.texts[2].startswith("✓")


@pytest.mark.parametrize(
    ("platform", "word"),
    [("linux", "9000/tcp"), ("win32", "Windows"), ("darwin", "macOS")],
)
def test_every_platform_has_its_firewall_hint(card, monkeypatch, platform, word):
    monkeypatch.setattr("sys.platform", platform)
    card.check_firewall(9000, set(), [])
    assert word in card.texts[2]
