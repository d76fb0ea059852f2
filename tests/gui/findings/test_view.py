# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.core.findings import Level
from ocppdesk.gui.findings.groups import State
from ocppdesk.gui.findings.view import FindingsView
from tests.gui.findings.made import AT, SECOND

LEFT = Qt.MouseButton.LeftButton
KEY = ("CON-07", "CP1")


@pytest.fixture
def view(qtbot, theme, settings, board):
    view = FindingsView(
        settings,
        theme,
        board,
        lambda numbers: {number: f"line {number}" for number in numbers},
        lambda numbers: {number: f"[2,{number}]" for number in numbers},
    )
    qtbot.addWidget(view)
    view.resize(1100, 600)
    view.show()
    yield view
    view.close_reader()


def rules(view):
    return [row.key[0] for row in view.model.rows]


def test_empty_states_never_say_that_all_is_well(view, tell, qtbot):
    assert view.empty.heading.text() == "Nothing to look at so far"
    tell(done=932, upto=932)
    assert view.empty.heading.text() == "Nothing found so far in 932 messages"
    with qtbot.waitSignal(view.rule_wanted):
        qtbot.mouseClick(view.empty.buttons[0], LEFT)
    view.show_failure("The file is gone.")
    assert view.empty.line.text() == "The file is gone."
    view.show_failure("")  # a new round has begun
    assert "Nothing found" in view.empty.heading.text()
    assert view.footer.text() == "Findings are hints, not a verdict"
    assert view.footer.isVisible()


def test_the_worst_comes_first_and_is_seen_when_it_is_chosen(
    view, board, tell, finding
):
    tell(finding("PRO-01", severity=Severity.LOW), finding())
    assert rules(view) == ["CON-07", "PRO-01"]
    assert board.group(KEY).state is State.NEW
    view.choose_new()
    assert board.group(KEY).state is State.SEEN
    assert view.page.heading.text() == "Title of CON-07"
    assert "line 1" in view.page.text.toPlainText()


def test_what_is_read_holds_still_until_the_list_is_put_in_order(
    qtbot, view, tell, finding
):
    tell(finding("A-1"), finding("B-1", severity=Severity.LOW))
    view.list.choose(("B-1", "CP1"))
    late = finding("B-1", severity=Severity.CRITICAL, last_at=AT + SECOND)
    tell(finding("C-1"), finding("A-1"), late)
    assert rules(view) == ["A-1", "B-1"]
    assert view.list.pill.text() == "▲ 1 new"
    qtbot.mouseClick(view.list.pill, LEFT)
    assert rules(view) == ["B-1", "A-1", "C-1"]
    assert view.list.chosen.key[0] == "B-1"


def test_nobody_who_is_elsewhere_has_to_put_it_in_order(view, tell, finding):
    tell(finding("A-1", severity=Severity.LOW))
    view.list.choose(("A-1", "CP1"))
    view.hide()
    tell(finding("A-1", severity=Severity.LOW), finding("B-1"))
    view.show()
    assert rules(view) == ["B-1", "A-1"]


def test_chips_filter_and_say_when_they_hide_all(qtbot, view, tell, finding):
    tell(finding(), finding("PRO-01", severity=Severity.LOW))
    qtbot.mouseClick(view.bar.chips[Level.NOTE], LEFT)
    assert rules(view) == ["PRO-01"]
    assert view.bar.chips[Level.ERROR].text() == "Error 1"
    qtbot.mouseClick(view.bar.chips[Level.NOTE], LEFT)
    qtbot.mouseClick(view.bar.chips[Level.INFO], LEFT)
    assert view.empty.heading.text() == "No finding of this kind"
    qtbot.mouseClick(view.empty.buttons[0], LEFT)
    assert rules(view) == ["CON-07", "PRO-01"]


def test_ignoring_can_be_undone(qtbot, view, board, tell, finding):
    tell(finding(), finding("PRO-01"))
    view.list.choose(KEY)
    said = []
    view.said.connect(said.append)
    qtbot.mouseClick(view.page.ignore, LEFT)
    assert rules(view) == ["PRO-01"]
    assert "CON-07 is ignored for CP1" in said[0]
    qtbot.mouseClick(view.bar.ignored, LEFT)
    assert rules(view) == ["CON-07"]
    view.list.choose(KEY)
    qtbot.mouseClick(view.page.ignore, LEFT)
    view.bar.clear()
    assert rules(view) == ["CON-07", "PRO-01"]


def test_one_charger_or_all(view, tell, finding):
    tell(
        finding(),
        finding(charger="CP2"),
        finding("CON-02", charger=""),
        done=500,
        upto=1_000,
    )
    assert len(view.model.rows) == 3
    assert view.bar.about.text() == "All chargers · 50 % looked through"
    view.choose_charger("CP2")
    assert {row.key[1] for row in view.model.rows} == {"CP2", ""}
    view.choose_charger("")
    assert len(view.model.rows) == 3


