# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import Access, key_address
from ocppdesk.core.masking import MASK
from ocppdesk.gui.configuration import model as columns
from ocppdesk.gui.configuration.filter import (
    ChipKind,
    FilterLineError,
    LineFilter,
    parse_line,
    pattern_test,
)
from ocppdesk.gui.configuration.model import SettingsModel

NOTHING = LineFilter()
HEARTBEAT = key_address("HeartbeatInterval")


@pytest.fixture
def model(theme, qtmodeltester):
    made = SettingsModel(theme)
    qtmodeltester.check(made)
    return made


def names(model):
    return [row.name for row in model.shown]


def cell(model, name, column, role=Qt.ItemDataRole.DisplayRole):
    return model.data(model.index_of(key_address(name), column), role)


def test_settings_are_listed_with_their_texts(model, known):
    model.show(known(HeartbeatInterval="300", AuthorizationKey="hunter22"))
    assert cell(model, "HeartbeatInterval", columns.CURRENT) == "300"
    assert cell(model, "AuthorizationKey", columns.CURRENT) == MASK
    assert cell(model, "HeartbeatInterval", columns.ACCESS) == "writable"


def test_all_chips_and_words_apply_together(model, known):
    settings = known(HeartbeatInterval="300", acme_colour="1", LightIntensity="5")
    model.show(settings)
    model.set_filter(parse_line("heart"), frozenset({ChipKind.VENDOR}))
    assert names(model) == []
    model.set_filter(parse_line("colour"), frozenset({ChipKind.VENDOR}))
    assert names(model) == ["acme_colour"]
    model.set_filter(parse_line("-colour"), frozenset())
    assert names(model) == ["HeartbeatInterval", "LightIntensity"]


def test_single_rows_come_and_go_without_a_reset(model, known, qtbot):
    settings = known(HeartbeatInterval="300", LightIntensity="5")
    model.show(settings)
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_filter(parse_line("light"), frozenset())
        assert names(model) == ["LightIntensity"]
        model.set_filter(NOTHING, frozenset())
    assert names(model) == ["HeartbeatInterval", "LightIntensity"]


def test_many_rows_come_and_go_at_once(model, known, qtbot):
    model.show(known(**{f"Key{number}": str(number % 2) for number in range(200)}))
    with qtbot.waitSignal(model.modelReset):
        model.set_filter(parse_line(r"/\n1\n/"), frozenset())
    assert len(model.shown) == 100


def test_another_charger_takes_the_place_of_the_first(model, known):
    model.show(known(HeartbeatInterval="300"))
    model.show(known("CP2", LightIntensity="5"))
    assert names(model) == ["LightIntensity"]
    model.show(ChargerSettings("CP3"))
    assert model.total == 0


def test_rows_of_settings_that_did_not_change_are_kept(model, known):
    settings = known(HeartbeatInterval="300", LightIntensity="5")
    model.show(settings)
    (first, _second) = model.shown
    model.show(settings)
    assert model.shown[0] is first


def test_nothing_is_editable_until_it_is_said(model, known):
    model.show(known(HeartbeatInterval="300"))
    editable = Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index_of(HEARTBEAT)) & editable
    model.is_editable = True
    assert model.flags(model.index_of(HEARTBEAT)) & editable
    assert not model.flags(model.index_of(HEARTBEAT, columns.CURRENT)) & editable


def test_read_only_settings_are_locked_until_the_user_insists(model, known):
    model.is_editable = True
    model.show(known(access=Access.READ_ONLY, HeartbeatInterval="300"))
    editable = Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index_of(HEARTBEAT)) & editable
    model.edits.unlocked.add(HEARTBEAT)
    assert model.flags(model.index_of(HEARTBEAT)) & editable


def test_an_edit_is_shown_and_spoken(model, known):
    model.show(known(HeartbeatInterval="300"))
    assert model.type(model.shown[0], "60") == ""
    assert cell(model, "HeartbeatInterval", columns.NEW) == "60"
    spoken = cell(
        model, "HeartbeatInterval", columns.NEW, Qt.ItemDataRole.AccessibleTextRole
    )
    assert spoken == "60, was 300, not sent"
    assert model.count(ChipKind.CHANGED) == 1


def test_a_refused_value_says_why_in_the_row(model, known):
    model.show(known(HeartbeatInterval="300"))
    why = model.type(model.shown[0], "soon")
    assert cell(model, "HeartbeatInterval", columns.NEW) == "soon"
    assert cell(model, "HeartbeatInterval", columns.MEANING) == why
    assert cell(model, "HeartbeatInterval", columns.STATE) == "✖ Not valid"


def test_a_secret_within_a_new_value_is_masked(model, known):
    model.show(known(LogUrl="ftp://me:alt@host/"))
    model.type(model.shown[0], "ftp://me:geheim@host/")
    assert cell(model, "LogUrl", columns.NEW) == f"ftp://me:{MASK}@host/"


def test_a_new_secret_is_masked(model, known):
    model.show(known(AuthorizationKey="x"))
    model.type(model.shown[0], "0123456789abcdef0123456789abcdef")
    assert cell(model, "AuthorizationKey", columns.NEW) == MASK


def test_a_filter_that_takes_too_long_changes_nothing(model, known):
    model.show(known(**{"a" * 60: "1"}))
    with pytest.raises(FilterLineError):
        model.set_filter(parse_line(r"/(a|aa)+!$/"), frozenset())
    model.show(known(**{"a" * 60: "2"}))
    assert len(model.shown) == 1


def test_news_for_which_a_filter_takes_too_long_are_shown(model, known):
    model.show(known(b="1"))
    model.set_filter(parse_line(r"-/(a|aa)+!$/"), frozenset())
    model.show(known(**{"a" * 60: "1"}))
    assert len(model.shown) == 1


def test_columns_are_filtered_by_what_they_show(model, known):
    model.show(known(HeartbeatInterval="300", LightIntensity="5"))
    model.set_column_filter(columns.CURRENT, lambda cell: cell == "5")
    assert names(model) == ["LightIntensity"]
    model.set_column_filter(columns.NAME, lambda cell: cell.startswith("H"))
    assert names(model) == []
    model.set_column_filter(columns.CURRENT, None)
    assert names(model) == ["HeartbeatInterval"]


def test_an_edit_is_found_by_its_column(model, known):
    model.show(known(HeartbeatInterval="300", LightIntensity="5"))
    model.set_column_filter(columns.NEW, bool)
    model.type(model.row_of(HEARTBEAT), "60")
    assert names(model) == ["HeartbeatInterval"]


def test_a_column_filter_that_takes_too_long_changes_nothing(model, known):
    model.show(known(**{"a" * 60: "1"}))
    with pytest.raises(FilterLineError):
        model.set_column_filter(columns.NAME, pattern_test(r"(a|aa)+!$"))
    model.show(known(**{"a" * 60: "2"}))
    assert len(model.shown) == 1


def test_differences_are_marked_and_chosen(model, known):
    model.show(known(HeartbeatInterval="300", LightIntensity="5"))
    model.set_differing({HEARTBEAT})
    model.set_filter(NOTHING, frozenset({ChipKind.DIFFERS}))
    assert names(model) == ["HeartbeatInterval"]
    assert cell(model, "HeartbeatInterval", columns.STATE) == "≠ Differs"


def test_texts_of_strangers_are_no_markup(model, known):
    model.show(known(acme="<b>x</b>"))
    tip = cell(model, "acme", columns.CURRENT, Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>&lt;b&gt;x&lt;/b&gt;</qt>"
