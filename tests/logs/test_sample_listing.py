# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.sample import Assumed, Sample
from ocppdesk.logs.sample_listing import sample_line, sample_record

NOON = 1_785_585_600_000_000


@pytest.fixture
def sample():
    """Make a sample with some assumption about it."""

    def make(assumed=Assumed.NOTHING, **place):
        known = {"evse": None, "connector": 1, "transaction": "T1", **place}
        return Sample(
            7, NOON + 1, NOON, **known, measurand="Voltage", phase="L1",
            location="Outlet", context="Trigger", value=230.5, unit="V", sent_unit="V",
            assumed=assumed, source="MeterValues",
        )  # fmt: skip

    return make


def test_a_record_names_what_was_assumed(sample):
    record = sample_record(sample(Assumed.UNIT | Assumed.TIME), "CP1")
    assert record["assumed"] == ["unit", "time"]
    assert record["charger_time"] == "2026-08-01T12:00:00.000000Z"
    assert (record["message"], record["transaction_id"]) == (7, "T1")


def test_a_line_has_the_place_the_value_and_doubts(sample):
    line = sample_line(sample(Assumed.UNIT | Assumed.LOCATION, evse=2), "CP1")
    assert "  CP1  EVSE 2 connector 1  T1  Voltage L1 " in line
    assert line.endswith(" 230.5 V  Trigger, Outlet  [assumed: unit]")


def test_a_line_does_without_what_is_not_known(sample):
    line = sample_line(sample(connector=None, transaction=None), "")
    assert "  (no identity)  -  -  Voltage L1 " in line
    assert line.endswith(" 230.5 V  Trigger, Outlet")
