# SPDX-License-Identifier: Apache-2.0
"""Words mean fields, actions, paths or texts, and wrong ones have a neighbour."""

import pytest

from ocppdesk.filters.fields import FIELDS
from ocppdesk.filters.words import (
    action_named,
    begins_path,
    field_named,
    is_keyword,
    known_actions,
    meant,
    near,
    text_word,
)


def test_fields_and_actions_are_known_in_any_case():
    assert field_named("IdTag") is FIELDS["idtag"]
    assert field_named("nothing") is None
    assert action_named("bootnotification") == "BootNotification"
    assert action_named("TRANSACTIONEVENT") == "TransactionEvent"
    assert action_named("Boot") is None


def test_actions_of_all_versions_are_known():
    assert {"StartTransaction", "TransactionEvent", "BatterySwap"} <= known_actions()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (".status", True),
        ("req.a", True),
        ("RES.a", True),
        (".5", False),
        ("req", False),
        ("a.b", False),
        ("..a", False),
    ],
)
def test_a_path_begins_with_a_dot_and_a_letter(word, expected):
    assert begins_path(word) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", "x"),
        ("tx", '"tx"'),
        ("reset", '"reset"'),
        (".a", '".a"'),
        ("And", '"And"'),
        ("a b", '"a b"'),
        ("/a", '"/a"'),
        ('a"b', r'"a\"b"'),
    ],
)
def test_texts_that_mean_something_else_are_quoted(text, expected):
    assert text_word(text) == expected


def test_keywords_are_known_in_any_case():
    assert is_keyword("AND")
    assert not is_keyword("andy")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("conector", "connector"),
        ("chargr", "charger"),
        (".measurant", ".measurand"),
        ("sampledvalue", ".sampledValue"),
        ("qqqq", ""),
    ],
)
def test_a_wrong_word_has_a_neighbour(word, expected):
    assert meant(word) == expected


def test_only_what_is_near_is_proposed():
    assert near("Hartbeat", known_actions()) == "Heartbeat"
    assert near("zzz", known_actions()) == ""
