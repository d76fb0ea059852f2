# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.forms.fields import form_of
from ocppdesk.core.forms.filling import minimal
from ocppdesk.core.forms.outline import outline
from ocppdesk.core.forms.places import place_text
from ocppdesk.core.versions import Version, csms_actions

AT = 1_785_592_800_000_000


def rows(action, version="1.6", payload=None, unfolded=()):
    form = form_of(action, version)
    value = minimal(form, at=AT) if payload is None else payload
    return [
        (row.kind.value, place_text(row.place), row.depth)
        for row in outline(form, value, unfolded)
    ]


def test_required_fields_come_first_and_a_few_optional_ones_are_there():
    assert rows("RemoteStartTransaction") == [
        ("value", "idTag", 0),
        ("value", "connectorId", 0),
        ("absent", "chargingProfile", 0),
    ]


def test_what_vendors_add_is_folded_away():
    assert rows("Reset", "2.0.1") == [
        ("value", "type", 0), ("value", "evseId", 0), ("more", "", 0)
    ]  # fmt: skip
    assert rows("Reset", "2.0.1", unfolded=[()])[-1] == ("absent", "customData", 0)


def test_items_of_arrays_stand_below_their_array():
    found = rows("SetChargingProfile")
    start = "csChargingProfiles.chargingSchedule.chargingSchedulePeriod"
    assert ("group", start, 2) in found
    assert ("item", f"{start}[0]", 3) in found
    assert ("value", f"{start}[0].limit", 4) in found


def test_single_values_in_an_array_are_rows():
    found = rows("GetConfiguration", payload={"key": ["A", "B"]})
    assert found == [
        ("group", "key", 0),
        ("value", "key[0]", 1),
        ("value", "key[1]", 1),
    ]


def test_many_optional_fields_are_folded_until_they_are_wanted():
    form = form_of("RequestStartTransaction", "2.1")
    profile = ("chargingProfile",)
    payload = {"chargingProfile": {}}
    folded = [r for r in outline(form, payload, ()) if r.place == profile]
    assert [row.kind for row in folded] == ["group", "more"]
    assert folded[1].count > 4
    unfolded = outline(form, payload, [profile])
    assert "more" not in [r.kind for r in unfolded if r.place == profile]


def test_a_field_that_is_there_is_never_folded():
    payload = {"chargingProfile": {"validFrom": "x"}}
    found = rows("RequestStartTransaction", "2.1", payload)
    assert ("value", "chargingProfile.validFrom", 1) in found


def test_unknown_keys_are_shown():
    found = rows("Reset", payload={"type": "Soft", "colour": 1})
    assert found == [("value", "type", 0), ("unknown", "colour", 0)]


@pytest.mark.parametrize(
    "payload",
    [
        None,
        5,
        [],
        {"csChargingProfiles": []},
        {"csChargingProfiles": {"chargingSchedule": 5}},
    ],
)
def test_nonsense_has_rows_too(payload):
    form = form_of("SetChargingProfile", "1.6")
    assert outline(form, payload, ())


@pytest.mark.parametrize("version", Version)
def test_no_form_is_long_before_something_is_added(version):
    for action in csms_actions(version):
        assert len(rows(action, version)) < 40, action
