# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.core.findings import Level
from ocppdesk.gui.findings.groups import Group, State, grouped_findings
from tests.gui.findings.made import AT, SECOND


def test_a_rule_and_a_charger_make_a_group(finding):
    low = finding(severity=Severity.LOW, connector=2, messages=(5, 6), count=3)
    high = finding(connector=1, at=AT + SECOND, last_at=AT + 9 * SECOND, messages=(5,))
    other = finding(charger="CP2")
    groups = grouped_findings([low, other, high])
    assert groups == {("CON-07", "CP1"): (high, low), ("CON-07", "CP2"): (other,)}
    group = Group(groups["CON-07", "CP1"], State.NEW)
    assert group.key == ("CON-07", "CP1")
    assert group.level is Level.ERROR
    assert (group.at, group.last_at, group.count) == (AT, AT + 9 * SECOND, 4)
    assert group.places == "Connector 1, Connector 2"
    assert group.messages == (5, 6)


def test_the_worst_comes_first_then_the_newest_and_what_is_ignored_last(finding):
    ignored = Group((finding(severity=Severity.CRITICAL),), State.IGNORED)
    old = Group((finding("A-1"),), State.SEEN)
    new = Group((finding("B-1", last_at=AT + SECOND),), State.NEW)
    minor = Group((finding("C-1", severity=Severity.LOW),), State.NEW)
    found = sorted([ignored, minor, old, new], key=lambda group: group.order)
    assert found == [new, old, minor, ignored]
