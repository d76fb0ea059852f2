# SPDX-License-Identifier: Apache-2.0
import contextlib

import pytest

from ocppdesk.csms.filedrop.addresses import (
    DropError,
    host_in_url,
    is_own,
    listening_socket,
    local_address,
)


@pytest.mark.parametrize(
    ("sockname", "address"),
    [
        (("192.168.1.5", 9000), "192.168.1.5"),
        (("::ffff:192.168.1.5", 9000, 0, 0), "192.168.1.5"),
        (("fe80::1%eth0", 9000, 0, 2), "fe80::1"),
        (None, ""),
    ],
)
def test_the_address_is_that_of_our_end(sockname, address):
    assert local_address(sockname) == address


def test_addresses_stand_in_urls_as_urls_have_them():
    assert host_in_url("10.0.0.1") == "10.0.0.1"
    assert host_in_url("fe80::1") == "[fe80::1]"


def test_any_port_is_taken_if_none_is_wished():
    with contextlib.closing(listening_socket("127.0.0.1", None)) as found:
        assert found.getsockname()[1] > 0


def test_the_first_free_port_of_a_range_is_taken(free_ports):
    with (
        contextlib.closing(listening_socket("127.0.0.1", free_ports)) as first,
        contextlib.closing(listening_socket("127.0.0.1", free_ports)) as second,
    ):
        assert first.getsockname()[1] == free_ports[0]
        assert second.getsockname()[1] == free_ports[1]


def test_a_range_that_is_used_up_is_told(free_ports):
    one = free_ports[:1]
    with (
        contextlib.closing(listening_socket("127.0.0.1", one)),
        pytest.raises(DropError, match="All ports from"),
    ):
        listening_socket("127.0.0.1", one)


@pytest.mark.parametrize(
    ("host", "ports", "words"),
    [
        ("192.0.2.9", None, "has no address 192.0.2.9"),
        ("127.0.0.1", range(0), "No port may be used"),
        ("127.0.0.1", range(70_000, 70_001), "no port 70000"),
    ],
)
def test_what_cannot_be_listened_on_is_told(host, ports, words):
    with pytest.raises(DropError, match=words):
        listening_socket(host, ports)


def test_own_addresses_are_known():
    assert is_own("127.0.0.1")
    assert not is_own("192.0.2.9")
