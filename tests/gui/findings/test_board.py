# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.core.findings import Level
from ocppdesk.gui.findings.board import FindingsBoard
from ocppdesk.gui.findings.groups import State
from ocppdesk.settings import Settings

KEY = ("CON-07", "CP1")


def test_what_is_found_is_new_until_somebody_looks(board, tell, finding, qtbot):
    tell(finding(), finding("PRO-01", severity=Severity.LOW))
    assert board.counts(State.NEW) == {Level.ERROR: 1, Level.NOTE: 1}
    with qtbot.waitSignal(board.changed):
        board.see(KEY)
    assert board.counts(State.NEW) == {Level.NOTE: 1}
    assert board.counts() == {Level.ERROR: 1, Level.NOTE: 1}
    assert board.group(KEY).state is State.SEEN
    assert board.group(("CON-07", "CP9")) is None


def test_what_gets_worse_is_new_again(board, tell, finding):
    tell(finding(severity=Severity.LOW))
    board.see(KEY)
    tell(finding(severity=Severity.LOW, count=2))
    assert board.group(KEY).state is State.SEEN
    tell(finding())
    assert board.group(KEY).state is State.NEW


def test_what_is_ignored_does_not_count_and_is_kept(settings, board, tell, finding):
    tell(finding(), finding(charger="CP2"))
    board.ignore(KEY, is_ignored=True)
    assert board.counts() == {Level.ERROR: 1}
    assert list(board.counting()) == ["CP2"]
    assert [group.key[1] for group in board.groups()] == ["CP2", "CP1"]
    again = FindingsBoard(settings)
    again.show_found(board.found)
    assert again.group(KEY).state is State.IGNORED
    again.ignore(KEY, is_ignored=False)
    assert settings.ignored_findings == ""
    assert set(again.counting()) == {"CP1", "CP2"}


def test_settings_that_cannot_be_written_are_said(tmp_path, qtbot):
    file = tmp_path / "folder"
    file.mkdir()
    settings = Settings()
    settings.path = file
    board = FindingsBoard(settings)
    said = []
    board.failed.connect(said.append)
    board.ignore(KEY, is_ignored=True)
    if said:
        assert said[0].endswith(".")


def test_one_charger_has_what_is_about_none_in_particular_too(board, tell, finding):
    tell(finding(), finding("CON-02", charger=""), finding(charger="CP2"))
    assert {group.key for group in board.groups("CP1")} == {KEY, ("CON-02", "")}
    assert board.counts(charger="CP2") == {Level.ERROR: 2}


def test_nothing_is_told_where_only_the_analysis_went_on(board, tell, finding):
    tell(finding(), done=50)
    told = []
    board.changed.connect(lambda: told.append(board.found.done))
    tell(finding(), done=60)
    assert told == []
    assert board.found.done == 60


def test_another_capture_begins_anew(board, tell, finding, tmp_path):
    tell(finding())
    board.see(KEY)
    tell(finding(), path=tmp_path / "b.ocppdesk")
    assert board.group(KEY).state is State.NEW
    board.show_found(None)
    assert board.groups() == []


def test_what_is_seen_stays_in_its_place(board, tell, finding):
    rules = [f"A-{number}" for number in range(9)]
    tell(*(finding(rule) for rule in rules))
    before = [group.key for group in board.groups()]
    board.see(("A-4", "CP1"))
    assert [group.key for group in board.groups()] == before
    assert board.groups()[4].state is State.SEEN
    board.ignore(("A-4", "CP1"), is_ignored=True)
    assert board.groups()[-1].key == ("A-4", "CP1")


def test_that_all_is_looked_through_is_told_once(qtbot, board, tell, finding):
    told = []
    board.completed.connect(lambda: told.append(board.found.done))
    tell(finding(), done=9, upto=10)
    assert told == []
    tell(finding(), done=10, upto=10)
    tell(finding(), done=11, upto=11)
    assert told == [10]
    tell(finding(), done=11, upto=12)
    tell(finding(), done=12, upto=12)
    assert told == [10, 12]
