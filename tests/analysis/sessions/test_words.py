# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.events import State
from ocppdesk.core.versions import Version, schema


@pytest.mark.parametrize(
    ("wh", "text"),
    [(0, "0 Wh"), (850.4, "850 Wh"), (12_431, "12.4 kWh"), (1_234_000, "1 234 kWh")],
)
def test_energy(wh, text):
    assert words.energy(wh) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "0 s"), (45, "45 s"), (99, "99 s"), (720, "12 min"), (3_899, "1 h 5 min"),
        (7_200, "2 h"), (183_600, "2 d 3 h"), (172_800, "2 d"),
    ],
)  # fmt: skip
def test_durations(seconds, text):
    assert words.time_span(seconds) == text


def test_transactions():
    assert words.transaction(None) == "A transaction"
    assert words.transaction(512) == "Transaction 512"
    uuid = "e80fb8b1-3fa4-4146-aa10-9dfbc72dfa36"
    assert words.transaction(uuid) == "Transaction e80fb8b1…"


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        ("Accepted", "Card A accepted"),
        ("Blocked", "Card A refused: it is blocked (Blocked)"),
        ("Odd", "Card A refused: Odd"),
        ("", "Card A: the CSMS gave no usable answer"),
    ],
)
def test_cards(verdict, text):
    assert words.judged("A", verdict) == text


@pytest.mark.parametrize(
    ("verdict", "why", "text"),
    [
        ("Accepted", "", "the charger accepts"),
        ("Rejected", "TxInProgress", "the charger refuses (Rejected, TxInProgress)"),
        ("Scheduled", "", "the charger answers Scheduled"),
        ("", "InternalError", "the charger answers with an error (InternalError)"),
        ("", "", "the charger answers with an error (no status)"),
    ],
)
def test_answers_to_commands(verdict, why, text):
    assert words.answered(verdict, why) == text


def test_every_state_has_a_sentence():
    assert set(words.STATES) == set(State)


def test_every_reason_of_the_specifications_has_words():
    older = schema(Version.V16, "StopTransaction", is_request=True)
    newer = schema(Version.V21, "TransactionEvent", is_request=True)
    reasons = {
        *older["properties"]["reason"]["enum"],
        *newer["definitions"]["ReasonEnumType"]["enum"],
    }
    assert {word for word in reasons if words.reason(word) == word} == set()
    assert words.reason("Vendor") == "Vendor"
    assert words.reason("remote") == "the CSMS asked for it (remote)"


def test_what_comes_often_has_a_number_and_a_span():
    assert words.repeated("Again", 3, 0) == "Again (3 times)"
    assert words.repeated("Again", 42, 720) == "Again (42 times in 12 min)"
