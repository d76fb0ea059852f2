# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.gui.findings.groups import Group, State
from ocppdesk.gui.findings.model import Column, FindingsModel
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode


@pytest.fixture
def model(theme, qtmodeltester):
    model = FindingsModel(theme)
    qtmodeltester.check(model)
    return model


def text(model, row, column, role=Qt.ItemDataRole.DisplayRole):
    return model.index(row, column).data(role)


def test_a_row_tells_the_group(model, finding):
    group = Group((finding(connector=2, count=1_234),), State.NEW)
    model.show_groups([group], may_move=True)
    model.set_moments(Moments(TimeMode.UTC))
    assert [text(model, 0, column) for column in Column] == [
        "Error",
        "Title of CON-07",
        "Installation or network, or settings or software",
        "CP1",
        "Connector 2",
        "1\N{NARROW NO-BREAK SPACE}234",
        "2026-01-31T13:05:31Z",
        "2026-01-31T13:05:31Z",
    ]
    assert not text(model, 0, Column.LEVEL, Qt.ItemDataRole.DecorationRole).isNull()
    assert "New" in text(model, 0, Column.TITLE, Qt.ItemDataRole.ToolTipRole)
    assert text(model, 0, Column.TITLE, Qt.ItemDataRole.FontRole).bold()
    spoken = text(model, 0, Column.LEVEL, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Error: Title of CON-07"


def test_rows_hold_still_and_new_ones_wait(model, finding, qtbot):
    low = Group((finding("A-1", severity=Severity.LOW),), State.SEEN)
    high = Group((finding("B-1"),), State.NEW)
    model.show_groups([low], may_move=True)
    with qtbot.waitSignal(model.held_changed) as held:
        model.show_groups([high, low], may_move=False)
    assert held.args == [1]
    assert [row.key[0] for row in model.rows] == ["A-1"]
    model.show_groups([high], may_move=False)
    assert text(model, 0, Column.LEVEL) == "No longer so"
    with qtbot.waitSignal(model.held_changed):
        model.show_groups([high, low], may_move=True)
    assert [row.key[0] for row in model.rows] == ["B-1", "A-1"]
    assert model.row_of(low.key) == 1
    assert model.row_of(None) == -1


def test_only_what_changed_is_told(model, finding, qtbot):
    groups = [Group((finding(rule),), State.NEW) for rule in ("A-1", "B-1", "C-1")]
    model.show_groups(groups, may_move=True)
    told = []
    model.dataChanged.connect(
        lambda first, last, *_: told.append((first.row(), last.row()))
    )
    model.show_groups(groups, may_move=False)
    assert told == []
    groups[1] = Group(groups[1].findings, State.SEEN)
    model.show_groups(groups, may_move=False)
    assert told == [(1, 1)]


def test_what_is_ignored_says_so(model, finding):
    model.show_groups([Group((finding(),), State.IGNORED)], may_move=True)
    assert text(model, 0, Column.LEVEL) == "Ignored"
    assert text(model, 0, Column.LEVEL, Qt.ItemDataRole.DecorationRole) is None


def test_what_is_about_no_charger_has_a_dash_and_says_so(model, finding):
    model.show_groups([Group((finding(charger=""),), State.NEW)], may_move=True)
    assert text(model, 0, Column.CHARGER) == "\N{EN DASH}"
    tip = text(model, 0, Column.CHARGER, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Charger not named"


def test_what_only_chips_hide_is_not_gone(model, finding):
    group = Group((finding(),), State.NEW)
    model.show_groups([group], may_move=True)
    seen = Group((finding(),), State.SEEN)
    model.show_groups([], may_move=False, others={seen.key: seen}.get)
    assert model.rows == [seen]
    model.show_groups([], may_move=False)
    assert text(model, 0, Column.LEVEL) == "No longer so"
