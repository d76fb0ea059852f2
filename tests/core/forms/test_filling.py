# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.forms.checking import complaints
from ocppdesk.core.forms.fields import form_of
from ocppdesk.core.forms.filling import minimal
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version, csms_actions

AT = 1_800_000_000_000_000


@pytest.mark.parametrize("version", Version)
def test_the_required_fields_make_a_payload_that_the_schema_allows(version):
    for action in sorted(csms_actions(version)):
        payload = minimal(form_of(action, version), at=AT)
        found = check_payload(version, action, payload, is_request=True)
        assert found == (), action


@pytest.mark.parametrize("version", Version)
def test_nothing_but_emptiness_is_wrong_with_it(version):
    for action in sorted(csms_actions(version)):
        form = form_of(action, version)
        found = complaints(form, minimal(form, at=AT))
        assert set(found.values()) <= {"This is required and still empty."}, action


@pytest.mark.parametrize(
    ("action", "version", "payload"),
    [
        ("Reset", "1.6", {"type": "Soft"}),
        ("Reset", "2.0.1", {"type": "OnIdle"}),
        ("ChangeAvailability", "1.6", {"connectorId": 1, "type": "Operative"}),
        ("SendLocalList", "1.6", {"listVersion": 1, "updateType": "Differential"}),
        ("ClearCache", "1.6", {}),
    ],
)
def test_it_begins_with_what_does_the_least_harm(action, version, payload):
    assert minimal(form_of(action, version), at=AT) == payload


def test_times_that_end_something_lie_ahead():
    payload = minimal(form_of("ReserveNow", "1.6"), at=AT)
    assert payload["expiryDate"] == "2027-01-15T09:00:00Z"
    payload = minimal(form_of("UpdateFirmware", "1.6"), at=AT)
    assert payload["retrieveDate"] == "2027-01-15T08:00:00Z"


def test_limits_are_kept():
    dynamic = form_of("UpdateDynamicSchedule", "2.1").at("scheduleUpdate")
    assert minimal(dynamic.field("dischargeLimit"), at=AT) == 0
    assert (
        minimal(form_of("RequestStartTransaction", "2.1").field("evseId"), at=AT) == 1
    )


def test_a_token_of_2_1_has_a_usual_kind():
    payload = minimal(form_of("RequestStartTransaction", "2.1"), at=AT)
    assert payload["idToken"]["type"] == "ISO14443"
