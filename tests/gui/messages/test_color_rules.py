# SPDX-License-Identifier: Apache-2.0
import json
from dataclasses import replace

import pytest

from ocppdesk.core.messages import Direction, Message
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context
from ocppdesk.gui.messages.color_rules import (
    ICONS,
    MOST_RULES,
    Colorist,
    ColorRule,
    default_rules,
    rules_from,
    text_of_rules,
)

PAIR = ("#000000", "#FFFFFF")
CONTEXT = Context(now=0, latest=0)


def rule(expression, name="Rule", **changes):
    return ColorRule(name, expression, PAIR, PAIR, **changes)


def subject(text="[]", number=1):
    message = Message(number, 0, "CP", 1, Direction.IN, text, action="Heartbeat")
    return Subject(message)


@pytest.fixture
def colorist(qapp):
    return Colorist()


def test_the_default_rules_are_filters_with_icons_of_their_own():
    rules = default_rules()
    assert all(rule.problem is None and rule.is_on for rule in rules)
    assert len({rule.icon for rule in rules} & set(ICONS)) == len(rules) == 9
    assert [rule.expression for rule in rules] == [
        "~err or res.status == Rejected",
        "problem in {malformed, truncated}",
        "~q",
        "StatusNotification status == Faulted",
        "problem == invalid",
        "action in {StartTransaction, StopTransaction, TransactionEvent}",
        "BootNotification or ~ws",
        "~out ~call",
        "Heartbeat",
    ]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ('[2,"1","Heartbeat",', "Unreadable messages"),
        ("hello", "Unreadable messages"),
        ('[9,"1","Heartbeat",{}]', "Unreadable messages"),
        ('[2,"1","StartTransaction",{"idTag":7}]', "Against the specification"),
        ('[2,"1","Heartbeat",{}]', "Heartbeats"),
    ],
)
def test_what_a_charger_does_wrong_has_a_color(colorist, recording, raw, name):
    line = recording.line()
    message = line.session.receive(raw, at=recording.tick())[0]
    context = Context(now=recording.now, latest=recording.now)
    assert colorist.rule_of([Subject(message)], context).name == name


def test_the_first_rule_that_matches_wins(colorist):
    first, second = rule("~in", "first"), rule("Heartbeat", "second")
    colorist.rules = (rule("~out"), first, second)
    assert colorist.rule_of([subject()], CONTEXT) is first
    colorist.rules = (second, first)
    assert colorist.rule_of([subject()], CONTEXT) is second


def test_a_rule_that_is_off_or_no_filter_never_matches(colorist):
    colorist.rules = (rule("~in", is_on=False), rule("status =="))
    assert colorist.rule_of([subject()], CONTEXT) is None


def test_one_of_two_messages_of_a_row_is_enough(colorist):
    colorist.rules = (rule('"needle"'),)
    pair = [subject("[]"), subject('["needle"]', 2)]
    assert colorist.rule_of(pair, CONTEXT) is colorist.rules[0]
    assert colorist.rule_of(pair[:1], CONTEXT) is None


@pytest.mark.parametrize(
    "expression",
    ["/(a|aa)+$/", 'not .x matches "(a|aa)+$"', "~in and (~out or /(a|aa)+$/)",
     '.x[y matches "(a|aa)+$"]'],
)  # fmt: skip
def test_a_rule_that_takes_too_long_is_off_from_then_on(colorist, qtbot, expression):
    evil = "a" * 40 + "!"
    text = json.dumps([2, "1", "Heartbeat", {"x": evil, "a": {"x": {"y": evil}}}])
    slow, other = rule(expression, "slow"), rule("Heartbeat")
    colorist.rules = (slow, other)
    with qtbot.waitSignal(colorist.stopped) as said:
        assert colorist.rule_of([subject(text)], CONTEXT) is other
    assert "slow" in said.args[0]
    with qtbot.assertNotEmitted(colorist.stopped):
        assert colorist.rule_of([subject(text)], CONTEXT) is other
        colorist.rules = (slow, other)
        assert colorist.rule_of([subject("aaa")], CONTEXT) is other


def test_a_simpler_expression_gets_another_chance(colorist):
    slow = rule("/(a|aa)+$/")
    colorist.rules = (slow,)
    assert colorist.rule_of([subject("a" * 40 + "!")], CONTEXT) is None
    colorist.rules = (replace(slow, expression="/a+$/"),)
    assert colorist.rule_of([subject("a" * 40)], CONTEXT) is colorist.rules[0]


def test_rules_come_back_from_the_settings_as_they_were():
    rules = (
        *default_rules()[2:],
        rule("Heartbeat", "Ünïcode", icon="star", is_on=False),
        rule("status ==", "no filter"),
    )
    found, complaints = rules_from(text_of_rules(rules))
    assert found == rules
    [complaint] = complaints
    assert "no filter" in complaint


def test_the_default_rules_need_no_text():
    assert text_of_rules(default_rules()) == ""
    assert rules_from("") == (default_rules(), ())
    assert rules_from(text_of_rules(())) == ((), ())


@pytest.mark.parametrize("text", ["{", "5", '{"name": "x"}', "[" * 100_000])
def test_a_damaged_text_gives_the_default_rules_and_says_so(text):
    rules, complaints = rules_from(text)
    assert rules == default_rules()
    assert len(complaints) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": 5}, {"expression": None}, {"icon": "skull"}, {"on": "yes"},
        {"light": ["#000000"]}, {"dark": ["red", "#FFFFFF"]}, {"light": "#000000"},
        {"dark": [1, 2]},
    ],
)  # fmt: skip
def test_a_damaged_rule_is_left_out_and_named(change):
    good = json.loads(text_of_rules((rule("~in"), rule("~out"))))
    good[0].update(change)
    rules, complaints = rules_from(json.dumps([*good, 7]))
    assert [r.expression for r in rules] == ["~out"]
    assert ["1" in complaints[0], "3" in complaints[1]] == [True, True]


def test_there_are_not_more_rules_than_rows_can_bear():
    many = json.loads(text_of_rules((rule("~in"),))) * (MOST_RULES + 5)
    assert len(rules_from(json.dumps(many))[0]) == MOST_RULES
