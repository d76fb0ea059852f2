# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.layout import MOST_PATHS
from ocppdesk.gui.messages.pane import MessagesPane
from ocppdesk.gui.messages.times import DeltaMode, TimeMode
from ocppdesk.settings import Settings


@pytest.fixture
def pane_with(qtbot, theme):
    """A pane whose settings already have something about the columns."""

    def make(columns="", width=1200):
        settings = Settings()
        if columns:
            text = columns if isinstance(columns, str) else json.dumps(columns)
            settings.change({"columns": text})
        pane = MessagesPane(settings, theme)
        qtbot.addWidget(pane)
        pane.resize(width, 400)
        with qtbot.waitExposed(pane):
            pane.show()
        return pane

    return make


def shown(pane):
    header = pane.view.horizontalHeader()
    found = [header.logicalIndex(at) for at in range(header.count())]
    return [
        Column(column) if column < len(COLUMNS) else pane.model.column_name(column)
        for column in found
        if not header.isSectionHidden(column)
    ]


def width_of(pane, column):
    return pane.view.horizontalHeader().sectionSize(column)


def saved(pane):
    pane.columns.save()
    return json.loads(pane._settings.columns)


def test_the_default_columns_end_with_the_json(pane_with):
    found = shown(pane_with())
    assert found == [info.column for info in COLUMNS if info.is_shown]
    assert found[-1] is Column.JSON


@pytest.mark.parametrize("width", [900, 1150, 1366, 2560])
def test_the_columns_fill_the_table_or_scroll(pane_with, width):
    pane = pane_with(width=width)
    room = pane.view.viewport().width()
    total = sum(width_of(pane, column) for column in shown(pane))
    assert total >= room - len(COLUMNS)
    is_wide_enough = total <= room
    assert is_wide_enough or width < 1100
    assert width_of(pane, Column.JSON) > 100


