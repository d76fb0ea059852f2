# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.core.answer_rules import (
    AnswerRule,
    Manner,
    codes_for,
    rules_from,
    rules_text,
    statuses_for,
)
from ocppdesk.core.versions import Version, charger_actions


@pytest.mark.parametrize(
    ("rule", "reply", "changed"),
    [
        (AnswerRule(), {"a": 1}, {"a": 1}),
        (
            AnswerRule(Manner.STATUS, status="Rejected"),
            {"status": "Accepted"},
            {"status": "Rejected"},
        ),
        (
            AnswerRule(Manner.STATUS, status="Blocked"),
            {"idTagInfo": {"status": "Accepted"}, "transactionId": 1},
            {"idTagInfo": {"status": "Blocked"}, "transactionId": 1},
        ),
        (
            AnswerRule(Manner.STATUS, status="Blocked"),
            {"idTokenInfo": {"status": "Accepted"}},
            {"idTokenInfo": {"status": "Blocked"}},
        ),
        (AnswerRule(Manner.STATUS, status="Rejected"), {}, {}),
    ],
)
def test_a_status_is_replaced_where_there_is_one(rule, reply, changed):
    before = json.dumps(reply)
    assert rule.applied(reply, None) == (changed, None)
    assert json.dumps(reply) == before


def test_an_error_takes_the_place_of_any_answer():
    rule = AnswerRule(Manner.ERROR, code="InternalError")
    assert rule.applied({"status": "Accepted"}, None)[1][0] == "InternalError"
    assert rule.applied(None, ("NotSupported", ""))[1][0] == "InternalError"


def test_an_error_that_was_due_stays_one():
    rule = AnswerRule(Manner.STATUS, status="Rejected")
    assert rule.applied(None, ("NotSupported", "x")) == (None, ("NotSupported", "x"))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (AnswerRule(), "the usual answer"),
        (AnswerRule(delay_s=5), "the usual answer, after 5 s"),
        (AnswerRule(Manner.STATUS, 2.5, "Rejected"), "Rejected, after 2.5 s"),
        (AnswerRule(Manner.ERROR), "error GenericError"),
        (AnswerRule(Manner.SILENCE, 5), "no answer"),
    ],
)
def test_a_rule_says_what_it_does(rule, text):
    assert rule.text == text
    assert rule.note == (
        "" if rule.is_usual else f"Answer policy of this program: {text}."
    )


@pytest.mark.parametrize(
    ("action", "version", "status"),
    [
        ("BootNotification", "1.6", "Pending"),
        ("Authorize", "1.6", "Blocked"),
        ("Authorize", "2.0.1", "NoCredit"),
        ("TransactionEvent", "2.0.1", "Blocked"),
        ("DataTransfer", "2.1", "Rejected"),
    ],
)
def test_the_statuses_are_those_of_the_schema(action, version, status):
    assert status in statuses_for(action, version)


def test_what_has_no_status_offers_none():
    assert statuses_for("Heartbeat", "1.6") == ()
    assert statuses_for("NotifyPeriodicEventStream", "2.1") == ()


@pytest.mark.parametrize("version", Version)
def test_every_action_can_be_asked_for_its_statuses(version):
    for action in charger_actions(version):
        assert all(isinstance(s, str) for s in statuses_for(action, version))


def test_each_version_has_its_spelling_of_codes():
    assert "FormationViolation" in codes_for("1.6")
    assert "FormatViolation" in codes_for("2.0.1")


def test_rules_are_kept_as_a_text():
    rules = {
        "Heartbeat": AnswerRule(Manner.SILENCE),
        "Authorize": AnswerRule(Manner.STATUS, 5.0, "Blocked"),
        "MeterValues": AnswerRule(),
    }
    kept = rules_from(rules_text(rules))
    assert kept == {name: rules[name] for name in ("Heartbeat", "Authorize")}
    assert rules_text({}) == rules_text({"Heartbeat": AnswerRule()}) == ""


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"Heartbeat": 5}', '{"Heartbeat": {"manner": "shout"}}',
     '{"Nonsense": {"manner": "silence"}}', '{"Heartbeat": {"delay_s": "long"}}',
     '{"Heartbeat": {}}'],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out(text):
    assert rules_from(text) == {}


def test_delays_have_a_limit():
    text = '{"Heartbeat": {"delay_s": 1e9}, "Authorize": {"delay_s": -5}}'
    assert rules_from(text) == {"Heartbeat": AnswerRule(delay_s=600.0)}
