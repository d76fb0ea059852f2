# SPDX-License-Identifier: Apache-2.0
"""Conditions find in a capture what they say."""

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction
from ocppdesk.filters.conditions import (
    Action,
    All,
    Between,
    Charger,
    Everything,
    Frames,
    Text,
)

TALK = (
    {"direction": Direction.LINK, "action": "Connected", "raw": "CP1 connected."},
    {"action": "Heartbeat", "raw": '[2,"1","Heartbeat",{}]'},
    {"action": "Heartbeat", "raw": '[3,"1",{}]', "direction": Direction.OUT},
    {"action": "Authorize", "raw": '[2,"2","Authorize",{"idTag":"50%_\\\\"}]'},
    {"charger": "cp2", "raw": b'[2,"3","Authorize\xff",{}]'},
    {"charger": "CP10", "raw": "Größe"},
)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Everything(), [1, 2, 3, 4, 5, 6]),
        (Frames(), [2, 3, 4, 5, 6]),
        (Text("heartbeat"), [2, 3]),
        (Text("CONNECTED"), [1]),
        (Text("idTag"), [4]),
        (Text("50%_\\"), [4]),
        (Text("50%%"), []),
        (Text("5__"), []),
        (Text("Authorize"), [4, 5]),
        (Text("Größe"), [6]),
        (Text("nowhere"), []),
        (Text("CP10"), [6]),
        (Action("heartbeat"), [2, 3]),
        (Action("Heart"), []),
        (Charger("CP1"), [1, 2, 3, 4]),
        (Charger("cp2"), [5]),
        (Charger("CP2"), []),
        (Between(), [1, 2, 3, 4, 5, 6]),
        (Between(since=3), [3, 4, 5, 6]),
        (Between(until=3), [1, 2]),
        (Between(since=2, until=4), [2, 3]),
        (All(()), [1, 2, 3, 4, 5, 6]),
        (All((Frames(), Action("Heartbeat"), Between(since=3))), [3]),
        (All((Text("a"), All((Charger("cp2"), Everything())))), [5]),
    ],
)
def test_a_condition_finds_its_messages(chosen, expected, found):
    assert found(chosen, *TALK) == expected


def sql_finds(chosen, raw, action=None):
    database = sqlite3.connect(":memory:")
    condition, values = chosen.sql()
    query = (
        f"SELECT {condition} FROM (SELECT ? AS raw, ? AS action) AS m, "
        "(SELECT '' AS identity) AS c"
    )
    [(is_found,)] = database.execute(query, (*values, raw, action))
    database.close()
    return bool(is_found)


CHARACTERS = st.characters(codec="ascii", exclude_characters="\x00")


@given(st.text(CHARACTERS), st.text(CHARACTERS, min_size=1, max_size=2))
@example("100%", "0%")
@example("a_b", "_")
@example("a\\b", "\\")
@example("ab", "a%b")
def test_a_text_is_found_where_it_stands_and_nowhere_else(raw, text):
    assert sql_finds(Text(text), raw) is (text.lower() in raw.lower())


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_every_text_finds_itself(text):
    assert sql_finds(Text(text), f"before {text} after")


def test_what_is_typed_is_never_part_of_the_sql(found):
    for kind in (Text, Action, Charger):
        assert found(kind("x' OR 1=1 --"), *TALK) == []
