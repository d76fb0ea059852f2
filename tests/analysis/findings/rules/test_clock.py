# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(60)
    return talk


def statuses(talk, count=6, **words):
    """Send some statuses, a minute apart, with another clock."""
    for _ in range(count):
        talk.wait(60)
        talk.status(1, "Available", timestamp=talk.stamp(**words))


def test_clk_01_finds_a_clock_that_is_slow():
    talk = online()
    statuses(talk, ago=200)
    finding = talk.the("CLK-01")
    assert "3 min 20 s slow" in finding.text
    assert len(finding.messages) >= 5


def test_clk_01_finds_a_clock_that_is_ahead_in_ocpp_2():
    talk = online(ocpp="2.0.1")
    for _ in range(6):
        talk.wait(60)
        talk.event("Updated", timestamp=talk.stamp(offset=105))
    text = talk.the("CLK-01").text
    assert "1 min 4" in text
    assert "ahead" in text


def test_clk_01_ignores_statuses_that_tell_when_they_began():
    talk = online()
    began = talk.stamp()
    for _ in range(8):
        talk.wait(600)
        for connector in (1, 2, 3):
            talk.csms("TriggerMessage", requestedMessage="StatusNotification")
            talk.status(connector, "Available", timestamp=began)
    assert "CLK-01" not in talk.ids()


def test_clk_01_ignores_messages_that_are_late_by_different_times():
    talk = online()
    for ago in (0, 300, 500, 700, 900, 1_100, 1_350, 1_600):
        statuses(talk, 1, ago=ago)
    assert "CLK-01" not in talk.ids()


def test_clk_01_ignores_a_clock_that_is_right_again():
    talk = online()
    statuses(talk, 8, ago=200)
    assert "CLK-01" in talk.ids()
    statuses(talk, 3)
    assert "CLK-01" not in talk.ids()


def test_clocks_are_not_sure_in_a_log():
    talk = Talk()
    statuses(talk, 8, ago=200)
    assert talk.the("CLK-01").is_possible
    statuses(talk, 8, offset=7_200)
    assert talk.the("CLK-03").is_possible
    assert talk.the("CLK-04").is_possible


def test_clk_01_ignores_some_seconds_and_single_messages():
    talk = online()
    statuses(talk, ago=20)
    statuses(talk, 2, ago=4_000)
    assert "CLK-01" not in talk.ids()


def test_clk_01_ignores_what_is_replayed():
    talk = online(ocpp="2.0.1")
    for _ in range(8):
        talk.event("Updated", timestamp=talk.stamp(ago=500), offline=True)
    assert "CLK-01" not in talk.ids()


def test_clk_02_finds_a_year_in_which_there_was_no_charger():
    talk = online()
    talk.status(1, "Available", timestamp="1970-01-01T00:03:12Z")
    assert "1970" in talk.the("CLK-02").text


def test_clk_02_is_not_sure_of_a_session_and_ignores_what_was_kept():
    talk = online()
    talk.start(1, timestamp="1970-01-01T00:03:12Z")
    assert talk.the("CLK-02").is_possible
    talk = online(ocpp="2.1")
    talk.event("Updated", timestamp="1970-01-01T00:03:12Z", offline=True)
    assert "CLK-02" not in talk.ids()


def test_clk_02_ignores_it_before_the_charger_was_told_the_time():
    talk = Talk()
    talk.connect()
    talk.status(1, "Available", timestamp="1970-01-01T00:03:12Z")
    assert "CLK-02" not in talk.ids()


def test_clk_03_finds_local_time():
    talk = online()
    statuses(talk, offset=7_195)
    finding = talk.the("CLK-03")
    assert "2 h ahead" in finding.text
    assert "ahead" in finding.text
    assert "CLK-01" not in talk.ids()


def test_clk_03_finds_times_without_a_zone():
    talk = online()
    for _ in range(6):
        talk.wait(60)
        talk.status(1, "Available", timestamp=talk.stamp().rstrip("Z"))
    assert talk.the("CLK-03").severity.name == "LOW"


@pytest.mark.parametrize("zone", ["[GMT]", " UTC", "+00:00", "z"])
def test_clk_03_ignores_zones_in_other_spellings(zone):
    talk = online()
    for _ in range(6):
        talk.wait(60)
        talk.status(1, "Available", timestamp=talk.stamp().rstrip("Z") + zone)
    assert "CLK-03" not in talk.ids()


@pytest.mark.parametrize("offset", [0, 900, 3_400])
def test_clk_03_ignores_what_is_no_zone(offset):
    talk = online()
    statuses(talk, offset=offset)
    assert "CLK-03" not in talk.ids()


def test_clk_04_finds_a_jump_that_stays():
    talk = online()
    statuses(talk, 4)
    statuses(talk, 4, offset=605)
    finding = talk.the("CLK-04")
    assert "forward by 10 min" in finding.text
    assert finding.count == 1


def test_clk_04_finds_that_the_time_was_set_but_not_after_a_boot():
    talk = Talk(ocpp="2.0.1")
    talk.connect()
    talk.boot()
    talk.charger("SecurityEventNotification", type="SettingSystemTime")
    assert "CLK-04" not in talk.ids()
    talk.wait(600)
    talk.charger("SecurityEventNotification", type="SettingSystemTime")
    finding = talk.the("CLK-04")
    assert (finding.title, finding.severity.name) == ("Clock was set", "LOW")


def test_clk_04_ignores_a_late_message_and_a_boot_in_between():
    talk = online()
    statuses(talk, 4)
    statuses(talk, 1, ago=600)
    statuses(talk, 4)
    assert "CLK-04" not in talk.ids()
    talk.boot()
    statuses(talk, 4, offset=600)
    assert "CLK-04" not in talk.ids()


def test_clk_05_finds_that_the_time_was_not_told_for_a_day():
    talk = online()
    for hour in range(26):
        talk.at(f"{(11 + hour) // 24} {(11 + hour) % 24:02d}:30:00")
        talk.meter(1, power=100)
    finding = talk.the("CLK-05")
    told = next(each.id for each in talk.messages if each.answer_to is not None)
    assert finding.messages == (told,)


def test_clk_05_ignores_a_charger_that_was_away():
    talk = online()
    talk.disconnect()
    talk.at("3 10:00:00")
    talk.connect()
    for _ in range(3):
        talk.wait(20)
        talk.meter(1, power=100)
    assert "CLK-05" not in talk.ids()


def test_clk_05_ignores_a_day_with_heartbeats():
    talk = online()
    talk.heartbeats(26 * 3_600, every=3_600)
    assert "CLK-05" not in talk.ids()
