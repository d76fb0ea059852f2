# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import SECOND, Talk


def test_commands_are_known_with_their_answers_the_newest_first():
    talk = Talk()
    reset = talk.csms("Reset", type="Hard")
    talk.wait(5)
    talk.csms("UnlockConnector", connectorId=1, error="NotSupported")
    talk.wait(5)
    talk.csms("GetConfiguration", answer=None)
    commands = talk.known().commands
    found = commands.lately(at=talk.now, within_us=60 * SECOND)
    assert [each.action for each in found] == [
        "GetConfiguration", "UnlockConnector", "Reset",
    ]  # fmt: skip
    asked, unlock, first = found
    assert (first.message, first.status, first.is_accepted) == (reset, "Accepted", True)
    assert (unlock.error_code, unlock.connector) == ("NotSupported", 1)
    assert asked.answer is None
    assert not asked.is_accepted


def test_only_what_is_asked_for_comes():
    talk = Talk()
    talk.csms("UnlockConnector", connectorId=1)
    talk.wait(30)
    talk.csms("ClearCache")
    commands = talk.known().commands
    assert not commands.lately("UnlockConnector", at=talk.now, within_us=9 * SECOND)
    near = {"at": talk.now, "within_us": 60 * SECOND}
    assert len(commands.lately("UnlockConnector", "ClearCache", **near)) == 2
    assert [each.action for each in commands.lately(**near, connector=2)] == [
        "ClearCache"
    ]


def test_after_ten_minutes_they_are_forgotten():
    talk = Talk()
    talk.csms("ClearCache")
    talk.wait(700)
    talk.csms("ClearCache")
    assert len(talk.known().commands.lately(at=talk.now, within_us=10**12)) == 1


def test_it_is_known_what_restarts_a_charger():
    talk = Talk()
    talk.csms("Reset", type="Soft")
    talk.csms("ChangeConfiguration", key="SecurityProfile", value="2")
    talk.csms("ChangeConfiguration", key="HeartbeatInterval", value="2")
    found = talk.known().commands.lately(at=talk.now, within_us=60 * SECOND)
    assert [each.may_restart for each in found] == [False, True, True]
