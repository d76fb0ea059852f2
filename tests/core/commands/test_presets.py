# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.knowledge import Knowledge, Running
from ocppdesk.core.commands.presets import presets
from ocppdesk.core.forms.checking import complaints
from ocppdesk.core.forms.fields import form_of
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version

AT = 1_785_592_800_000_000


def knowledge(version):
    evse = 0 if version is Version.V16 else 2
    number = 5 if version is Version.V16 else "T-5"
    return Knowledge(
        connectors={(evse, 1): "Faulted", (evse, 2): "Preparing"},
        id_tags=["04A1", "04B2"],
        transactions={"5": Running(number, evse or None, 1, "04A1")},
        reservations=[7],
        list_version=3,
        next_number=9,
    )


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_every_preset_is_ready_to_be_sent(version, is_known):
    known = knowledge(version) if is_known else Knowledge()
    found = presets(version, known, at=AT)
    for preset in found:
        form = form_of(preset.action, version)
        assert complaints(form, preset.payload) == {}, preset
        assert not check_payload(
            version, preset.action, preset.payload, is_request=True
        )
    titles = [preset.title for preset in found]
    assert len(set(titles)) == len(titles)


def by_title(version, known):
    return {preset.title: preset for preset in presets(version, known, at=AT)}


def test_a_session_starts_where_a_car_waits():
    found = by_title("1.6", knowledge(Version.V16))
    assert found["Start a session"].payload == {"idTag": "04A1", "connectorId": 2}


def test_limits_are_meant_for_the_session_that_runs():
    known = Knowledge(
        connectors={(0, 1): "Available", (0, 2): "Charging"},
        transactions={"5": Running(5, None, 2, "04A1")},
    )
    found = by_title("1.6", known)
    for title in ("Limit to 6 A", "Pause charging", "Ask for the limits"):
        assert found[title].payload["connectorId"] == 2, title
    assert found["Ask for meter values"].payload["connectorId"] == 2
    assert found["Start a session"].payload["connectorId"] == 1
    known = Knowledge(
        connectors={(1, 1): "Available", (2, 1): "Occupied"},
        transactions={"T-5": Running("T-5", 2, 1, "04A1")},
    )
    found = by_title("2.0.1", known)
    for title in ("Limit to 6 A", "Pause charging", "Ask for the limits"):
        assert found[title].payload["evseId"] == 2, title
    assert found["Ask for meter values"].payload["evse"] == {"id": 2}
    assert found["Start a session"].payload["evseId"] == 1


def test_each_running_session_can_be_stopped():
    found = by_title("1.6", knowledge(Version.V16))
    stop = found["Stop the session on connector 1"]
    assert stop.payload == {"transactionId": 5}
    found = by_title("2.0.1", knowledge(Version.V201))
    stop = found["Stop the session on EVSE 2"]
    assert stop.payload == {"transactionId": "T-5"}


def test_only_what_was_reserved_can_be_cancelled():
    found = by_title("1.6", knowledge(Version.V16))
    assert found["Cancel the reservation"].payload == {"reservationId": 7}
    assert "Cancel the reservation" not in by_title("1.6", Knowledge())


def test_a_local_list_has_the_next_version_and_the_known_tokens():
    payload = by_title("1.6", knowledge(Version.V16))["Send a local list"].payload
    assert payload["listVersion"] == 4
    assert len(payload["localAuthorizationList"]) == 2


def test_a_pause_is_a_limit_of_0():
    payload = by_title("2.0.1", Knowledge())["Pause charging"].payload
    [schedule] = payload["chargingProfile"]["chargingSchedule"]
    assert schedule["chargingSchedulePeriod"] == [{"startPeriod": 0, "limit": 0}]
