# SPDX-License-Identifier: Apache-2.0
"""A filter that can hardly find what is wanted is doubted, and no other."""

import pytest
from hypothesis import given, settings

from ocppdesk.filters.doubts import doubt_about
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.help import filter_help
from tests.filters.expressions import filters
from tests.filters.subjects import CONTEXT, subjects

SEEN = ("Heartbeat", "OwnAction")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~in ~out", "No message meets both “~in” and “~out”"),
        ("x or (y dir == in dir == out)", "both “dir == in” and “dir == out”"),
        ("x and not x", "No message meets both “x” and “-x”"),
        ("not (~in or ~out or ~ws)", "No message meets “not (~in or ~out or ~ws)”"),
        ("-~call -~result -~err type", "No message meets all of"),
        (
            "~result latency > 1s",
            "“latency > 1s”: latency belongs to calls, not to their answers",
        ),
        ("~err ~slow", "~slow belongs to calls, not to their answers"),
        ("~q latency > 5s", "No message meets both “~q” and “latency > 5s”"),
        ("tx == 5 and tx == 6", "No message meets both “tx == 5” and “tx == 6”"),
        ("tx in {5, 6} tx in {7, 8}", "No message meets both"),
        ("charger == a charger contains b", "No message meets both"),
        ("no > 5 no < 3", "No message meets both “no > 5” and “no < 3”"),
        ("no > 5 no <= 5", "No message meets both"),
        ("latency > 5s latency in 1s..2s", "No message meets both"),
        ("no in 5..3", "Nothing lies between 5 and 3"),
        ("time in -5m..-10m", "Nothing lies between -5m and -10m"),
        (
            "charger:CP1",
            "“charger:CP1” is searched as it is. Did you mean charger == CP1?",
        ),
        (
            "action == Hartbeat",
            "OCPP has no message type “Hartbeat”. Did you mean Heartbeat?",
        ),
        ("-action in {Reset, Xyzzy}", "OCPP has no message type “Xyzzy”"),
        ("action != OwnActio", "Did you mean OwnAction?"),
        (
            ".conectorId == 2",
            "OCPP has no “conectorId” in its messages. Did you mean connectorId?",
        ),
        ("res.status.xyzzy", "OCPP has no “xyzzy” in its messages"),
        (".sampledValue[valu > 5]", "Did you mean value?"),
        (".qqq in 1..2", "to search for a text put it into quotes"),
        ("ws == Closed", "is one of Connected, Disconnected, CardShown, not “Closed”"),
        ("version == 3", "version is one of 1.6, 2.0.1, 2.1, not “3”"),
        (
            "MeterValues .value > 32 .measurand == Current.Import",
            "write .sampledValue[value … and measurand …]",
        ),
        (
            "res.getVariableResult.attributeStatus == Rejected res.attributeValue == 5",
            "write res.getVariableResult[attributeStatus … and attributeValue …]",
        ),
    ],
)
def test_a_filter_is_doubted(text, expected):
    doubt = doubt_about(parse_filter(text), SEEN)
    assert expected in doubt
    assert not doubt.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tx",
        "key",
        "action == owNaction",
        "action contains Xyzzy",
        "action == changeavailability",
        "tx == 5 tx in {5, 6}",
        "tx == 5 or tx == 6",
        "idtag == a idtag == b",
        "no >= 5 no <= 5",
        "latency == 5s latency > 5.5s",
        "time > 14:05 time < 14:01",
        "time in 22:00..03:00",
        "charger == a charger == A",
        ".status == Faulted .errorCode == GroundFailure",
        "req.value == 1 res.unit == 2",
        ".sampledValue[value > 32 and measurand == x]",
        "http://x",
        "ws contains clos",
        "version == 1.6",
    ],
)
def test_a_filter_that_may_find_something_is_not_doubted(text):
    assert doubt_about(parse_filter(text), SEEN) == ""


def test_no_example_is_doubted():
    for line in filter_help()[0].lines:
        assert doubt_about(parse_filter(line.text)) == ""


@settings(max_examples=150)
@given(filters, subjects())
def test_what_is_said_to_meet_no_message_meets_none(chosen, given_subjects):
    doubt = doubt_about(chosen)
    if doubt.startswith(("No message meets “", "No message meets all of")):
        assert not any(chosen.matches(subject, CONTEXT) for subject in given_subjects)


def test_large_filters_are_doubted_soon():
    text = " ".join(f"no > {n}" for n in range(900))
    assert doubt_about(parse_filter(text)) == ""
