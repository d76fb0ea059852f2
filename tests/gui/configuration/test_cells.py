# SPDX-License-Identifier: Apache-2.0
"""What is painted, seen in the picture of a table."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ocppdesk.core.configuration.settings import key_address
from ocppdesk.gui.configuration import model as columns
from ocppdesk.gui.configuration.cells import CellDelegate
from ocppdesk.gui.configuration.model import SettingsModel
from ocppdesk.gui.configuration.table import SettingsTable

STATES = QStyle.StateFlag


@pytest.fixture
def model(theme, known):
    made = SettingsModel(theme)
    made.show(known(HeartbeatInterval="300", LightIntensity="5"))
    return made


@pytest.fixture
def paint(theme, model):
    """Paint one cell; return the colours in its picture, the most frequent first."""
    delegate = CellDelegate(theme, model)

    def go(column, *, state=STATES.State_None, width=200):
        picture = QPixmap(width, 30)
        picture.fill(Qt.GlobalColor.transparent)
        option = QStyleOptionViewItem()
        option.rect = picture.rect()
        option.state = state
        painter = QPainter(picture)
        index = model.index_of(key_address("HeartbeatInterval"), column)
        delegate.paint(painter, option, index)
        painter.end()
        image = picture.toImage()
        found = [
            image.pixelColor(x, y).name(image.pixelColor(x, y).NameFormat.HexArgb)
            for x in range(width)
            for y in range(30)
        ]
        return sorted(set(found), key=found.count, reverse=True)

    return go


def argb(theme, name):
    color = theme.color(name)
    return color.name(color.NameFormat.HexArgb)


def test_a_text_is_painted_and_an_empty_cell_is_not(paint):
    assert len(paint(columns.CURRENT)) > 1
    assert len(paint(columns.NEW)) == 1


def test_the_selection_is_seen_and_pales_in_a_window_behind(paint, theme):
    chosen = STATES.State_Selected | STATES.State_Active
    assert paint(columns.NAME, state=chosen)[0] == argb(theme, "selection.back")
    behind = paint(columns.NAME, state=STATES.State_Selected)
    assert behind[0] == argb(theme, "selection.inactive.back")


def test_the_cell_with_the_keyboard_has_a_frame(paint, theme):
    state = STATES.State_HasFocus
    assert argb(theme, "text") in paint(columns.NEW, state=state)


def test_the_look_follows_the_theme(paint, theme):
    before = paint(columns.NAME)
    theme.apply("Dark", 100)
    after = paint(columns.NAME)
    theme.apply("Light", 100)
    assert before != after


def test_long_names_keep_both_ends_and_texts_their_beginning(theme, model):
    delegate = CellDelegate(theme, model)
    name = "SampledDataCtrlr.TxUpdatedMeasurands"
    room = delegate.width(name, is_bold=False) // 2
    fitted = delegate._fit(name, room, is_bold=False, in_middle=True)
    assert fitted.startswith("Sampl")
    assert fitted.endswith("rands")
    fitted = delegate._fit(name, room, is_bold=False, in_middle=False)
    assert fitted.endswith("…")


def test_a_table_is_painted_by_it(qtbot, theme, model):
    table = SettingsTable(theme, model)
    qtbot.addWidget(table)
    table.resize(900, 200)
    table.show()
    first = table.grab().toImage()
    table.choose(key_address("LightIntensity"))
    assert table.grab().toImage() != first
