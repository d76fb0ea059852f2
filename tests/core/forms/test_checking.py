# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.forms.checking import complaint, complaints
from ocppdesk.core.forms.fields import Choice, Field, Kind, form_of
from ocppdesk.core.forms.filling import minimal
from ocppdesk.core.forms.places import MISSING, with_value
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version

AT = 1_800_000_000_000_000


def field(kind, **limits):
    return Field("x", "x", kind, **limits)


@pytest.mark.parametrize(
    ("made", "value", "why"),
    [
        (field(Kind.TEXT, is_required=True), MISSING, "This is required."),
        (field(Kind.TEXT), MISSING, ""),
        (field(Kind.TEXT), "", ""),
        (field(Kind.TEXT, is_required=True), "", "still empty"),
        (field(Kind.TEXT, longest=3), "abcd", "At most 3 characters; it has 4."),
        (field(Kind.TEXT), 5, "A text is wanted"),
        (field(Kind.TEXT), None, "not null"),
        (field(Kind.TIME), "2026-08-01T14:00:00Z", ""),
        (field(Kind.TIME), "2026-08-01T14:00:00.123+02:00", ""),
        (field(Kind.TIME), "2026-08-01T14:00:00", "time zone"),
        (field(Kind.TIME), "2026-02-31T14:00:00Z", "calendar"),
        (field(Kind.TIME), "tomorrow", "“tomorrow” is no time"),
        (field(Kind.TIME), "", "A time is wanted"),
        (field(Kind.URL), "ftp://host/", ""),
        (field(Kind.URL), "host", "whole address"),
        (field(Kind.URL), "http://[", "no address"),
        (field(Kind.URL, is_required=True), "", "still empty"),
        (field(Kind.INTEGER), 5, ""),
        (field(Kind.INTEGER), "x", "A whole number is wanted, not “x”."),
        (field(Kind.INTEGER), "", "A whole number is wanted."),
        (field(Kind.INTEGER), True, "not true"),
        (field(Kind.INTEGER), 1.5, "“1.5”"),
        (field(Kind.INTEGER, minimum=0), -1, "At least 0; it is -1."),
        (field(Kind.INTEGER, maximum=100), 101, "At most 100; it is 101."),
        (field(Kind.NUMBER, step=0.1), 16.3, ""),
        (field(Kind.NUMBER, step=0.1), 16.35, "Only multiples of 0.1"),
        (field(Kind.NUMBER), "x", "A number is wanted"),
        (field(Kind.NUMBER), "", "A number is wanted."),
        (field(Kind.NUMBER), float("inf"), "too large"),
        (field(Kind.BOOLEAN), False, ""),
        (field(Kind.BOOLEAN), "no", "true or false"),
        (field(Kind.CHOICE, choices=(Choice("Soft", ""),)), "Soft", ""),
        (field(Kind.CHOICE, choices=(Choice("Soft", ""),)), "soft", "is spelt Soft"),
        (field(Kind.CHOICE, choices=(Choice("Soft", ""),)), "Cold", "not one of: Soft"),
        (field(Kind.CHOICE, choices=(Choice("Soft", ""),)), "", "Choose one"),
        (field(Kind.OBJECT), [], "An object in braces is wanted, not a list."),
        (field(Kind.ARRAY), {}, "A list in brackets is wanted, not an object."),
        (field(Kind.ARRAY, least_items=1), [], "At least 1 of them; there are none."),
        (field(Kind.ARRAY, most_items=1), [1, 2], "At most 1 of them; there are 2."),
        (field(Kind.ANY), object(), ""),
        (field(Kind.INTEGER), "x" * 90, "…"),
    ],
)
def test_a_value_that_is_refused_gets_a_sentence(made, value, why):
    found = complaint(made, value)
    assert why in found
    assert bool(found) is bool(why)


def test_complaints_stand_at_their_places():
    form = form_of("SetChargingProfile", "1.6")
    payload = minimal(form, at=AT)
    period = ("csChargingProfiles", "chargingSchedule", "chargingSchedulePeriod", 0)
    payload = with_value(payload, (*period, "limit"), "much")
    payload = with_value(payload, (*period, "startPeriod"), MISSING)
    payload = with_value(payload, ("connectorid",), 1)
    payload = with_value(payload, ("colour",), 1)
    found = complaints(form, payload)
    assert set(found) == {
        (*period, "limit"), (*period, "startPeriod"), ("connectorid",), ("colour",)
    }  # fmt: skip
    assert found["connectorid",] == "“connectorid” is spelt connectorId."
    assert found["colour",] == "OCPP has no field “colour” here."


def test_a_setting_may_be_emptied():
    form = form_of("ChangeConfiguration", "1.6")
    assert not complaints(form, {"key": "A", "value": ""})


def test_vendors_may_add_what_they_like_where_they_may():
    form = form_of("Reset", "2.0.1")
    payload = {"type": "OnIdle", "customData": {"vendorId": "A", "more": 1}}
    assert not complaints(form, payload)


values = st.one_of(
    st.none(), st.booleans(), st.integers(-10, 2**40), st.text(max_size=30),
    st.floats(-100, 100).map(lambda number: round(number, 2)),
    st.sampled_from(["Soft", "A", "Relative", "2026-08-01T14:00:00Z", "Daily", ""]),
    st.lists(st.integers(), max_size=2), st.just({}),
)  # fmt: skip
places = st.sampled_from(
    [
        ("connectorId",),
        ("csChargingProfiles", "chargingProfileKind"),
        ("csChargingProfiles", "validFrom"),
        ("csChargingProfiles", "recurrencyKind"),
        ("csChargingProfiles", "chargingSchedule", "chargingRateUnit"),
        ("csChargingProfiles", "chargingSchedule", "chargingSchedulePeriod"),
        ("csChargingProfiles", "chargingSchedule", "minChargingRate"),
        ("csChargingProfiles", "more"),
    ]
)


@given(places, values)
def test_the_form_refuses_what_the_schema_refuses(place, value):
    form = form_of("SetChargingProfile", "1.6")
    payload = with_value(minimal(form, at=AT), place, value)
    refused = check_payload(Version.V16, "SetChargingProfile", payload, is_request=True)
    assert bool(complaints(form, payload)) is bool(refused)
