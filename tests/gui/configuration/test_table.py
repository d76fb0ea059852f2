# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.configuration.settings import key_address
from ocppdesk.gui.configuration.filter import LineFilter, parse_line
from ocppdesk.gui.configuration.model import SettingsModel
from ocppdesk.gui.configuration.table import SettingsTable


@pytest.fixture
def model(theme):
    made = SettingsModel(theme)
    made.is_editable = True
    return made


@pytest.fixture
def table(qtbot, theme, model):
    made = SettingsTable(theme, model)
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show()
    return made


def test_a_setting_is_chosen_by_its_address(table, model, known):
    model.show(known(HeartbeatInterval="300", LightIntensity="5"))
    assert table.choose(key_address("LightIntensity"))
    assert table.row.name == "LightIntensity"
    assert not table.choose(key_address("Nothing"))


def test_the_current_setting_stays_when_the_table_is_new(table, model, known):
    model.show(known(**{f"Key{number}": str(number % 2) for number in range(200)}))
    table.choose(key_address("Key99"))
    model.set_filter(parse_line(r"/\n1\n/"), frozenset())
    assert table.row.name == "Key99"
    model.set_filter(LineFilter(), frozenset())
    assert table.row.name == "Key99"


def test_a_list_has_an_editor_of_its_own(table, model, known, qtbot):
    model.show(known(MeterValuesSampledData="Voltage"))
    table.choose(key_address("MeterValuesSampledData"))
    with qtbot.waitSignal(table.list_wanted):
        qtbot.keyClick(table, Qt.Key.Key_Return)


def test_delete_takes_the_edit_back(table, model, known, qtbot):
    model.show(known(HeartbeatInterval="300"))
    table.choose(key_address("HeartbeatInterval"))
    with qtbot.waitSignal(table.drop_wanted):
        qtbot.keyClick(table, Qt.Key.Key_Delete)


def test_nothing_opens_where_nothing_may_be_written(table, model, known, qtbot):
    model.is_editable = False
    model.show(known(HeartbeatInterval="300"))
    table.choose(key_address("HeartbeatInterval"))
    assert not table.edit_current()
