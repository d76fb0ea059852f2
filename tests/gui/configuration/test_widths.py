# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import QPoint, Qt

from ocppdesk.gui.configuration.model import CURRENT, NAME, SettingsModel
from ocppdesk.gui.configuration.table import SettingsTable
from ocppdesk.gui.configuration.widths import ColumnWidths
from ocppdesk.settings import Settings

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def make(qtbot, theme, settings):
    """Make a table with its widths, as a start of the program does."""

    def go():
        table = SettingsTable(theme, SettingsModel(theme))
        qtbot.addWidget(table)
        table.resize(1200, 300)
        with qtbot.waitExposed(table):
            table.show()
        return table, ColumnWidths(table, theme, settings)

    return go


def drag_edge(qtbot, table, column, pixels):
    """Drag the right edge of a column's title."""
    header = table.header
    x = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
    viewport, place = header.viewport(), QPoint(x, 8)
    qtbot.mousePress(viewport, LEFT, pos=place)
    qtbot.mouseMove(viewport, place + QPoint(pixels, 0))
    qtbot.mouseRelease(viewport, LEFT, pos=place + QPoint(pixels, 0))


def test_a_width_is_there_again_at_the_next_start(qtbot, make, settings):
    table, widths = make()
    before = table.columnWidth(NAME)
    drag_edge(qtbot, table, NAME, 60)
    assert table.columnWidth(NAME) == before + 60
    widths.close()
    assert json.loads(settings.setting_columns) == {"name": before + 60}
    again, _widths = make()
    assert again.columnWidth(NAME) == before + 60


def test_what_nobody_moved_is_not_kept(make, settings):
    _table, widths = make()
    widths.close()
    assert settings.setting_columns == ""


def test_it_is_written_soon_by_itself(qtbot, make, settings):
    table, _widths = make()
    drag_edge(qtbot, table, CURRENT, 10)
    qtbot.waitUntil(lambda: settings.setting_columns != "")


def test_widths_grow_with_the_zoom(qtbot, make, theme):
    table, widths = make()
    drag_edge(qtbot, table, NAME, 60)
    width = table.columnWidth(NAME)
    theme.apply("Light", 150)
    assert table.columnWidth(NAME) == pytest.approx(width * 1.5, abs=2)
    theme.apply("Light", 100)
    assert table.columnWidth(NAME) == width
    widths.close()


@pytest.mark.parametrize(
    "text", ["{", "[]", "3", '{"name": "wide", "current": true, "else": 3}', "[" * 9999]
)
def test_what_is_damaged_is_left_out(make, settings, text):
    settings.change({"setting_columns": text})
    _table, widths = make()
    assert widths._widths == {}


def test_no_width_is_beyond_reason(make, settings):
    settings.change({"setting_columns": '{"name": -5, "current": 99999999}'})
    table, _widths = make()
    assert table.columnWidth(CURRENT) == 4000
    assert table.columnWidth(NAME) > 0


def test_a_file_that_cannot_be_written_is_no_trouble(qtbot, theme, tmp_path):
    (tmp_path / "file").write_text("x")
    settings = Settings(tmp_path / "file" / "settings.json")
    table = SettingsTable(theme, SettingsModel(theme))
    qtbot.addWidget(table)
    widths = ColumnWidths(table, theme, settings)
    table.column_resized.emit(NAME, 50)
    widths.close()
