# SPDX-License-Identifier: Apache-2.0
import contextlib

import pytest

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.analysed import (
    UnknownChargerError,
    analyses,
    messages_of,
    observations_of,
)
from tests.logs.conftest import NOON, TEXTS


@pytest.fixture
def reader(tmp_path, record):
    """A capture of two chargers, the second one with as many messages as the first."""
    path = tmp_path / "site.ocppdesk"
    meter_values = (
        '[2,"6","MeterValues",{"connectorId":2,"meterValue":[{"timestamp":'
        '"2026-08-01T12:00:00Z","sampledValue":[{"value":"7"}]}]}]'
    )
    record(path, charger="CP1", texts=(*TEXTS, meter_values))
    record(path, charger="CP2")
    with contextlib.closing(CaptureReader(path)) as reader:
        yield reader


def test_messages_are_those_of_the_capture_in_their_order(reader):
    expected = reader.messages(range(1, reader.last_id() + 1))
    assert list(messages_of(reader)) == expected
    of_one = [message for message in expected if message.charger == "CP2"]
    assert list(messages_of(reader, "CP2")) == of_one


def test_each_charger_has_its_analysis(reader):
    found = analyses(reader)
    assert list(found) == ["CP1", "CP2"]
    facts = found["CP1"].facts(NOON)
    assert [series.value.tolist() for series in facts.series] == [[7]]
    assert found["CP2"].facts(NOON).series == ()
    assert found["CP2"].facts(NOON).last_id == reader.last_id()


def test_connections_are_analysed_too(reader):
    # It was recorded without a sub-protocol, which no message tells.
    rules = {each.rule for each in analyses(reader)["CP1"].facts(NOON).findings}
    assert "CON-06" in rules


def test_one_charger_can_be_analysed_alone(reader):
    assert list(analyses(reader, "CP2")) == ["CP2"]


def test_an_unknown_charger_says_whom_there_is(reader):
    with pytest.raises(UnknownChargerError, match=r"charger CP9. It knows: CP1, CP2\."):
        analyses(reader, "CP9")


def test_how_far_it_is_can_be_told(reader):
    told = []
    analyses(reader, tell=told.append)
    assert told == [1]


def test_each_charger_is_observed_by_itself(reader):
    found = list(observations_of(reader))
    assert [one.message for one, _sampled in found] == list(messages_of(reader))
    answers = [one for one, _sampled in found if one.is_answer]
    assert answers
    assert all(one.call.message.charger == one.message.charger for one in answers)
    assert [len(sampled.samples) for _one, sampled in found if sampled.samples] == [1]