def test_a_ticket_is_copied(view, tell, finding):
    said = []
    view.said.connect(said.append)
    view.copy()
    assert said == ["Choose a finding first."]
    tell(finding())
    view.show_group(KEY)
    view.copy()
    assert "- #1 line 1" in QGuiApplication.clipboard().text()
    assert said[-1] == "The finding is on the clipboard."


def test_messages_are_asked_for(qtbot, view, tell, finding):
    tell(finding(messages=(1, 2)))
    view.show_group(KEY)
    with qtbot.waitSignal(view.messages_wanted) as wanted:
        qtbot.mouseClick(view.page.show_messages, LEFT)
    assert wanted.args[0].messages == (1, 2)
    view.go_to_list()
    with qtbot.waitSignal(view.messages_wanted):
        qtbot.keyClick(view.list, Qt.Key.Key_Return)


def test_times_are_written_as_in_the_table(view, settings, tell, finding):
    tell(finding())
    settings.change({"time_mode": "UTC"})
    assert view.model.index(0, 7).data() == "2026-01-31T13:05:31Z"


def test_of_very_many_the_worst_are_listed(view, tell, finding):
    many = [finding(charger=f"CP{n}") for n in range(1_005)]
    tell(*many, finding("FLT-01", severity=Severity.CRITICAL))
    assert len(view.model.rows) == 1_000
    assert rules(view)[0] == "FLT-01"
    assert "the worst 1" in view.bar.about.text()
    assert view.bar.chips[Level.ERROR].text().endswith("006")


def test_the_worst_is_open_when_somebody_looks(qtbot, view, tell, finding):
    view.hide()
    tell(finding("B-1", severity=Severity.LOW), finding("A-1"))
    view.show()
    qtbot.waitUntil(lambda: view.page.group is not None)
    assert view.page.group.key[0] == "A-1"
    view.choose_charger("CP9")
    tell(finding("C-1", "CP9"), finding("A-1"))
    qtbot.waitUntil(lambda: view.page.group is not None)
    assert view.page.group.key[0] == "C-1"


def test_what_a_chip_leaves_is_opened_as_well(qtbot, view, tell, finding):
    tell(finding("A-1"), finding("B-1", severity=Severity.LOW))
    qtbot.waitUntil(lambda: view.page.group is not None)
    qtbot.mouseClick(view.bar.chips[Level.NOTE], LEFT)
    assert rules(view) == ["B-1"]
    qtbot.waitUntil(lambda: view.page.group is not None)
    assert view.page.group.key[0] == "B-1"


def test_what_opened_by_itself_and_is_no_longer_so_makes_room(
    qtbot, view, tell, finding
):
    tell(finding("A-1"))
    qtbot.waitUntil(lambda: view.page.group is not None)
    tell(finding("B-1"))
    assert rules(view) == ["B-1"]
    qtbot.waitUntil(lambda: view.page.group is not None)
    assert view.page.group.key[0] == "B-1"


def test_nothing_is_opened_until_all_is_looked_through(qtbot, view, tell, finding):
    tell(finding("A-1"), finding("B-1"), done=8_999, upto=9_000)
    view._choose_worst()
    assert view.page.group is None
    tell(finding("A-1"), done=8_999, upto=9_000)
    qtbot.waitUntil(lambda: rules(view) == ["A-1"])
    view._choose_worst()
    assert view.page.group is None
    tell(finding("A-1"), done=9_000, upto=9_000)
    qtbot.waitUntil(lambda: view.page.group is not None)


def test_what_is_new_is_chosen_whatever_is_read(view, board, tell, finding):
    tell(finding("A-1"))
    view.list.choose(("A-1", "CP1"))
    tell(finding("A-1"), finding("B-1", severity=Severity.LOW))
    assert rules(view) == ["A-1"]  # held
    view.choose_new()
    assert view.list.chosen.key[0] == "B-1"
    view.choose_new()
    assert view.list.chosen.key[0] == "B-1"


def test_steps_go_from_finding_to_finding(qtbot, view, tell, finding):
    tell(finding("A-1"), finding("B-1", severity=Severity.LOW))
    view.list.choose(("A-1", "CP1"))
    view.step(1)
    assert view.list.chosen.key[0] == "B-1"
    with qtbot.waitSignal(view.said) as said:
        view.step(1)
    assert said.args == ["This is the last finding."]
    view.step(-1)
    assert view.list.chosen.key[0] == "A-1"


def test_what_is_about_the_charger_comes_before_what_is_about_none(view, tell, finding):
    stranger = finding("CON-02", "", severity=Severity.CRITICAL)
    tell(stranger, finding("A-1", severity=Severity.LOW))
    assert rules(view) == ["CON-02", "A-1"]
    view.choose_charger("CP1")
    assert rules(view) == ["A-1", "CON-02"]


def test_the_keyboard_goes_down_the_view(qtbot, view, tell, finding):
    tell(finding())
    view.list.choose(KEY)
    view.bar.stops[0].setFocus()
    names = []
    for _step in range(12):
        names.append(view.focusWidget())
        qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
    wanted = [view.list, *view.page.stops]
    reached = [widget for widget in names if widget in wanted]
    assert reached[:5] == wanted
