# SPDX-License-Identifier: Apache-2.0
import sys

import pytest

from ocppdesk.gui.analysing.analyst import Analyst, analysis_by, judge_by
from ocppdesk.settings import Settings

LONG = 10_000
NOW = 1_769_900_000_000_000


@pytest.fixture
def make(analysis_of):
    made = []

    def analyst(**options):
        one = Analyst(analysis_of=analysis_of, clock=lambda: NOW, **options)
        made.append(one)
        return one

    yield analyst
    for one in made:
        one.close()


@pytest.fixture
def analyst(make):
    return make(is_live=False)


def wait_for(qtbot, analyst, last_id):
    qtbot.waitUntil(
        lambda: analyst.facts is not None and analyst.facts.last_id == last_id,
        timeout=LONG,
    )


def test_facts_come_for_the_only_charger_and_follow_what_arrives(
    qtbot, analyst, recording
):
    told = []
    analyst.facts_changed.connect(told.append)
    last = recording.beat(3)
    analyst.show_capture(recording.path, last)
    wait_for(qtbot, analyst, last)
    assert told[-1].charger == "CP-0042"
    assert analyst.progress == (last, last)
    last = recording.beat(3)
    analyst.advance(last)
    wait_for(qtbot, analyst, last)


def test_a_review_is_told_as_of_its_last_message(qtbot, analyst, recording, noted):
    last = recording.beat()
    analyst.show_capture(recording.path, last)
    wait_for(qtbot, analyst, last)
    # The answer, which is the last message, takes 4 ms.
    assert set(noted["CP-0042"].asked) == {recording.now + 4_000}


def test_a_live_capture_is_told_as_of_now(qtbot, make, recording, noted):
    analyst = make(is_live=True)
    last = recording.beat()
    analyst.show_capture(recording.path, last)
    wait_for(qtbot, analyst, last)
    assert set(noted["CP-0042"].asked) == {NOW}


def test_another_charger_takes_the_facts_of_the_first_away_at_once(
    qtbot, analyst, recording
):
    recording.beat(charger="A")
    last = recording.beat(charger="B")
    analyst.show_capture(recording.path, last)
    with qtbot.waitSignal(analyst.progress_changed, timeout=LONG):
        analyst.choose_charger("A")
    wait_for(qtbot, analyst, 3)
    told = []
    analyst.facts_changed.connect(told.append)
    analyst.choose_charger("B")
    assert told == [None]
    wait_for(qtbot, analyst, last)
    assert all(facts is None or facts.charger == "B" for facts in told)


def test_many_messages_are_told_of_some_times_a_second(qtbot, analyst, recording):
    told, progress = [], []
    analyst.facts_changed.connect(told.append)
    analyst.progress_changed.connect(lambda *numbers: progress.append(numbers))
    last = recording.beat(2_000)
    analyst.show_capture(recording.path, last)
    wait_for(qtbot, analyst, last)
    assert len(told) < 20
    assert progress[-1] == (last, last)
    assert [done for done, _upto in progress] == sorted(done for done, _ in progress)


def test_a_capture_that_is_gone_is_said(qtbot, analyst, tmp_path):
    with qtbot.waitSignal(analyst.failed, timeout=LONG) as said:
        analyst.show_capture(tmp_path / "none.ocppdesk", 1)
    assert "cannot be analysed" in said.args[0]
    assert analyst.facts is None
    assert analyst.failure == said.args[0]


def test_what_goes_wrong_in_the_program_is_said_and_heard(
    qtbot, analyst, recording, noted, monkeypatch
):
    heard = []
    monkeypatch.setattr(sys, "excepthook", lambda *args: heard.append(args[1]))
    last = recording.beat()
    analyst.show_capture(recording.path, last)
    wait_for(qtbot, analyst, last)
    noted["CP-0042"].breaks_at = last + 1
    with qtbot.waitSignal(analyst.failed, timeout=LONG) as said:
        analyst.advance(recording.beat())
    assert "something went wrong" in said.args[0]
    assert str(heard[0]) == "broken on purpose"
    assert analyst.facts.last_id == last
    assert analyst.failure == said.args[0]
    with qtbot.waitSignal(analyst.failed, timeout=LONG) as said:
        analyst.choose_charger("CP-0042")
    assert said.args[0] == analyst.failure == ""
    wait_for(qtbot, analyst, recording.recorder.committed_id)


