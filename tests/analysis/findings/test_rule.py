# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.rule import Evidence, Rule
from ocppdesk.analysis.observing import Observer
from tests.analysis.findings.talk import Talk


def test_evidence_of_a_message_is_where_and_when_it_is():
    talk = Talk()
    number = talk.status(2, "Faulted")
    seen = Observer().observe(talk.messages[0])
    evidence = Evidence.of(seen, also=[None, 77], facts={"a": 1}, key="k")
    assert evidence.at == talk.messages[0].at
    assert evidence.messages == (77, number)
    assert (evidence.evse, evidence.connector) == (None, 2)


def test_a_rule_that_asks_nothing_says_nothing():
    talk = Talk()
    talk.status(2, "Faulted")
    known, rule = talk.known(), Rule(Deadlines())
    seen = Observer().observe(talk.messages[0])
    assert not [
        *rule.feed(seen, (), known), *rule.tick(5, known), *rule.of_links([], known),
        *rule.standing(5, known), *rule.expired("key", None, known),
    ]  # fmt: skip
    assert [*rule.expired("key", Evidence(5), known)] == [Evidence(5)]
