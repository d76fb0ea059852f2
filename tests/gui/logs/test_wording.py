# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.log_records import (
    Alignment,
    Conclusion,
    LogCounts,
    LogState,
    LogSummary,
)
from ocppdesk.core.versions import Version
from ocppdesk.filters.expression import parse_filter
from ocppdesk.gui.logs import wording
from ocppdesk.logs.reading.found import Assumptions, Inference, View

CONCLUDED = {
    "view": Conclusion("csms", "BootNotification is received.", False),
    "charger": Conclusion("CP-1", "The path names it.", True),
    "zone": Conclusion("+02:00", "The answers say so.", False),
    "version": Conclusion("", "Nothing tells.", False),
    "times": Conclusion("payload", "No line has a time.", False),
}


def log(number=1, name="site.log", **given):
    values = {"state": LogState.COMPLETE, "title": "SteVe", "lines": 12_040, **given}
    return LogSummary(number, name, f"/logs/{name}", "text", **values)


def test_what_there_is_none_of_is_not_counted():
    counts = LogCounts(complete=7_812, repaired=3, other=4_172)
    found = wording.counts_of([log(counts=counts)])
    assert [count.number for count in found] == [7_812, 3, 4_172]
    assert [bool(count.filter) for count in found] == [True, True, False]
    assert found[-1].kind == "other"


def test_the_filters_of_the_counts_can_be_read():
    every = LogCounts(*[1] * 9)
    filters = [count.filter for count in wording.counts_of([log(counts=every)])]
    for text in filter(None, filters):
        assert parse_filter(text)


def test_several_logs_are_counted_together():
    logs = [
        log(counts=LogCounts(complete=2, duplicate=1)),
        log(2, "b.log", counts=LogCounts(complete=3)),
    ]
    assert wording.added(logs).complete == 5
    assert wording.added(logs).duplicate == 1
    assert wording.name_of(logs) == "site.log and 1 more"
    assert "24\u202f080 lines" in wording.headline_of(logs).replace(",", "\u202f")


def test_a_log_without_frames_says_what_it_is_and_what_to_do():
    found = log(title="CitrineOS", advice="Switch on the log of messages.")
    text = wording.headline_of([found])
    assert "none of them holds an OCPP frame" in text
    assert "CitrineOS" in text
    assert text.endswith("Switch on the log of messages.")
    assert wording.reading_of([found]) == ""


def test_what_was_concluded_is_marked_as_such():
    found = log(counts=LogCounts(complete=1), inferences=CONCLUDED)
    assert wording.reading_of([found]) == (
        "Read as SteVe · written by the CSMS (concluded) · charger CP-1 · "
        "times UTC+02:00 (concluded) · some times are made up"
    )


def test_the_clock_that_was_set_is_told():
    aligned = log(2, "cp.log", alignment=Alignment(-1_500_000, 20_000, 1_204, True))
    first = log(counts=LogCounts(complete=1))
    assert wording.reading_of([first, aligned]).endswith(
        "the clock of cp.log was set by -1.500 s (± 0.020 s, "
        f"{wording.grouped(1_204)} frames are in both)"
    )


def test_what_went_wrong_with_a_part_is_told():
    failed = log(2, "b.log", state=LogState.FAILED, failure="b.log is cut off.")
    assert wording.failure_of([log(), failed]) == "b.log is cut off."
    assert wording.failure_of([log()]) == ""


def test_conclusions_and_assumptions_come_back_as_the_readers_have_them():
    known = {"view": "charger", "version": "2.0.1", "zone_minutes": 90, "charger": "X"}
    found = log(inferences=CONCLUDED, assumptions=known)
    assert wording.inferences_of(found).charger == Inference(
        "CP-1", "The path names it.", is_explicit=True
    )
    assert wording.assumptions_of(found) == Assumptions(
        view=View.CHARGER, version=Version.V201, zone_minutes=90, charger="X"
    )


@pytest.mark.parametrize("logs", [[], [log()]])
def test_there_is_always_something_to_say(logs):
    assert wording.headline_of(logs)
