# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.catalogue import fleet_rule_types, rule_types
from ocppdesk.analysis.findings.guide import GROUPS, guide


def test_each_rule_is_told_of_once():
    ids = [each.id for each in guide()]
    assert len(ids) == len(set(ids))
    assert set(ids) == {kind.id for kind in (*rule_types(), *fleet_rule_types())}


def test_groups_stand_together():
    groups = list(dict.fromkeys(each.group for each in guide()))
    assert groups == [title for title in GROUPS.values() if title in groups]


def test_facts_that_are_not_known_yet_are_left_out():
    told = [(each.title, *each.next, *each.traps) for each in guide()]
    assert not [text for texts in told for text in texts if "{" in text]


def test_a_rule_with_two_sides_tells_of_both():
    [found] = [each for each in guide() if each.id == "CON-06"]
    assert "No OCPP sub-protocol was agreed on" in found.when
    assert "not spoken here" in found.when


def test_details_are_what_follows_in_the_docstring():
    [found] = [each for each in guide() if each.id == "BOOT-06"]
    assert found.when.endswith("nor boots within 5 minutes.")
    assert found.details.startswith("A charger of OCPP 2.x that says")