def test_summary_and_json_share_what_is_left(pane_with):
    narrow, wide = pane_with(width=1200), pane_with(width=1700)
    for column in shown(narrow):
        grows = width_of(wide, column) > width_of(narrow, column)
        assert grows == (column in (Column.SUMMARY, Column.JSON))


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_header_menu_switches_columns(pane_with):
    pane = pane_with()
    header = pane.view.horizontalHeader()
    header.customContextMenuRequested.emit(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = {a.text(): a for a in menu.actions() if a.isCheckable()}
    assert len(texts) == len(COLUMNS)
    assert texts["⇄   Direction"].isChecked()
    texts["Message ID   The OCPP message id"].trigger()
    assert Column.MESSAGE_ID in shown(pane)
    texts["Conn.   Connector, or EVSE.connector"].trigger()
    assert Column.CONNECTOR not in shown(pane)
    menu.close()


def test_the_last_column_cannot_be_taken_away(pane_with):
    pane = pane_with()
    for column in Column:
        pane.columns.show_column(column, is_shown=False)
    assert len(shown(pane)) == 1


def test_order_widths_and_choice_are_remembered(pane_with):
    pane = pane_with()
    header = pane.view.horizontalHeader()
    header.moveSection(header.visualIndex(Column.JSON), 2)
    header.resizeSection(Column.MESSAGE, 222)
    pane.columns.show_column(Column.SIZE, is_shown=True)
    again = pane_with(saved(pane))
    assert shown(again) == shown(pane)
    assert shown(again)[2] is Column.JSON
    assert width_of(again, Column.MESSAGE) == 222


def test_a_change_is_kept_soon_after_it(pane_with, qtbot):
    pane = pane_with()
    pane.view.horizontalHeader().resizeSection(Column.MESSAGE, 222)
    qtbot.waitUntil(lambda: bool(pane._settings.columns))
    assert json.loads(pane._settings.columns)["widths"] == {"message": 222}


def test_the_widths_that_the_program_chose_are_not_remembered(pane_with):
    pane = pane_with()
    pane.resize(1500, 400)
    pane.columns.show_column(Column.SIZE, is_shown=True)
    assert "widths" not in saved(pane)


@pytest.mark.parametrize(
    "columns",
    [
        "no json",
        "[1, 2]",
        '{"order": 5, "shown": [], "widths": "x"}',
        {"order": ["json", "nonsense", 7, "json"], "shown": {"x": True, "json": 1}},
        {"widths": {"json": -5, "time": 10**9, "message": True, "size": "wide"}},
    ],
)
def test_a_damaged_memory_is_put_up_with(pane_with, columns):
    pane = pane_with(columns)
    assert Column.JSON in shown(pane)
    assert all(0 < width_of(pane, column) <= 4_000 for column in shown(pane))


def test_the_charger_has_a_column_once_there_are_two(desk):
    desk.start(2)
    assert Column.CHARGER not in shown(desk.pane)
    desk.recording.beat(1, charger="CP-0043")
    desk.advance()
    assert Column.CHARGER in shown(desk.pane)


def test_the_column_of_the_charger_stays_away_if_it_was_sent_away(desk):
    desk.pane.columns.show_column(Column.CHARGER, is_shown=False)
    desk.start(2)
    desk.recording.beat(1, charger="CP-0043")
    desk.advance()
    assert Column.CHARGER not in shown(desk.pane)


def test_the_column_of_the_time_is_as_wide_as_its_texts(desk):
    before = width_of(desk.pane, Column.TIME)
    desk.pane.columns.set_time_mode(TimeMode.UTC)
    assert width_of(desk.pane, Column.TIME) > before
    desk.pane.columns.set_time_mode(TimeMode.LOCAL)
    assert width_of(desk.pane, Column.TIME) == before


def test_reset_goes_back_to_the_beginning(pane_with):
    pane = pane_with({"order": ["json"], "shown": {"size": True, "ms": False}})
    assert shown(pane)[0] is Column.JSON
    pane.columns.add_path_column(".reason")
    reset = pane.columns_menu().actions()[-1]
    reset.trigger()
    assert shown(pane) == shown(pane_with())
    assert pane._settings.columns == ""


def test_a_place_in_payloads_becomes_a_column_before_the_json(desk):
    line = desk.recording.line()
    line.say("Authorize", {"idTag": "04A2"})  # 2, 3
    desk.recording.commit()
    desk.start()
    assert desk.pane.columns.add_path_column("res.idTagInfo.status")
    assert shown(desk.pane)[-2:] == ["res.idTagInfo.status", Column.JSON]
    column = len(COLUMNS)
    assert desk.text(2, column) == desk.text(3, column) == "Accepted"
    assert desk.text(1, column) == ""


def test_several_values_at_a_place_are_in_one_cell(desk):
    samples = [{"value": "16.1"}, {"value": "7.4"}, {"value": "16.1"}]
    payload = {"connectorId": 1, "meterValue": [{"sampledValue": samples}]}
    desk.recording.line().say("MeterValues", payload)
    desk.recording.commit()
    desk.start()
    desk.pane.columns.add_path_column(".sampledValue.value")
    assert set(desk.text(2, len(COLUMNS)).split(", ")) == {"16.1", "7.4"}


def test_what_is_no_place_becomes_no_column(pane_with):
    pane = pane_with()
    for text in ("", "nonsense", "Heartbeat", ".a[b == 1]", ".a == 1", ".a .b"):
        assert not pane.columns.add_path_column(text)
    assert pane.columns.paths == []


def test_a_place_has_one_column_only(pane_with):
    pane = pane_with()
    assert pane.columns.add_path_column(".reason")
    assert pane.columns.add_path_column(".reason")
    assert pane.columns.paths == [".reason"]


def test_there_is_a_limit_to_columns_of_places(pane_with):
    pane = pane_with()
    added = [pane.columns.add_path_column(f".key{n}") for n in range(MOST_PATHS + 1)]
    assert added == [True] * MOST_PATHS + [False]


def test_a_column_of_a_place_can_be_removed(pane_with):
    pane = pane_with()
    pane.columns.add_path_column(".reason")
    pane.columns.add_path_column(".status")
    pane.columns.remove_path_column(".reason")
    pane.columns.remove_path_column("message")
    assert pane.columns.paths == [".status"]
    assert ".status" in shown(pane)
    assert pane.model.columnCount() == len(COLUMNS) + 1
    header = pane.model.headerData(len(COLUMNS), Qt.Orientation.Horizontal)
    assert header == ".status"


def test_columns_of_places_are_remembered(pane_with):
    pane = pane_with()
    pane.columns.add_path_column(".reason")
    again = pane_with(saved(pane))
    assert shown(again) == shown(pane)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_header_of_a_place_offers_to_remove_it(pane_with):
    pane = pane_with(width=2000)
    pane.columns.add_path_column(".reason")
    header = pane.view.horizontalHeader()
    left = header.sectionViewportPosition(len(COLUMNS))
    header.customContextMenuRequested.emit(QPoint(left + 5, 5))
    menu = QApplication.activePopupWidget()
    menu.actions()[0].trigger()
    assert pane.columns.paths == []
    menu.close()


def test_the_menu_removes_any_of_them(pane_with):
    pane = pane_with()
    pane.columns.add_path_column(".reason")
    [removing] = [
        a for a in pane.columns_menu().actions() if a.text().startswith("Rem")
    ]
    removing.menu().actions()[0].trigger()
    assert pane.columns.paths == []


def test_a_menu_that_stays_is_up_to_date_whenever_it_opens(pane_with):
    pane = pane_with()
    menu = pane.columns_menu()
    pane.columns.add_path_column(".reason")
    pane.columns.show_column(Column.JSON, is_shown=False)
    menu.aboutToShow.emit()
    ticks = {a.text(): a.isChecked() for a in menu.actions() if a.isCheckable()}
    assert ticks[".reason"]
    assert not ticks["JSON   The message as it was on the wire"]


def test_columns_follow_the_settings(pane_with):
    pane = pane_with()
    state = {"paths": [".reason"], "shown": {"json": False}, "delta": "charger"}
    pane._settings.change({"columns": json.dumps(state)})
    assert ".reason" in shown(pane)
    assert Column.JSON not in shown(pane)
    assert pane.model.texts.delta_mode is DeltaMode.CHARGER
    pane._settings.change({"columns": ""})
    assert shown(pane) == shown(pane_with())
    assert pane.model.texts.delta_mode is DeltaMode.ROW


def test_settings_of_an_older_program_get_new_columns_in_their_place(pane_with):
    order = [info.name for info in COLUMNS if info.name != "marks"]
    found = shown(pane_with({"order": order}))
    assert found.index(Column.MARKS) == found.index(Column.LATENCY) + 1


def test_the_menu_says_what_delta_counts_since(desk):
    desk.start(3)
    desk.recording.beat(1, charger="CP-0043")  # 8 connects; 9, 10
    desk.advance()
    assert desk.text(10, Column.DELTA) != desk.text(8, Column.DELTA)
    [delta] = [a for a in desk.pane.columns_menu().actions() if "Δ counts" in a.text()]
    modes = delta.menu().actions()
    assert [mode.isChecked() for mode in modes] == [True, False, False]
    modes[1].trigger()
    assert desk.text(8, Column.DELTA) == ""
    assert saved(desk.pane)["delta"] == "charger"


def test_the_column_of_a_field_is_filled_when_it_is_shown(desk):
    desk.recording.line().say("Authorize", {"idTag": "04A2"})
    desk.recording.commit()
    desk.start()
    assert desk.text(2, Column.ID_TAG) == ""
    desk.pane.columns.show_column(Column.ID_TAG, is_shown=True)
    assert desk.text(2, Column.ID_TAG) == desk.text(3, Column.ID_TAG) == "04A2"


def test_settings_that_cannot_be_written_do_not_disturb(pane_with, monkeypatch):
    pane = pane_with()

    def refuse(_path, _values):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Settings, "_save", lambda self: refuse(None, None))
    pane.columns.show_column(Column.SIZE, is_shown=True)
    pane.columns.save()
    assert Column.SIZE in shown(pane)


def test_columns_can_be_dragged_with_the_mouse(pane_with, qtbot):
    pane = pane_with()
    header = pane.view.horizontalHeader()
    viewport, button = header.viewport(), Qt.MouseButton.LeftButton
    edge = header.sectionViewportPosition(Column.SUMMARY)
    border = QPoint(edge - 1, header.height() // 2)
    before = width_of(pane, Column.MESSAGE)
    qtbot.mousePress(viewport, button, pos=border)
    qtbot.mouseMove(viewport, border + QPoint(40, 0))
    qtbot.mouseRelease(viewport, button, pos=border + QPoint(40, 0))
    assert width_of(pane, Column.MESSAGE) == before + 40
