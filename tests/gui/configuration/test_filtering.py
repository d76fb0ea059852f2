# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ocppdesk.gui.configuration.chips import SettingsFilterBar
from ocppdesk.gui.configuration.filter import ChipKind
from ocppdesk.gui.configuration.filtering import Filtering
from ocppdesk.gui.configuration.model import NAME, READ_AT, SettingsModel
from ocppdesk.gui.configuration.table import SettingsTable


class Filtered:
    """The parts in a window, as the view has them."""

    def __init__(self, theme, settings):
        self.model = SettingsModel(theme)
        self.bar = SettingsFilterBar(theme)
        self.table = SettingsTable(theme, self.model)
        self.filtering = Filtering(self.bar, self.table, self.model)
        self.model.show(settings)
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.bar)
        layout.addWidget(self.table)
        self.window.resize(1000, 400)

    @property
    def names(self):
        return [row.name for row in self.model.shown]

    @property
    def fields(self):
        return self.table.header.fields


@pytest.fixture
def filtered(qtbot, theme, known):
    made = Filtered(theme, known(HeartbeatInterval="300", acme="5", LightIntensity="5"))
    qtbot.addWidget(made.window)
    with qtbot.waitExposed(made.window):
        made.window.show()
    return made


def test_line_chips_and_columns_apply_together(filtered, qtbot):
    qtbot.keyClicks(filtered.bar.field, "5")
    assert filtered.names == ["acme", "LightIntensity"]
    qtbot.keyClicks(filtered.fields[NAME], "<>acme")
    assert filtered.names == ["LightIntensity"]
    vendor = filtered.bar.buttons[ChipKind.VENDOR]
    qtbot.mouseClick(vendor, Qt.MouseButton.LeftButton)
    assert filtered.names == []
    filtered.filtering.clear()
    assert len(filtered.names) == 3


def test_escape_in_the_line_clears_the_columns_too(filtered, qtbot):
    qtbot.keyClicks(filtered.fields[NAME], "acme")
    qtbot.keyClick(filtered.bar.field, Qt.Key.Key_Escape)
    assert len(filtered.names) == 3


def test_a_column_that_cannot_be_read_keeps_its_filter(filtered, qtbot):
    qtbot.keyClicks(filtered.fields[READ_AT], ">01-01")
    before = filtered.names
    qtbot.keyClicks(filtered.fields[READ_AT], "x")
    assert filtered.names == before
    assert "needs a day or a time" in filtered.table.header._remarks[READ_AT].text


def test_a_line_that_takes_too_long_is_said_below_it(filtered, known, qtbot):
    filtered.model.show(known(**{"a" * 60: "1"}))
    filtered.bar.field.setText(r"/(a|aa)+!$/")
    assert "takes too long" in filtered.bar.remark.text


@pytest.mark.parametrize("part", ["line", "column"])
def test_down_goes_to_the_first_setting(filtered, qtbot, part):
    field = filtered.bar.field if part == "line" else filtered.fields[NAME]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert filtered.table.row.name == "acme"


def test_the_counts_follow(filtered, qtbot):
    qtbot.keyClicks(filtered.fields[NAME], "acme")
    assert filtered.bar._count.text() == "1 of 3"
