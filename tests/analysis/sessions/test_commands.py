# SPDX-License-Identifier: Apache-2.0
"""What the CSMS wants of a session."""

import pytest


@pytest.mark.parametrize(
    ("action", "payload", "text"),
    [
        ("RemoteStopTransaction", {"transactionId": 512}, "The CSMS asks to stop"),
        ("Reset", {"type": "Hard"}, "The CSMS asks for a reset (Hard)"),
        ("UnlockConnector", {"connectorId": 1}, "The CSMS asks to unlock the plug"),
        (
            "ChangeAvailability",
            {"connectorId": 0, "type": "Inoperative"},
            "The CSMS takes the connector out of service",
        ),
        ("ClearChargingProfile", {}, "The CSMS clears charging limits"),
        (
            "ReserveNow",
            {"connectorId": 1, "idTag": "04FFFF"},
            "The CSMS reserves the connector for card 04FFFF",
        ),
    ],
)
def test_commands_are_told_with_their_answers(talk, texts, action, payload, text):
    talk.start("10:00:00")
    talk.command("10:10:00", action, payload)
    talk.command("10:20:00", action, payload, "Rejected")
    assert texts(talk.story())[1:] == [
        f"{text}; the charger accepts",
        f"{text}; the charger refuses (Rejected)",
    ]


def test_what_was_commanded_before_an_end_is_said(talk):
    talk.start("10:00:00")
    talk.command("10:30:00", "ChangeAvailability", {"connectorId": 1,
                 "type": "Inoperative"}, "Scheduled")  # fmt: skip
    talk.stop("10:30:10", reason="Other")
    assert talk.story().summary.endswith(
        "(Other), after: the CSMS takes the connector out of service."
    )


def test_limits_that_change_all_the_time_are_one_line(talk, texts):
    talk.start("10:00:00")
    for minute, amps in enumerate((16, 15, 14, 0, 0, 10), start=1):
        period = {"startPeriod": 0, "limit": amps}
        schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
        profile = {"chargingProfilePurpose": "TxProfile", "stackLevel": 0,
                   "chargingProfileKind": "Relative",
                   "chargingSchedule": schedule}  # fmt: skip
        payload = {"connectorId": 1, "csChargingProfiles": profile}
        talk.command(f"10:0{minute}:00", "SetChargingProfile", payload)
    tail = "from now, TxProfile level 0, connector 1"
    assert texts(talk.story())[1:] == [
        f"The CSMS sets a limit: 16 A {tail}; the charger accepts",
        f"The CSMS changes the limit 2 times, the last time: 14 A {tail}",
        f"The CSMS sets a limit: 0 A {tail}; the charger accepts",
        f"The CSMS changes the limit: 0 A {tail}",
        f"The CSMS sets a limit: 10 A {tail}; the charger accepts",
    ]
