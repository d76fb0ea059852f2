# SPDX-License-Identifier: Apache-2.0
"""The dialog of the settings, built from their declarations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.spins import indent
from ocppdesk.gui.look.theme import Theme
from ocppdesk.settings import DECLARED, Setting, Settings, SettingsError, Value

translate = QCoreApplication.translate

_SHOWN: Final = tuple(setting for setting in DECLARED if setting.is_shown)
_GROUPS: Final = tuple(dict.fromkeys(setting.group for setting in _SHOWN))


@dataclass(frozen=True, slots=True)
class _Field:
    """The widgets of one setting."""

    setting: Setting
    editor: QWidget
    read: Callable[[], Value]
    write: Callable[[Value], None]
    error: ThemedLabel


class SettingsDialog(QDialog):
    """All settings that are shown, a page for each group.

    Nothing changes before OK; then everything does, or, if one value does not fit,
    nothing. Open it with `open()` or `dialogs.finished`.

    Args:
        settings: What it shows and changes.
        theme: Where colours and sizes come from.
    """

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        self._fields: list[_Field] = []
        self._values = {each.name: getattr(settings, each.name) for each in _SHOWN}
        self._is_writing = False
        self.setWindowTitle(self.tr("Settings"))
        self._pages = QStackedWidget(self)
        self._groups = QListWidget(self)
        self._groups.setAccessibleName(self.tr("Groups of settings"))
        self._build_groups()
        self._error = ThemedLabel(
            theme, color="problem", wraps=True, is_selectable=True
        )
        self._error.hide()
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(
            standard.Ok | standard.Cancel | standard.RestoreDefaults
        )
        self._buttons.accepted.connect(self._apply)
        self._buttons.rejected.connect(self.reject)
        defaults = self._buttons.button(standard.RestoreDefaults)
        defaults.clicked.connect(self.restore_defaults)
        self._build_layout()
        self._groups.currentRowChanged.connect(self._turn_to)
        self._groups.setCurrentRow(0)

    def values(self) -> dict[str, Value]:
        """Return the values in the fields by the names of the settings."""
        seen = {field.setting.name: field.read() for field in self._fields}
        return {**self._values, **seen}

    def restore_defaults(self) -> None:
        """Put the defaults into all fields; OK takes them over."""
        self._values = {setting.name: setting.default for setting in _SHOWN}
        self._write(self._fields)

    def show_setting(self, name: str) -> None:
        """Turn to the page of a setting and put the cursor there."""
        for setting in _SHOWN:
            if setting.name == name:
                self._groups.setCurrentRow(_GROUPS.index(setting.group))
        for field in self._fields:
            if field.setting.name == name:
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, fields: Sequence[_Field]) -> None:
        """Put the values that are wanted into fields."""
        self._is_writing = True  # they are checked together
        for field in fields:
            field.write(self._values[field.setting.name])
        self._is_writing = False
        self._check()

    def _build_groups(self) -> None:
        for group in _GROUPS:
            item = QListWidgetItem(translate("settings", group), self._groups)
            item.setSizeHint(QSize(0, self._theme.row_height + self._theme.scaled(8)))
            area = QScrollArea(self._pages)
            area.setObjectName("page")
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._pages.addWidget(area)

    def _turn_to(self, page: int) -> None:
        """Show a page; its fields are made at the first look."""
        area = self._pages.widget(page)
        if isinstance(area, QScrollArea) and area.widget() is None:
            known = len(self._fields)
            self._build_page(area, _GROUPS[page])
            self._write(self._fields[known:])
        self._pages.setCurrentIndex(page)

    def _build_page(self, area: QScrollArea, group: str) -> None:
        # From the outside inwards: the style of whatever is put into something else is
        # worked out again, with all that is in it.
        content = QWidget(area)
        area.setWidget(content)
        layout = QVBoxLayout(content)
        margin = self._theme.scaled(20)
        layout.setContentsMargins(margin, self._theme.scaled(14), margin, margin)
        layout.setSpacing(self._theme.scaled(18))
        for setting in _SHOWN:
            if setting.group == group:
                layout.addLayout(self._build_field(setting))
        layout.addStretch(1)

    def _build_field(self, setting: Setting) -> QVBoxLayout:
        theme = self._theme
        title = translate("settings", setting.title)
        description = translate("settings", setting.description)
        layout = QVBoxLayout()
        layout.setSpacing(theme.scaled(4))
        error = ThemedLabel(theme, color="problem", wraps=True, is_selectable=True)
        error.hide()
        field = self._edit(setting, title, error)
        if not isinstance(field.editor, QCheckBox):
            label = ThemedLabel(theme, title, is_bold=True)
            label.setBuddy(field.editor)
            layout.addWidget(label)
        field.editor.setAccessibleName(title)
        field.editor.setAccessibleDescription(description)
        line = QHBoxLayout()
        line.addWidget(field.editor)
        if not isinstance(field.editor, QLineEdit):
            line.addStretch(1)
        layout.addLayout(line)
        layout.addWidget(error)
        layout.addWidget(ThemedLabel(theme, description, color="muted", wraps=True))
        self._fields.append(field)
        return layout

    def _edit(self, setting: Setting, title: str, error: ThemedLabel) -> _Field:
        if isinstance(setting.default, bool):
            box = QCheckBox(title)
            box.setFont(self._theme.font(bold=True))
            box.toggled.connect(self._check)
            return _Field(
                setting,
                box,
                box.isChecked,
                lambda v: box.setChecked(bool(v)),
                error,
            )
        if isinstance(setting.default, int):
            spin = QSpinBox()
            low, high = setting.minimum, setting.maximum
            spin.setRange(
                -(2**31) if low is None else low, 2**31 - 1 if high is None else high
            )
            if setting.unit:
                spin.setSuffix(f" {setting.unit}")
            indent(spin, self._theme)
            spin.setMinimumWidth(self._theme.scaled(140))
            spin.valueChanged.connect(self._check)
            return _Field(
                setting, spin, spin.value, lambda v: spin.setValue(int(v)), error
            )
        if setting.choices:
            combo = QComboBox()
            for choice in setting.choices:
                combo.addItem(translate("settings", choice), choice)
            combo.setMinimumWidth(self._theme.scaled(140))
            combo.currentIndexChanged.connect(self._check)
            return _Field(
                setting,
                combo,
                combo.currentData,
                lambda v: combo.setCurrentIndex(combo.findData(v)),
                error,
            )
        line = QLineEdit()
        line.textChanged.connect(self._check)
        return _Field(setting, line, line.text, lambda v: line.setText(str(v)), error)

    def _build_layout(self) -> None:
        scaled = self._theme.scaled
        self._groups.setObjectName("groups")  # the style sheet knows it by that
        self._groups.setFixedWidth(scaled(170))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._groups)
        body.addWidget(self._pages, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(scaled(16), scaled(8), scaled(16), scaled(14))
        foot.addWidget(self._error)
        foot.addWidget(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addLayout(foot)
        self.resize(scaled(720), scaled(540))

    def _check(self) -> None:
        if self._is_writing:
            return
        are_right = True
        for field in self._fields:
            why = field.setting.check(field.read())
            field.error.show_text(why or "")
            field.error.setVisible(why is not None)
            are_right = are_right and why is None
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(are_right)
        self._error.hide()

    def _apply(self) -> None:
        try:
            self._settings.change(self.values())
        except SettingsError as error:
            self._error.show_text(str(error))
            self._error.show()
            return
        self.accept()
