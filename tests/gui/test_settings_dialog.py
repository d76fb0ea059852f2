# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QSpinBox,
    QWidget,
)

from ocppdesk.gui.settings_dialog import SettingsDialog
from ocppdesk.settings import DECLARED, Settings

SHOWN = [setting for setting in DECLARED if setting.is_shown]


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(qtbot, settings, theme):
    dialog = SettingsDialog(settings, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def editor(dialog, title):
    dialog.show_setting(next(one.name for one in SHOWN if one.title == title))
    return next(
        widget
        for kind in (QLineEdit, QSpinBox, QComboBox, QCheckBox)
        for widget in dialog.findChildren(kind)
        if widget.accessibleName() == title
    )


def press(qtbot, dialog, button):
    box = dialog.findChild(QDialogButtonBox)
    qtbot.mouseClick(box.button(button), Qt.MouseButton.LeftButton)


def type_into(qtbot, widget, text):
    widget.selectAll()
    qtbot.keyClicks(widget, text)


OK = QDialogButtonBox.StandardButton.Ok
CANCEL = QDialogButtonBox.StandardButton.Cancel
DEFAULTS = QDialogButtonBox.StandardButton.RestoreDefaults


def test_every_setting_has_its_field_with_its_description(dialog):
    for setting in SHOWN:
        widget = editor(dialog, setting.title)
        assert widget.accessibleDescription() == setting.description
        labels = {label.text() for label in dialog.findChildren(QLabel)}
        assert setting.description in labels, setting.name


def test_every_group_has_its_page(dialog):
    groups = dialog.findChild(QListWidget)
    shown = [groups.item(row).text() for row in range(groups.count())]
    assert shown == list(dict.fromkeys(setting.group for setting in SHOWN))


def test_fields_begin_with_the_values_that_hold(qtbot, settings, theme):
    settings.change({"listen_port": 9100, "theme": "Dark", "newest_first": False})
    dialog = SettingsDialog(settings, theme)
    qtbot.addWidget(dialog)
    assert editor(dialog, "Port").value() == 9100
    assert editor(dialog, "Theme").currentText() == "Dark"
    assert not editor(dialog, "Newest message on top").isChecked()


def test_numbers_keep_to_their_limits_and_show_their_unit(qtbot, dialog):
    interval = editor(dialog, "Heartbeat interval")
    assert interval.suffix() == " s"
    assert (interval.minimum(), interval.maximum()) == (1, 86_400)
    port = editor(dialog, "Port")
    type_into(qtbot, port, "99999")
    assert port.value() <= 65_535


def test_ok_changes_everything_at_once(qtbot, settings, dialog):
    told = []
    settings.on_change(told.append)
    type_into(qtbot, editor(dialog, "Port"), "9200")
    type_into(qtbot, editor(dialog, "Accepted tokens"), "04A2B3")
    with qtbot.waitSignal(dialog.accepted):
        press(qtbot, dialog, OK)
    assert settings.listen_port == 9200
    assert settings.accepted_id_tags == "04A2B3"
    assert told == [frozenset({"listen_port", "accepted_id_tags"})]


def test_cancel_changes_nothing(qtbot, settings, dialog):
    type_into(qtbot, editor(dialog, "Port"), "9200")
    with qtbot.waitSignal(dialog.rejected):
        press(qtbot, dialog, CANCEL)
    assert settings.listen_port == 9000


def test_defaults_are_filled_in_but_not_taken_over(qtbot, settings, theme):
    settings.change({"listen_port": 9100, "theme": "Dark", "newest_first": False})
    dialog = SettingsDialog(settings, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    press(qtbot, dialog, DEFAULTS)
    assert dialog.values() == {setting.name: setting.default for setting in SHOWN}
    assert editor(dialog, "Theme").currentText() == "System"
    assert settings.listen_port == 9100


def test_settings_that_cannot_be_kept_are_not_changed(qtbot, theme, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings = Settings(in_the_way / "settings.json")
    dialog = SettingsDialog(settings, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    type_into(qtbot, editor(dialog, "Port"), "9200")
    press(qtbot, dialog, OK)
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert dialog.isVisible()
    assert any("cannot be written" in text for text in shown)
    assert settings.listen_port == 9000


def test_a_value_that_does_not_fit_is_marked_where_it_stands(
    qtbot, settings, theme, monkeypatch
):
    monkeypatch.setattr(
        "ocppdesk.settings.Setting.check",
        lambda setting, value: "No blanks, please." if value == "a b" else None,
    )
    dialog = SettingsDialog(settings, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.show_setting("accepted_id_tags")
    field = editor(dialog, "Accepted tokens")
    type_into(qtbot, field, "a b")
    errors = [
        w for w in dialog.findChildren(QLabel) if w.text() == "No blanks, please."
    ]
    ok = dialog.findChild(QDialogButtonBox).button(OK)
    assert [error.isVisible() for error in errors] == [True]
    assert not ok.isEnabled()
    type_into(qtbot, field, "ab")
    assert not errors[0].isVisible()
    assert ok.isEnabled()


def test_a_page_is_turned_to_a_setting(dialog):
    dialog.show_setting("zoom_percent")
    assert dialog.findChild(QListWidget).currentItem().text() == "Appearance"
    assert dialog.focusWidget() is editor(dialog, "Zoom")


def test_the_dialog_stops_nothing_else(qtbot, settings, theme):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = SettingsDialog(settings, theme, window)
    dialog.open()
    assert dialog.windowModality() != Qt.WindowModality.ApplicationModal


@pytest.mark.parametrize("zoom", [100, 200])
def test_no_page_is_wider_than_the_dialog(qtbot, settings, theme, zoom):
    theme.apply("Light", zoom)
    dialog = SettingsDialog(settings, theme)
    qtbot.addWidget(dialog)
    dialog.open()
    groups = dialog.findChild(QListWidget)
    for row in range(groups.count()):
        groups.setCurrentRow(row)
    pages = [page.widget() for page in dialog.findChildren(QWidget, "page")]
    assert len(pages) == groups.count()
    assert all(page.minimumSizeHint().width() <= page.width() for page in pages)
