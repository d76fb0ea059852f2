# SPDX-License-Identifier: Apache-2.0
"""Excerpts of real logs in containers, where they are at hand; see `log-formats.md`."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Frame, Kind, Line, LinkEvent, State
from ocppdesk.logs.reading.opening import open_logs

LOGS = Path(__file__).parents[4] / "shared" / "data" / "logs"
IN, OUT = Direction.IN, Direction.OUT
NAMES = (
    "cms-table-csv__01.csv",
    "cms-table-xlsx__02.xlsx",
    "csv-doubled-quotes__01.csv",
    "csv-synthetic-kwwhat__01.csv",
    "json-array-entries__01.json",
    "object-framed__01.log",
    "ocpp-core-dblog__01.tsv",
    "pcap-capt.pcapng",
    "pcap-capt_error.pcapng",
    "portal-eventlog-json__01.json",
    "soap__02.xml",
    "tshark-fields__01.tsv",
    "tshark-verbose__01.txt",
)
WITHOUT_MESSAGES = ("ocpp-core-dblog__01.tsv", "portal-eventlog-json__01.json")

pytestmark = pytest.mark.skipif(not LOGS.is_dir(), reason="the excerpts are not here")


@pytest.fixture(scope="module")
def excerpt():
    """Read an excerpt, once."""
    known = {}

    def excerpt(name):
        if name not in known:
            (reader,) = open_logs(LOGS / name)
            found = [each for batch in reader.batches() for each in batch]
            known[name] = reader, found
        return known[name]

    return excerpt


def frames(found):
    return [each for each in found if isinstance(each, Frame)]


def utc(text):
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return round(moment.timestamp() * 1_000_000)


@pytest.mark.parametrize("name", NAMES)
def test_there_are_as_many_frames_as_a_reader_of_the_log_counts(excerpt, name):
    meta = LOGS / f"{name.rpartition('.')[0]}.meta.json"
    expected = json.loads(meta.read_text("utf-8"))["frames_expected"]
    assert len(frames(excerpt(name)[1])) == expected


@pytest.mark.parametrize(
    ("name", "ways", "chargers"),
    [
        ("cms-table-csv__01.csv", {IN: 502, OUT: 536}, {"1012"}),
        ("cms-table-xlsx__02.xlsx", {IN: 1278, OUT: 1277}, {"1188"}),
        ("csv-doubled-quotes__01.csv", {IN: 15, OUT: 15}, {"0"}),
        ("csv-synthetic-kwwhat__01.csv", {IN: 31, OUT: 28}, {"CH-001", "CH-002"}),
        ("json-array-entries__01.json", {IN: 376, OUT: 377}, {"kushagra01"}),
        ("object-framed__01.log", {IN: 3, OUT: 2, None: 1}, {""}),
        ("pcap-capt_error.pcapng", {IN: 1, OUT: 1}, {"E2507-8420-1275"}),
        ("pcap-capt.pcapng", {IN: 17, OUT: 17},
         {"E2507-8420-1275", "E2507-8420-1274"}),
        ("tshark-fields__01.tsv", {IN: 6, OUT: 6}, {"782184F83BBC"}),
        ("tshark-verbose__01.txt", {IN: 3, OUT: 3}, {""}),
    ],
)  # fmt: skip
def test_directions_and_chargers_are_those_of_the_log(excerpt, name, ways, chargers):
    found = frames(excerpt(name)[1])
    assert Counter(frame.direction for frame in found) == ways
    assert {frame.charger for frame in found} == chargers


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        # 04/01/2026, 0:00:01 am IST
        ("cms-table-csv__01.csv", "2026-01-03T18:30:01", None),
        # 03/01/2026, 0:00:29 am IST
        ("cms-table-xlsx__02.xlsx", "2026-01-02T18:30:29", None),
        ("csv-doubled-quotes__01.csv", "2024-05-17T09:20:43", None),
        ("csv-synthetic-kwwhat__01.csv", "2025-10-01T08:00:00", None),
        ("json-array-entries__01.json", "2025-06-19T10:06:52.260488",
         "2025-06-19T11:55:28.612907"),
        ("tshark-fields__01.tsv", "2025-01-22T18:04:29.116655", None),
    ],
)  # fmt: skip
def test_times_are_those_of_the_log(excerpt, name, first, last):
    found = frames(excerpt(name)[1])
    assert found[0].at == utc(first)
    assert last is None or found[-1].at == utc(last)
    assert all(frame.at is not None for frame in found)


def test_the_portal_names_its_zone_and_its_dates_have_the_day_first(excerpt):
    said = excerpt("cms-table-xlsx__02.xlsx")[0].inferences
    assert (said.zone.value, said.zone.is_explicit) == ("+05:30", True)
    assert said.dates.value == "dmy"


def test_rows_on_the_connection_are_no_messages(excerpt):
    found = excerpt("cms-table-xlsx__02.xlsx")[1]
    links = [each for each in found if isinstance(each, LinkEvent)]
    assert Counter(each.is_opened for each in links) == {False: 7, True: 6}
    others = [each for each in found if isinstance(each, Line)]
    assert len(links) + len(others) == 26


def test_a_row_that_names_an_error_is_a_callerror(excerpt):
    (error,) = [f for f in frames(excerpt("cms-table-xlsx__02.xlsx")[1])
                if f.value[0] == 4]  # fmt: skip
    assert error.value[2:4] == ["NotImplemented", "DataTransfer"]


def test_an_error_that_repeats_a_message_is_its_twin(excerpt):
    found = excerpt("json-array-entries__01.json")[1]
    (twin,) = [e for e in found if isinstance(e, Line) and e.kind is Kind.DUPLICATE]
    assert twin.twin is not None
    links = [each for each in found if isinstance(each, LinkEvent)]
    assert len(links) == 11


def test_a_packet_capture_tells_the_handshake_and_what_cannot_be_read(excerpt):
    found = excerpt("pcap-capt.pcapng")[1]
    links = [each for each in found if isinstance(each, LinkEvent)]
    assert Counter(each.is_opened for each in links) == {True: 3, False: 3}
    assert any("encrypted" in e.text for e in found if isinstance(e, Line))
    refused = excerpt("pcap-capt_error.pcapng")[1]
    closed = [e for e in refused if isinstance(e, LinkEvent) and not e.is_opened]
    assert "The CSMS closed the WebSocket" in closed[0].text


def test_what_tshark_cut_off_is_truncated(excerpt):
    states = Counter(f.state for f in frames(excerpt("tshark-verbose__01.txt")[1]))
    assert states == {State.COMPLETE: 5, State.TRUNCATED: 1}


def test_each_soap_message_names_its_charger(excerpt):
    found = frames(excerpt("soap__02.xml")[1])
    assert {frame.direction for frame in found} == {IN}
    assert all(frame.charger and "Envelope" in frame.original for frame in found)


@pytest.mark.parametrize(
    ("name", "title", "advice"),
    [
        ("ocpp-core-dblog__01.tsv", "Message log of OCPP.Core", "MessageDumpDir"),
        ("portal-eventlog-json__01.json", "Event log of an EVC-net portal", "operator"),
    ],
)
def test_logs_without_messages_say_what_they_are(excerpt, name, title, advice):
    reader = excerpt(name)[0]
    assert reader.title == title
    assert advice in reader.advice


@pytest.mark.parametrize("name", [n for n in NAMES if n not in WITHOUT_MESSAGES])
def test_versions_are_told(excerpt, name):
    meta = LOGS / f"{name.rpartition('.')[0]}.meta.json"
    expected = json.loads(meta.read_text("utf-8"))["ocpp_version"]
    assert expected.startswith(str(excerpt(name)[0].inferences.version.value))