def test_the_thread_ends_with_it(qtbot, analyst, recording):
    last = recording.beat()
    analyst.show_capture(recording.path, last)
    wait_for(qtbot, analyst, last)
    analyst.show_capture(None)
    assert analyst.facts is None
    analyst.close()
    assert analyst._thread is not None
    assert not analyst._thread.is_alive()


def test_rules_speak_as_the_user_has_set_it(qtbot, recording):
    settings = Settings()
    settings.change({"finding_no_boot_s": 5})
    analyst = Analyst(analysis_of=analysis_by(settings), is_live=False)
    last = recording.beat(3)
    analyst.show_capture(recording.path, last)
    wait_for(qtbot, analyst, last)
    known = analysis_by(settings)("CP-0042")
    assert known.thresholds.no_boot_s == 5
    analyst.close()


def test_all_chargers_are_looked_through_when_none_is_chosen(
    qtbot, make, recording, noted
):
    analyst = make(is_live=True)
    told = []
    analyst.found_changed.connect(told.append)
    recording.beat(20, charger="A")
    last = recording.beat(20, charger="B")
    analyst.show_capture(recording.path, last)
    qtbot.waitUntil(
        lambda: analyst.found is not None and analyst.found.done == last, timeout=LONG
    )
    assert analyst.facts is None
    assert analyst.found.path == recording.path
    assert told[-1] is analyst.found
    assert len(noted["A"].fed) + len(noted["B"].fed) == last
    analyst.show_capture(None)
    assert analyst.found is None


def test_a_capture_that_is_shown_again_is_found_out_about_again(
    qtbot, analyst, recording
):
    def is_found():
        return analyst.found is not None and analyst.found.done == last

    last = recording.beat(20)
    for _ in range(5):
        analyst.show_capture(recording.path, last)
        qtbot.waitUntil(is_found, timeout=LONG)
        analyst.show_capture(None)
        assert analyst.found is None


def test_what_breaks_with_a_charger_that_is_not_chosen_is_heard(
    qtbot, analyst, recording, noted, monkeypatch
):
    heard = []
    monkeypatch.setattr(sys, "excepthook", lambda *args: heard.append(args[1]))
    recording.beat(charger="A")
    last = recording.beat(charger="B")
    analyst.show_capture(recording.path, last)
    qtbot.waitUntil(lambda: "B" in noted and bool(noted["B"].fed), timeout=LONG)
    noted["B"].breaks_at = last + 1
    last = recording.beat(charger="B")
    last = recording.beat(charger="A")
    analyst.advance(last)
    qtbot.waitUntil(lambda: bool(heard), timeout=LONG)
    qtbot.waitUntil(lambda: analyst.found.done == last, timeout=LONG)
    assert str(heard[0]) == "The analysis of 'B' failed."
    assert str(heard[0].__cause__) == "broken on purpose"
    assert noted["A"].fed[-1] == last


def test_attempts_are_judged_as_the_user_has_set_it(qtbot, recording):
    analyst = Analyst(
        analysis_of=analysis_by(Settings()), judge=judge_by(Settings()), is_live=True
    )
    analyst.listen_since(NOW - 3_600_000_000)
    analyst.show_capture(recording.path, 0)
    qtbot.waitUntil(
        lambda: analyst.found is not None and "" in analyst.found.findings, timeout=LONG
    )
    assert analyst.found.findings[""][0].rule == "CON-01"
    analyst.close()
