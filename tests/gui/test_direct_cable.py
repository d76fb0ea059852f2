# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.addresses import Address
from ocppdesk.gui.direct_cable import CHARGER, plan_for, wired_interfaces


def test_both_ends_are_in_one_network():
    plan = plan_for(CHARGER, "enx0")
    assert (plan.charger, plan.computer) == ("192.168.50.2", "192.168.50.1")
    assert (plan.mask, plan.conflict) == ("255.255.255.0", "")


def test_a_charger_that_has_the_first_address_leaves_the_second_one():
    assert plan_for(" 10.1.2.1 ", "enx0").computer == "10.1.2.2"


@pytest.mark.parametrize(
    "text",
    ["", "charger", "192.168.50", "::1", "127.0.0.1", "0.0.0.0", "224.0.0.5",
     "192.168.50.0", "192.168.50.255"],
)  # fmt: skip
def test_what_no_charger_can_have_is_no_plan(text):
    assert plan_for(text, "enx0") is None


@pytest.mark.parametrize(
    ("platform", "there", "back"),
    [
        ("linux", "nmcli connection add type ethernet ifname enx0",
         "nmcli connection delete"),
        ("win32", 'netsh interface ipv4 set address name="enx0" static 192.168.50.1',
         'name="enx0" dhcp'),
        ("darwin", 'networksetup -setmanual "enx0" 192.168.50.1', '-setdhcp "enx0"'),
    ],
)  # fmt: skip
def test_the_commands_are_those_of_the_system(platform, there, back):
    plan = plan_for(CHARGER, "enx0", platform=platform)
    assert there in plan.commands[0]
    assert back in plan.way_back[0]


def test_another_interface_in_the_same_network_is_in_the_way():
    radio = Address("192.168.50.77", 24, "wlan0", "Wi-Fi")
    cable = Address("192.168.50.1", 24, "enx0", "Ethernet (USB)")
    long = Address("2001:db8::1", 64, "wlan0", "Wi-Fi")
    assert plan_for(CHARGER, "enx0", [long, cable, radio]).conflict == "Wi-Fi (wlan0)"
    assert plan_for(CHARGER, "enx0", [long, cable]).conflict == ""


def test_the_interfaces_of_this_computer_are_names(qapp):
    assert all(isinstance(name, str) and name for name in wired_interfaces())
