# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.sending.preview import SchedulePreview


def payload(periods, **schedule):
    return {
        "connectorId": 1,
        "csChargingProfiles": {
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": schedule.pop("kind", "Relative"),
            "recurrencyKind": "Daily",
            "chargingSchedule": {
                "chargingRateUnit": "A",
                "chargingSchedulePeriod": [
                    {"startPeriod": start, "limit": limit} for start, limit in periods
                ],
                **schedule,
            },
        },
    }


@pytest.fixture
def preview(qtbot, theme):
    made = SchedulePreview(theme)
    qtbot.addWidget(made)
    made.resize(500, 140)
    made.show()
    return made


def test_the_schedule_is_told_in_words(preview):
    preview.show_payload(payload([(0, 16), (3600, 6)], duration=7200))
    text = "16 A from +0:00, 6 A from +1:00, no limit from +2:00"
    assert preview.steps.accessibleName() == text


def test_without_a_profile_there_is_no_drawing(preview):
    preview.show_payload({"idTag": "A"})
    assert not preview.isVisible()


def test_what_a_charger_would_misunderstand_is_said(preview):
    preview.show_payload(payload([(60, 5)]))
    assert "start at 0" in preview.mistakes.text()
    assert preview.mistakes.isVisible()
    preview.show_payload(payload([(0, 16)]))
    assert not preview.mistakes.isVisible()


@pytest.mark.parametrize(
    "made",
    [
        payload([(0, 16)]),
        payload([(0, 16), (60, 6), (61, 0)], duration=900),
        payload([(0, 0)], duration=0),
        payload([(-5, -3), (10**12, 10**9)]),
        payload([]),
        payload([(0, 16)], kind="Recurring", startSchedule="2026-08-01T12:00:00Z"),
        payload([(0, 16)], kind="Absolute", startSchedule="0001-01-01T00:00:00Z"),
    ],
)
def test_every_schedule_can_be_drawn(preview, made):
    preview.show_payload(made)
    picture = preview.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 7)
    }
    assert len(colours) > 1


def test_an_absolute_schedule_has_its_own_times(preview):
    preview.show_payload(
        payload([(0, 16)], kind="Absolute", startSchedule="2026-08-01T12:00:00Z")
    )
    assert "08-01" in preview.steps.text
