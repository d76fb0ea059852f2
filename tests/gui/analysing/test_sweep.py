# SPDX-License-Identifier: Apache-2.0
"""All chargers are looked through, each message once, whoever is chosen meanwhile."""

import contextlib

import pytest

from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.analysing import sweep as sweeping
from ocppdesk.gui.analysing.sweep import AnalysisBrokenError, Sweep
from ocppdesk.gui.analysing.worker import Worker

NOW = 1_769_900_000_000_000


def finding(rule, charger):
    return Finding(
        rule, Severity.HIGH, (), "Title", charger, None, None, 1, 2, 1, (1,),
        "Text.", (), (), "",
    )  # fmt: skip


@pytest.fixture
def reader(recording):
    recording.beat(3, charger="A")
    recording.beat(3, charger="B")
    with contextlib.closing(CaptureReader(recording.path)) as opened:
        yield opened


def run(worker):
    while worker.step():
        pass
    while worker.step_others(None):
        pass


def ids_of(reader, charger):
    messages = reader.messages(range(1, reader.last_id() + 1))
    return [message.id for message in messages if message.charger == charger]


def test_every_message_of_every_charger_is_taken_in_once(
    reader, recording, analysis_of, noted
):
    worker = Worker(analysis_of)
    worker.open(recording.path, 4)
    worker.look_up()
    worker.choose("B")
    run(worker)
    worker.choose("A")
    worker.advance(reader.last_id())
    run(worker)
    last = recording.beat(2, charger="A")
    last = recording.beat(2, charger="B")
    worker.advance(last)
    run(worker)
    worker.choose("B")
    run(worker)
    for charger in "AB":
        assert noted[charger].fed == ids_of(reader, charger)
    assert worker.found.is_complete
    worker.open(None, 0)
    assert worker.found.path is None


def test_findings_come_by_charger(reader, recording, analysis_of, noted):
    worker = Worker(analysis_of)
    worker.open(recording.path, reader.last_id())
    worker.look_up()
    while worker.found.done < 1:
        worker.step_others(None)
    noted["A"].findings = (finding("CON-07", "A"),)
    run(worker)
    assert set(worker.found.findings) == {"A"}
    noted["B"].findings = (finding("FLT-01", "B"),)
    worker.choose("B")
    worker.facts(NOW)
    assert [each.rule for each in worker.found.findings["B"]] == ["FLT-01"]
    worker.open(None, 0)


def test_attempts_and_clocks_are_judged_together(reader, recording, analysis_of, noted):
    asked = []

    def judge(links, now, listening_since, offsets):
        asked.append(([link.charger for link in links], listening_since, offsets))
        return (finding("CON-02", ""), finding("CON-03", "A"))

    worker = Worker(analysis_of, judge)
    worker.open(recording.path, reader.last_id())
    worker.listen_since(5)
    worker.look_up()
    while not worker.found.is_complete:
        worker.step_others(None)
    noted["B"].clock_offset_us = 7
    run(worker)
    assert asked == [(["A", "B"], 5, {"B": 7})]
    found = worker.found.findings
    assert {charger: found[charger][0].rule for charger in found} == {
        "": "CON-02",
        "A": "CON-03",
    }
    worker.open(None, 0)


def test_a_charger_whose_analysis_breaks_keeps_no_other_from_being_judged(
    reader, recording, analysis_of, noted
):
    sweep = Sweep({}, analysis_of)
    last = reader.last_id()
    sweep.step(reader, 1)
    noted["A"].breaks_at = 2
    with pytest.raises(AnalysisBrokenError, match="'A'"):
        sweep.step(reader, last)
    while sweep.step(reader, last):
        pass
    while sweep.judge_one(reader, NOW):
        pass
    assert noted["A"].fed == [1, 2]
    assert noted["B"].fed == ids_of(reader, "B")
    assert sweep.found(recording.path, last).is_complete


def test_in_a_long_backlog_a_charger_is_judged_now_and_then(
    reader, recording, analysis_of, noted, monkeypatch
):
    monkeypatch.setattr(sweeping, "_JUDGE_EVERY_S", 0.0)
    worker = Worker(analysis_of)
    worker.open(recording.path, reader.last_id())
    worker.look_up()
    worker.step_others(NOW)
    # As of its last message: what is not taken in yet is not missing.
    [asked] = noted["A"].asked
    assert asked < NOW
    assert noted["B"].asked == []
    worker.open(None, 0)


def test_what_lasts_is_judged_again_after_a_while(
    reader, recording, analysis_of, noted, monkeypatch
):
    sweep = Sweep({}, analysis_of)
    courses = sweep._courses
    while sweep.step(reader, reader.last_id()):
        pass
    while sweep.judge_one(reader, NOW):
        pass
    sweep.refresh()
    assert not sweep.judge_one(reader, NOW)
    monkeypatch.setattr(sweeping, "REFRESH_S", 0.0)
    sweep.refresh()
    while sweep.judge_one(reader, NOW + 1):
        pass
    assert set(courses) == {"A", "B"}
    assert noted["A"].asked == [NOW, NOW + 1]
