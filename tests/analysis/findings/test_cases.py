# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.cases import Cases, place_words
from ocppdesk.analysis.findings.finding import Severity, Verdict
from ocppdesk.analysis.findings.rule import LOG_STARTS, Evidence

FACTS = {"action": "Reset", "code": "InternalError", "remarks": ""}


def cases(*evidence):
    found = Cases("PRO-03")
    for each in evidence:
        found.add(each)
    return found


def at(moment, **fields):
    return Evidence(moment, (moment,), facts=FACTS, **fields)


def test_what_has_one_key_is_one_finding():
    first, second = cases(at(5), at(9), at(7, key="other")).findings("CP")
    assert (first.count, first.at, first.last_at, first.messages) == (2, 5, 9, (5, 9))
    assert (second.count, second.messages) == (1, (7,))


def test_connectors_are_told_apart():
    found = cases(at(5, connector=1), at(6, connector=2), at(7, evse=1)).findings("CP")
    assert [(each.evse, each.connector) for each in found] == [
        (None, 1), (None, 2), (1, None),
    ]  # fmt: skip


def test_the_newest_evidence_gives_the_facts_and_the_worst_the_severity():
    old = Evidence(9, facts={**FACTS, "code": "new"}, severity=Severity.HIGH)
    late = Evidence(5, facts=FACTS, severity=Severity.LOW, verdicts=(Verdict.USER,))
    [finding] = cases(old, late).findings("CP")
    assert "the last time new" in finding.text
    assert finding.severity is Severity.HIGH
    assert finding.verdict == "configuration"


def test_only_possible_is_what_nothing_proves():
    assert cases(at(5, is_possible=True)).findings("CP")[0].is_possible
    both = cases(at(5, is_possible=True), at(6)).findings("CP")
    assert not both[0].is_possible


def test_a_note_is_added_to_the_text():
    [finding] = cases(at(5, note=LOG_STARTS)).findings("CP")
    assert finding.text.endswith(LOG_STARTS)


def test_of_very_many_messages_the_first_and_the_last_are_kept():
    [finding] = cases(*(at(moment) for moment in range(1000))).findings("CP")
    assert finding.count == 1000
    assert finding.messages == (*range(100), *range(900, 1000))


def test_findings_of_one_rule_have_an_end():
    found = cases(*(at(moment, key=moment) for moment in range(700))).findings("CP")
    assert len(found) == 501
    assert sum(each.count for each in found) == 700


def test_more_evidence_changes_only_the_copy():
    some = cases(at(5))
    assert some.with_more([at(6)]).findings("CP")[0].count == 2
    assert some.findings("CP")[0].count == 1
    assert len(some) == 1


def test_places_have_words():
    assert place_words(None, 2) == "connector 2"
    assert place_words(1, None) == "EVSE 1"
    assert place_words(1, 2) == "EVSE 1, connector 2"
    assert place_words(None, None) == "the charger"
