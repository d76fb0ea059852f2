# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from ocppdesk.core.transfers.events import FileEventKind
from ocppdesk.core.transfers.kinds import TEXT
from ocppdesk.csms.filedrop.received import ReceivedFile
from ocppdesk.csms.filedrop.reports import Reporter


@pytest.fixture
def events():
    return []


@pytest.fixture
def reporter(events):
    return Reporter(events.append, "HTTP", "10.0.0.7:5000")


def kinds(events):
    return [str(event.kind) for event in events]


def test_things_are_told_with_who_and_how(reporter, events):
    reporter.tell(FileEventKind.REFUSED, "GET", name="a\x00", reason="No.")
    (event,) = events
    assert (event.peer, event.protocol, event.command) == (
        "10.0.0.7:5000",
        "HTTP",
        "GET",
    )
    assert (event.name, event.reason) == ("a�", "No.")
    assert event.at > 0


def test_progress_is_told_once_for_each_percent(reporter, events):
    report = reporter.transfer("GET", "a", is_upload=False, total_bytes=100_000)
    for _ in range(10_000):
        report.advance(10)
    report.done()
    assert kinds(events) == ["begun", *["progress"] * 100, "done"]
    assert report.is_complete


def test_progress_without_a_length_is_told_now_and_then(reporter, events):
    report = reporter.transfer("PUT", "a", is_upload=True, total_bytes=None)
    for _ in range(64):
        report.advance(2**14)
    assert kinds(events) == ["begun", *["progress"] * 4]


def test_a_transfer_may_begin_in_the_middle(reporter, events):
    report = reporter.transfer(
        "GET", "a", is_upload=False, total_bytes=100, done_bytes=50
    )
    report.advance(1)
    report.broken("Gone.")
    assert [event.percent for event in events] == [51, 51]
    assert events[-1].reason == "Gone."


def test_a_received_file_is_named_in_the_end(reporter, events):
    report = reporter.transfer("PUT", "a", is_upload=True, total_bytes=None)
    report.advance(3)
    file = ReceivedFile(Path("a-2"), "a", 3, "ab", 1, "CP1", "GetLog", "p", TEXT)
    report.done(file)
    end = events[-1]
    assert (end.stored_as, end.sha256, end.percent) == ("a-2", "ab", 100)
