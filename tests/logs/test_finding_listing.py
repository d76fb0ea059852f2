# SPDX-License-Identifier: Apache-2.0
import contextlib

import pytest

from ocppdesk.analysis.findings.finding import Finding, Severity, Verdict
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.finding_listing import (
    finding_lines,
    finding_record,
    findings_in,
    rule_lines,
)
from tests.logs.conftest import NOON

FINDING = Finding(
    rule="CON-07",
    severity=Severity.HIGH,
    verdicts=(Verdict.INSTALLATION, Verdict.BROKEN),
    title="Connection keeps breaking",
    charger="CP1",
    evse=None,
    connector=2,
    at=NOON,
    last_at=NOON + 60_000_000,
    count=3,
    messages=(4, 9, 12),
    text="The charger connected 4 times in short order.",
    next=("Check the cable.",),
    traps=("A computer that sleeps ends connections as well.",),
    reference="OCPP-J 1.6, 5.3",
    is_possible=True,
)
REJECTED = (
    '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"'
    + "M" * 36
    + '"}]'
)


@pytest.fixture
def reader(tmp_path, record):
    """A capture of two chargers, one of which says something odd."""
    path = tmp_path / "site.ocppdesk"
    record(path, charger="CP1", texts=(REJECTED,))
    record(path, charger="CP2", texts=('[2,"1","Heartbeat",{}]',))
    with contextlib.closing(CaptureReader(path)) as reader:
        yield reader


def test_findings_of_all_chargers_come_with_the_worst_first(reader):
    found = findings_in(reader)
    assert [each.severity for each in found] == sorted(
        (each.severity for each in found), reverse=True
    )
    assert ("PRO-06", "CP1") in {(each.rule, each.charger) for each in found}
    assert {each.charger for each in findings_in(reader, "CP2")} == {"CP2"}


def test_a_record_has_what_scripts_need():
    record = finding_record(FINDING)
    assert list(record)[:5] == ["rule", "severity", "verdict", "title", "charger"]
    assert record["severity"] == "high"
    assert record["verdict"] == "installation/broken"
    assert record["time"] == "2026-08-01T12:00:00.000000Z"
    assert record["messages"] == [4, 9, 12]
    assert record["next"] == ["Check the cable."]
    assert record["possible"] is True


def test_lines_say_what_where_when_and_what_to_do():
    lines = list(finding_lines(FINDING))
    assert lines[0] == (
        "HIGH  Connection keeps breaking  (CON-07, possible, installation/broken)"
    )
    assert lines[1].startswith("  CP1, connector 2, 2026-08-01T12:00:00")
    assert lines[1].endswith("3 times")
    assert lines[2:] == [
        "  Messages 4, 9, 12",
        "  The charger connected 4 times in short order.",
        "  → Check the cable.",
        "  But: A computer that sleeps ends connections as well.",
        "",
    ]


def test_the_table_has_each_rule_once():
    lines = list(rule_lines())
    ids = [line.split("|")[1].strip() for line in lines[2:]]
    assert "CON-06" in ids
    assert len(ids) == len(set(ids))
    assert not [line for line in lines if line.count("|") != 6]
