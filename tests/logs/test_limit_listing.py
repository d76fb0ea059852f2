# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.answers import Allowances, Answer, Confidence
from ocppdesk.logs.limit_listing import limit_lines, limit_record

NOON = 1_785_585_600_000_000


@pytest.fixture
def found():
    remark = "Less than 6 A cannot be offered."
    return Allowances(
        1,
        Answer("5 A set.", NOON, 3, 5.33333, 3680.0, Confidence.HIGH, (remark,),
               "Last set: 5 A on {at}"),
        Answer("5 A.", NOON, 3, 5.33333, None, Confidence.MEDIUM, (remark, "Shared.")),
        Answer("Nothing said."),
        Answer("4.0 A on L1.", NOON, 9, 4.0, None, Confidence.HIGH),
        "All in one.",
    )  # fmt: skip


def test_a_record_has_what_scripts_want(found):
    record = limit_record("CP-7", found)
    assert list(record) == [
        "charger", "connector", "last", "in_force", "offered", "flowing", "summary",
    ]  # fmt: skip
    assert record["last"] == {
        "text": "5 A set.",
        "time": "2026-08-01T12:00:00.000000Z",
        "message": 3,
        "amps": 5.333,
        "watts": 3680.0,
        "confidence": "high",
        "remarks": ["Less than 6 A cannot be offered."],
    }
    assert record["offered"]["time"] is None
    assert record["offered"]["confidence"] == "unknown"
    assert record["summary"] == "All in one."


def test_people_read_lines_and_each_remark_once(found):
    lines = list(limit_lines("CP-7", found))
    assert lines[0] == "CP-7  connector 1"
    assert lines[1].startswith("    Last set: 5 A on 2026-08-01 ")
    assert lines[2].startswith("  Last set  5 A set.  2026-08-01 ")
    assert lines[2].endswith("  #3  [high]")
    assert [line for line in lines if line.startswith("      - ")] == [
        "      - Less than 6 A cannot be offered.",
        "      - Shared.",
    ]
    assert "  Offered   Nothing said.  [unknown]" in lines
    assert lines[-1] == ""


def test_connector_0_is_the_whole_charger(found):
    whole = Allowances(0, *(getattr(found, name) for name in
                       ("last", "in_force", "offered", "flowing")), "")  # fmt: skip
    assert next(limit_lines("CP-7", whole)) == "CP-7  whole charger"
