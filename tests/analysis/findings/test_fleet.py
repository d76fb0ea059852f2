# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.fleet import fleet_findings
from ocppdesk.analysis.findings.fleet_rule import Fleet
from ocppdesk.analysis.findings.thresholds import DEFAULTS
from ocppdesk.analysis.links import Link


def attempt(number, address, outcome="tls_on_plain", **fields):
    return Link(number, "", f"{address}:5000", number, outcome=outcome, **fields)


def test_findings_are_put_together_by_charger_and_the_worst_come_first():
    links = [
        attempt(1, "10.0.0.7"),
        attempt(2, "10.0.0.7"),
        attempt(3, "10.0.0.8"),
        attempt(4, "10.0.0.9", "refused_subprotocol", offered="ocpp1.2"),
    ]
    found = fleet_findings(Fleet(links, 10, DEFAULTS))
    assert [(each.rule, each.count) for each in found] == [
        ("CON-02", 1), ("CON-02", 2), ("CON-06", 1),
    ]  # fmt: skip


def test_without_anything_there_is_nothing():
    assert fleet_findings(Fleet((), 10, DEFAULTS)) == ()
