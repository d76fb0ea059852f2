# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture import seen as seen_module
from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.columns import Columns
from ocppdesk.capture.seen import values_seen
from ocppdesk.core.findings import Finding, Level
from ocppdesk.filters.fields import FIELDS


@pytest.fixture
def seen(capture_of, message):
    """Record messages, and return the values that are seen of a field."""

    def of(name, *fields, annotations=EMPTY):
        reader = capture_of(*(message(n, **f) for n, f in enumerate(fields, start=1)))
        columns = Columns(reader)
        columns.refresh(reader.last_id())
        return values_seen(reader, columns, annotations, name)

    return of


def test_the_most_frequent_value_comes_first(seen):
    found = seen("tx", *({"transaction_id": n} for n in (5, None, "a", "a", "a", 5)))
    assert found == [("a", 3), ("5", 2)]


def test_values_of_payloads_are_those_of_the_newest_messages(seen, monkeypatch):
    monkeypatch.setattr(seen_module, "_MOST", 3)
    raws = ('{"status":"A"}', '{"status":"B"}', "{}", '{"status":"B"}', '{"status":5}')
    fields = [{"raw": f'[2,"1","X",{payload}]'} for payload in raws]
    assert seen("status", *fields) == [("B", 2)]


def test_error_codes_of_errors_are_seen(seen):
    fields = ({"error_code": "InternalError"},
              {"raw": '[2,"1","X",{"errorCode":"GroundFailure"}]'})  # fmt: skip
    found = seen("code", *fields)
    assert sorted(found) == [("GroundFailure", 1), ("InternalError", 1)]


def test_rules_of_findings_are_seen(seen):
    findings = {2: (Finding("R1", Level.NOTE), Finding("R2", Level.INFO))}
    annotations = Annotations(frozenset(), {}, findings)
    found = seen("finding", {}, {}, annotations=annotations)
    assert sorted(found) == [("R1", 1), ("R2", 1)]


@pytest.mark.parametrize("name", FIELDS)
def test_of_every_field_something_can_be_said(seen, name):
    for value, count in seen(name, {}, {"raw": "{"}):
        assert isinstance(value, str)
        assert 0 < count <= 2
