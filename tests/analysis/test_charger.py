# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.charger import ChargerAnalysis

NOON = 1_785_585_600_000_000


def test_facts_are_of_what_was_fed(call):
    analysis = ChargerAnalysis("CP1")
    assert analysis.facts(NOON).last_id == 0
    value = {"timestamp": "2026-08-01T12:00:00Z", "sampledValue": [{"value": "7"}]}
    analysis.feed(call("MeterValues", {"connectorId": 1, "meterValue": [value]}))
    analysis.feed(call("Heartbeat", {}))
    facts = analysis.facts(NOON)
    assert (facts.charger, facts.last_id) == ("CP1", 2)
    assert [series.value.tolist() for series in facts.series] == [[7]]
