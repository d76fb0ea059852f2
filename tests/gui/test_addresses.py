# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtNetwork import QNetworkInterface

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.addresses import (
    Address,
    classify,
    local_addresses,
    peer_host,
    recommended,
    url,
)

CABLE = Address("192.168.50.1", 24, "eth0", "Ethernet")
RADIO = Address("10.0.4.23", 24, "wlan0", "Wi-Fi")
SELF = Address("127.0.0.1", 8, "lo", "This computer only")
Type = QNetworkInterface.InterfaceType


def attempt(peer):
    return Connection(1, "", peer, 0, Outcome.NO_REQUEST)


def test_this_computer_has_its_loopback_address_last():
    addresses = local_addresses()
    assert addresses[-1].is_loopback
    assert not any(address.is_loopback for address in addresses[:-1])


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("eth0", Type.Ethernet, ("Ethernet", False)),
        ("enx00e04c680001", Type.Ethernet, ("Ethernet (USB)", False)),
        ("wlp2s0", Type.Wifi, ("Wi-Fi", False)),
        ("Wi-Fi", Type.Ethernet, ("Wi-Fi", False)),
        ("docker0", Type.Ethernet, ("Virtual network", True)),
        ("vEthernet (WSL)", Type.Ethernet, ("Virtual network", True)),
        ("tun0", Type.Virtual, ("VPN", True)),
        ("lo", Type.Loopback, ("This computer only", False)),
        ("odd7", Type.Unknown, ("", False)),
    ],
)
def test_interfaces_have_human_names(name, kind, expected):
    assert classify(name, kind) == expected


def test_the_name_of_the_system_is_not_said_twice():
    assert Address("10.0.0.1", 8, "Ethernet 2", "Ethernet").name == "Ethernet 2"
    assert CABLE.name == "Ethernet (eth0)"
    assert Address("10.0.0.1", 8, "odd7").name == "odd7"


def test_an_address_without_an_address_service_is_a_direct_cable():
    assert Address("169.254.7.8", 16, "eth0").is_direct
    assert not CABLE.is_direct


def test_without_attempts_the_first_real_address_is_recommended():
    assert recommended([CABLE, RADIO, SELF], []) is CABLE


def test_the_network_of_the_latest_attempt_is_recommended():
    attempts = [attempt("10.0.4.77:50000"), attempt("192.168.50.20:50000")]
    assert recommended([CABLE, RADIO, SELF], attempts) is RADIO


@pytest.mark.parametrize(
    "peer", ["127.0.0.1:4000", "10.0.4.23:4000", "8.8.8.8:4000", "", "nonsense"]
)
def test_attempts_that_name_no_neighbour_change_nothing(peer):
    assert recommended([CABLE, RADIO, SELF], [attempt(peer)]) is CABLE


def test_loopback_is_better_than_nothing():
    assert recommended([SELF], []) is SELF
    assert recommended([], []) is None


@pytest.mark.parametrize(
    ("peer", "host"),
    [
        ("192.168.50.20:50123", "192.168.50.20"),
        ("[2001:db8::5]:50123", "2001:db8::5"),
        ("[fe80::1%eth0]:50123", "fe80::1"),
        ("", ""),
    ],
)
def test_the_host_is_taken_out_of_a_peer(peer, host):
    assert peer_host(peer) == host


@pytest.mark.parametrize(
    ("address", "identity", "expected"),
    [
        ("192.168.50.1", "", "ws://192.168.50.1:9000/"),
        ("192.168.50.1", "CP001", "ws://192.168.50.1:9000/CP001"),
        ("2001:db8::5", "", "ws://[2001:db8::5]:9000/"),
        ("10.0.0.1", "RDAM 123/ä", "ws://10.0.0.1:9000/RDAM%20123%2F%C3%A4"),
    ],
)
def test_urls_for_chargers(address, identity, expected):
    assert url(address, 9000, identity) == expected
