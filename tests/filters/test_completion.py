# SPDX-License-Identifier: Apache-2.0
"""What fits at the cursor is offered, the best first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.filters.completion import completions
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Text
from tests.filters.expressions import broken_texts

ACTIONS = {"Heartbeat": 9, "MeterValues": 20, "OwnAction": 1}
RECENT = ("tx == 48213 and ~err", "Reset")
SAVED = {"Trouble": "~err or ~q"}
SEEN = {
    "charger": [("CP-0042", 5), ("CP 1", 2), ("-5m", 1)],
    "tx": [("48213", 9), ("abc", 2)],
    "status": [("Faulted", 3)],
    "dir": [("out", 4)],
    "connector": [("2", 7)],
}


def offered(text, cursor=None):
    asked = []

    def values(field):
        asked.append(field)
        return SEEN.get(field, ())

    found = completions(
        text,
        len(text) if cursor is None else cursor,
        actions=ACTIONS,
        recent=RECENT,
        saved=SAVED,
        values=values,
    )
    assert len(asked) <= 1
    return found


def texts(text, kind=None):
    return [o.text for o in offered(text).offers if kind in (None, o.kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("conn", ["connector", "UnlockConnector"]),
        ("co", ["connector", "code", "comment", "CostUpdated"]),
        ("me", ["MeterValues"]),
        ("BOO", ["BootNotification"]),
        ("err", ["~err", "~err or ~q", "tx == 48213 and ~err"]),
        ("~m", ["~mark"]),
        ("tx ~m", ["~mark"]),
        ("x -~fi", ["~finding"]),
        ("own", ["action == OwnAction"]),
        ("tx == ", ["48213", "abc", "48213 and ~err"]),
        ("tx == a", ["abc"]),
        ("tx != 48213 or tx in {a", ["abc"]),
        ("charger == ", ["CP-0042", '"CP 1"', '"-5m"']),
        ('charger == "cp ', ['"CP 1"']),
        ("connector > ", ["2"]),
        ("dir == ", ["out", "in", "link"]),
        ("level >= w", ["warning"]),
        ("time > ", ["-5m", "-1h", "-1d"]),
        ("time == ", []),
        ("latency > ", ["500ms", "5s", "1min"]),
        ("res.status == ", ["Faulted"]),
        ("tx in ", ["{"]),
        ("time in ", ["{", "-10m..-5m"]),
        ("tx ~ ", []),
        ("tx conta", ["contains"]),
        (".measura", [".measurand"]),
        ("x req.connectori", ["req.connectorId"]),
        (".evse.connectori", [".evse.connectorId"]),
        (".sampledValue[measur", ["measurand", "unitOfMeasure"]),
        ("Heartbeat ", []),
        ('"abc', []),
        ("qqqq", []),
    ],
)
def test_this_is_offered(text, expected):
    assert texts(text) == expected


def test_operators_follow_a_field_as_its_kind_has_them():
    of_texts = ["==", "!=", "contains", "in", "~", "===", ">", "<"]
    assert texts("tx ", "operator") == of_texts
    assert texts("dir ") == ["==", "!=", "in"]
    assert texts("no ") == ["==", ">", ">=", "<", "<=", "!=", "in"]
    assert "in" not in texts(".a[b ")


def test_at_the_beginning_everything_is_offered():
    offers = offered("").offers
    assert {offer.kind for offer in offers} == {
        "action",
        "field",
        "flag",
        "recent",
        "saved",
    }
    first = [(offer.text, offer.count) for offer in offers[:2]]
    assert first == [("MeterValues", 20), ("Heartbeat", 9)]
    charger = next(offer for offer in offers if offer.text == "charger")
    assert charger.detail == "Identity of the charger (text)"


def test_what_is_complete_is_not_offered_alone():
    assert texts("Heartbeat") == []
    assert texts("tx == abc") == []
    assert texts("no")[:2] == ["no", "~note"]


def test_an_offer_takes_the_place_of_the_word():
    found = offered("~in conn == 2", 6)
    assert (found.start, found.end) == (4, 8)
    assert found.offers[0].text == "connector"


def test_saved_and_recent_filters_go_on_what_stands_there():
    assert texts("Trou", "saved") == ["~err or ~q"]
    assert texts("res", "recent") == ["Reset"]
    assert texts("tx == 48213 a", "recent") == ["and ~err"]
    assert texts("no == 48213 a", "recent") == []
    assert [o.label for o in offered("tx == 4").offers][-1] == RECENT[0]


def test_actions_are_offered_with_their_counts():
    offers = [(o.text, o.count) for o in offered("action == ").offers[:4]]
    assert offers == [
        ("MeterValues", 20),
        ("Heartbeat", 9),
        ("OwnAction", 1),
        ("AFRRSignal", None),
    ]


def test_a_piece_of_a_message_is_offered_as_a_text():
    text = '[2,"1","Reset",{}]'
    found = offered(text)
    [offer] = found.offers
    assert (found.start, found.end, offer.kind) == (0, len(text), "text")
    assert parse_filter(offer.text) == Text(text)


@given(broken_texts, st.data())
def test_offers_have_a_place_in_every_text(text, data):
    cursor = data.draw(st.integers(0, len(text)))
    found = offered(text, cursor)
    assert 0 <= found.start <= found.end <= len(text)
    assert all(offer.text and offer.label for offer in found.offers)
