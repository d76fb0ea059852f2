# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.forms.fields import SCALARS, Kind, form_of
from ocppdesk.core.versions import Version, csms_actions


def names(field):
    return [inner.name for inner in field.fields]


def test_required_fields_come_first():
    form = form_of("RemoteStartTransaction", "1.6")
    assert names(form) == ["idTag", "connectorId", "chargingProfile"]
    assert [field.is_required for field in form.fields] == [True, False, False]


def test_what_vendors_add_comes_last():
    assert names(form_of("Reset", "2.0.1"))[-1] == "customData"


def test_values_of_enumerations_have_meanings():
    kind = form_of("Reset", "1.6").field("type")
    assert kind.kind is Kind.CHOICE
    assert [choice.value for choice in kind.choices] == ["Hard", "Soft"]
    assert all(choice.meaning for choice in kind.choices)


def test_objects_and_arrays_are_nested():
    form = form_of("SetChargingProfile", "1.6")
    period = form.at("csChargingProfiles.chargingSchedule.chargingSchedulePeriod")
    assert period.kind is Kind.ARRAY
    assert names(period.item) == ["startPeriod", "limit", "numberPhases"]
    assert period.item.field("limit").step == 0.1
    assert period.item.kind is Kind.OBJECT
    assert form.at("csChargingProfiles.nothing") is None
    assert form.at("nothing.at.all") is None


def test_limits_are_those_of_the_schema():
    form = form_of("GetVariables", "2.0.1")
    data = form.field("getVariableData")
    assert data.least_items == 1
    assert data.item.field("attributeType").default == "Actual"
    assert data.item.at("component.name").longest == 50
    assert form_of("RequestStartTransaction", "2.1").field("evseId").minimum == 1
    charge = form_of("UpdateDynamicSchedule", "2.1").at("scheduleUpdate.dischargeLimit")
    assert charge.maximum == 0


def test_times_and_addresses_are_kinds_of_their_own():
    form = form_of("UpdateFirmware", "1.6")
    assert form.field("retrieveDate").kind is Kind.TIME
    assert form.field("location").kind is Kind.URL


def test_data_of_vendors_may_be_anything_in_2():
    assert form_of("DataTransfer", "2.0.1").field("data").kind is Kind.ANY
    assert form_of("DataTransfer", "1.6").field("data").kind is Kind.TEXT


def test_texts_of_2_1_keep_the_values_that_2_0_1_lists():
    kind = form_of("RequestStartTransaction", "2.1").at("idToken.type")
    assert kind.kind is Kind.TEXT
    assert "ISO14443" in [choice.value for choice in kind.choices]


def test_only_objects_that_may_take_more_do():
    assert not form_of("Reset", "1.6").takes_more
    assert form_of("Reset", "2.0.1").field("customData").takes_more


def test_answers_have_forms_too():
    form = form_of("Reset", "1.6", is_request=False)
    assert names(form) == ["status"]


def test_an_unknown_action_has_no_form():
    assert form_of("Nonsense", "1.6") is None


def everything_below(field):
    yield field
    for inner in field.fields:
        yield from everything_below(inner)
    if field.item is not None:
        yield from everything_below(field.item)


@pytest.mark.parametrize("version", Version)
def test_every_field_of_every_command_has_a_meaning_and_a_kind(version):
    for action in csms_actions(version):
        form = form_of(action, version)
        for field in everything_below(form):
            if field is form:
                continue
            assert field.meaning, (action, field.path)
            assert field.kind in SCALARS or field.fields or field.item, field.path
