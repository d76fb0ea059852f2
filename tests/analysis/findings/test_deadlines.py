# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.rule import Evidence, Rule

ONE = Evidence(1)


def keys(due):
    return [key for _rule, key, _evidence in due]


def test_what_is_due_comes_once_in_its_order():
    deadlines = Deadlines()
    rule = Rule(deadlines)
    rule.expect("late", 20, ONE)
    rule.expect("soon", 10, ONE)
    assert deadlines.next_at() == 10
    assert keys(deadlines.pop(9)) == []
    assert keys(deadlines.pop(20)) == ["soon", "late"]
    assert keys(deadlines.pop(20)) == []
    assert not rule.met("soon")


def test_what_came_is_not_due():
    deadlines = Deadlines()
    rule = Rule(deadlines)
    rule.expect("it", 10, ONE)
    assert rule.waits("it")
    assert rule.met("it")
    assert not rule.waits("it")
    assert keys(deadlines.pop(10)) == []


def test_a_second_wait_takes_the_place_of_the_first():
    deadlines = Deadlines()
    rule = Rule(deadlines)
    rule.expect("it", 10, ONE)
    rule.expect("it", 30, ONE)
    assert keys(deadlines.pop(20)) == []
    assert keys(deadlines.pop(30)) == ["it"]


def test_rules_do_not_take_each_others_keys():
    deadlines = Deadlines()
    one, other = Rule(deadlines), Rule(deadlines)
    one.expect("it", 10, ONE)
    assert not other.met("it")
    assert keys(deadlines.pop(10)) == ["it"]


def test_looking_at_what_is_overdue_changes_nothing():
    deadlines = Deadlines()
    rule = Rule(deadlines)
    rule.expect("b", 10, ONE)
    rule.expect("a", 10, ONE)
    assert keys(deadlines.overdue(9)) == []
    assert keys(deadlines.overdue(10)) == keys(deadlines.overdue(11)) == ["b", "a"]
    assert keys(deadlines.pop(10)) == ["b", "a"]


def test_what_came_long_ago_is_forgotten():
    deadlines = Deadlines()
    rule = Rule(deadlines)
    for number in range(1000):
        rule.expect(number, 10**9, ONE)
        rule.met(number)
    assert len(deadlines._heap) < 200
