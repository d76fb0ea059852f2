# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.links import Closer
from tests.analysis.findings.talk import Talk

HEAD = b"GET /CP-1 HTTP/1.1\r\nAuthorization: Basic (masked)\r\n\r\n"


def connected(**fields):
    talk = Talk()
    talk.connect(**fields)
    talk.boot()
    return talk


@pytest.mark.parametrize(
    "kind", ["InvalidCentralSystemCertificate", "InvalidTLSVersion"]
)
def test_con_03_finds_reports_of_failed_handshakes(kind):
    talk = connected()
    talk.charger("SecurityEventNotification", type=kind)
    assert kind in talk.the("CON-03").text


def test_con_03_ignores_other_security_events():
    talk = connected()
    talk.charger("SecurityEventNotification", type="SettingSystemTime")
    assert "CON-03" not in talk.ids()


def test_con_05_finds_reports_of_refused_credentials():
    talk = connected()
    talk.charger("SecurityEventNotification", type="FailedToAuthenticateAtCsms")
    assert "CON-05" in talk.ids()


def test_con_05_ignores_other_security_events():
    talk = connected()
    talk.charger("SecurityEventNotification", type="SettingSystemTime")
    assert "CON-05" not in talk.ids()


def test_con_06_finds_a_connection_without_a_sub_protocol():
    talk = connected(offered="", subprotocol="")
    assert "offered nothing" in talk.the("CON-06").text


def test_con_06_finds_a_charger_that_speaks_another_version():
    talk = connected()
    message = talk.event("Started")
    finding = talk.the("CON-06")
    assert finding.title == "Another OCPP version than agreed on"
    assert finding.messages == (message,)


def test_con_06_finds_it_in_a_boot_and_where_nothing_was_agreed_on():
    talk = Talk()
    talk.connect(offered="", subprotocol="")
    message = talk.charger("BootNotification", chargingStation={"model": "X"})
    found = [each for each in talk.findings() if each.rule == "CON-06"]
    [finding] = [each for each in found if each.severity.name == "MEDIUM"]
    assert finding.text.startswith("No version was agreed on and 1.6 was assumed")
    assert finding.messages == (message,)


def test_con_06_ignores_what_was_agreed_on():
    talk = connected()
    talk.start()
    assert "CON-06" not in talk.ids()


def test_con_08_finds_an_open_connection_over_which_nothing_comes():
    talk = connected()
    assert "CON-08" not in talk.ids(later=899)
    finding = talk.the("CON-08", later=1000)
    assert "16 min 40 s" in finding.text


def test_con_08_finds_a_connection_that_was_dead_for_long():
    talk = connected()
    talk.wait(1000)
    talk.disconnect(code=1001, closer=Closer.CSMS, is_idle=True)
    finding = talk.the("CON-08")
    assert finding.title == "Connection went silent"
    assert len(finding.messages) == 2


def test_con_08_knows_the_interval_of_pings():
    talk = connected()
    talk.csms("GetConfiguration", key=["WebSocketPingInterval"], answer={
        "configurationKey": [
            {"key": "WebSocketPingInterval", "readonly": False, "value": "600"}
        ]
    })  # fmt: skip
    assert "CON-08" not in talk.ids(later=1_700)
    assert "CON-08" in talk.ids(later=1_900)


def test_con_08_is_not_sure_of_a_log_and_silent_where_nothing_tells_the_interval():
    talk = connected(peer="")
    finding = talk.the("CON-08", later=1_000)
    assert finding.is_possible
    assert finding.severity.name == "MEDIUM"
    talk = Talk()
    talk.connect(peer="")
    talk.charger("Heartbeat")
    assert "CON-08" not in talk.ids(later=1_000)


def test_con_08_ignores_an_idle_connection_that_was_ended_after_a_sleep():
    talk = connected()
    talk.wait(7_200)
    talk.disconnect(code=1001, closer=Closer.CSMS, is_idle=True)
    assert "CON-08" not in talk.ids()


def test_con_08_ignores_a_connection_that_ended_while_the_computer_slept():
    talk = connected()
    talk.wait(7200)
    talk.disconnect()
    assert "CON-08" not in talk.ids()


def test_con_08_ignores_a_connection_that_pings():
    talk = connected()
    talk.wait(1000)
    talk.change_link(last_heard_at=talk.now)
    assert "CON-08" not in talk.ids()
    talk.disconnect()
    assert "CON-08" not in talk.ids(later=1000)


def test_con_12_finds_a_connection_that_ended_by_a_breach_of_the_rules():
    talk = connected()
    talk.disconnect(code=1002, close_reason="reserved bits must be 0")
    assert "1002: “reserved bits must be 0”" in talk.the("CON-12").text


def test_con_12_tells_who_complained():
    talk = connected()
    cause = "The charger closed the connection with code 1009."
    talk.disconnect(code=1009, cause=cause)
    finding = talk.the("CON-12")
    assert finding.title == "Charger complains about frames"
    assert "It means that it was sent a message that is longer" in finding.text


def test_con_12_ignores_other_ends():
    talk = connected()
    talk.disconnect(code=1000)
    assert "CON-12" not in talk.ids()


def test_con_13_finds_a_key_that_crosses_the_internet():
    talk = connected(peer="8.8.8.8:50000", head=HEAD)
    assert "8.8.8.8" in talk.the("CON-13").text


@pytest.mark.parametrize(
    "fields",
    [
        {"peer": "10.1.2.3:50000", "head": HEAD},
        {"peer": "[fe80::1]:50000", "head": HEAD},
        {"peer": "8.8.8.8:50000", "head": b"GET /CP-1 HTTP/1.1\r\n\r\n"},
        {"peer": "unknown", "head": HEAD},
    ],
)
def test_con_13_ignores_private_networks_and_chargers_without_a_key(fields):
    assert "CON-13" not in connected(**fields).ids()
