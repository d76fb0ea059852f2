# SPDX-License-Identifier: Apache-2.0
"""The application's style sheet: spacing and shapes that a palette cannot say.

Item views get no rules for their items: a rule there slows every cell's painting.
"""

from collections.abc import Callable, Mapping
from string import Template
from typing import Final

from PySide6.QtGui import QColor

from ocppdesk.resources import resource

_SHEET: Final = Template("""
QToolTip {
    color: $text; background: $tip_back; border: 1px solid $border;
    padding: ${px4}px ${px6}px;
}
QPushButton {
    background: $button; border: 1px solid $border; border-radius: ${px6}px;
    padding: ${px5}px ${px14}px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border-color: $accent; }
QPushButton:default {
    background: $selection_back; border-color: $selection_back; color: $selection_text;
}
QPushButton:default:focus { border-color: $text; }
QPushButton:disabled { color: $disabled; background: transparent; }
QPushButton:flat { background: transparent; border-color: transparent; }
QPushButton:flat:hover { background: $hover; }
QPushButton:flat:focus { border-color: $accent; }
QPushButton[link="true"] {
    color: $accent; text-decoration: underline; padding: ${px5}px ${px7}px;
}
QToolButton {
    background: transparent; border: 1px solid transparent;
    border-radius: ${px6}px; padding: ${px4}px ${px7}px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $pressed; border-color: $border; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled; }
QToolButton[popupMode="1"], QToolButton[popupMode="2"] { padding-right: ${px20}px; }
QToolButton::menu-indicator {
    image: url("$down"); width: ${px10}px; height: ${px10}px;
    subcontrol-origin: border; subcontrol-position: center right; right: ${px6}px;
}
QToolButton::menu-button { border: none; width: ${px18}px; }
QToolButton::menu-arrow { image: url("$down"); width: ${px10}px; height: ${px10}px; }
QLineEdit, QComboBox, QAbstractSpinBox {
    background: $base; border: 1px solid $border; border-radius: ${px6}px;
    padding: ${px4}px ${px8}px;
    selection-background-color: $selection_back; selection-color: $selection_text;
}
QAbstractSpinBox { padding: ${px4}px ${px2}px; }
QAbstractSpinBox QLineEdit { border: none; padding: 0 ${px5}px; }
QLineEdit#bare { background: transparent; border-color: transparent; padding: 0; }
QLineEdit#bare:disabled { border-color: transparent; }
QLineEdit:focus, QLineEdit#bare:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border-color: $accent;
}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    color: $disabled; background: transparent;
}
QComboBox::drop-down, QDateTimeEdit::drop-down {
    border: none; width: ${px22}px; subcontrol-origin: border;
    subcontrol-position: center right;
}
QComboBox::down-arrow, QDateTimeEdit::down-arrow {
    image: url("$down"); width: ${px12}px; height: ${px12}px;
}
QComboBox QAbstractItemView {
    background: $base; border: 1px solid $border; padding: ${px4}px;
}
QProgressBar {
    background: $base; border: 1px solid $border; border-radius: ${px6}px;
    text-align: center;
}
QProgressBar::chunk {
    background: $selection_inactive_back; border-radius: ${px5}px;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: none; width: ${px20}px; subcontrol-origin: border;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: ${px10}px; height: ${px10}px; }
QAbstractSpinBox::down-arrow {
    image: url("$down"); width: ${px10}px; height: ${px10}px;
}
QCheckBox, QRadioButton { spacing: ${px8}px; }
QCheckBox::indicator, QTreeView::indicator {
    width: ${px14}px; height: ${px14}px; background: $base;
    border: 1px solid $muted; border-radius: ${px4}px;
}
QCheckBox::indicator:focus, QCheckBox::indicator:hover { border-color: $accent; }
QTreeView::indicator { width: ${px10}px; height: ${px10}px; }
QTreeView::indicator:indeterminate { background: $muted; }
QCheckBox::indicator:checked, QTreeView::indicator:checked {
    background: $selection_back; border-color: $selection_back; image: url("$check");
}
QCheckBox::indicator:disabled { border-color: $border; }
QRadioButton::indicator {
    width: ${px12}px; height: ${px12}px; background: $base;
    border: 1px solid $muted; border-radius: ${px7}px;
}
QRadioButton::indicator:focus, QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:checked {
    width: ${px6}px; height: ${px6}px; border: ${px4}px solid $selection_back;
}
QRadioButton::indicator:disabled { border-color: $border; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $muted; border: none;
    border-bottom: ${px2}px solid transparent; padding: ${px7}px ${px14}px;
}
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { background: $hover; }
QHeaderView { background: $window; border: none; }
QHeaderView::section {
    background: $window; color: $muted; border: none;
    border-bottom: 1px solid $border; border-right: 1px solid $border;
    padding: ${px4}px; font-weight: normal; text-align: left;
}
QHeaderView::section:last { border-right: none; }
QHeaderView::section:hover { color: $text; }
QDockWidget {
    titlebar-close-icon: url("$close"); titlebar-normal-icon: url("$float");
}
QDockWidget::title {
    background: $window; text-align: left; padding: ${px7}px ${px10}px;
}
QListView#groups { padding: ${px6}px; }
QListView#groups::item {
    border-radius: ${px6}px; padding: 0 ${px10}px;
}
QListView#groups::item:selected {
    background: $selection_back; color: $selection_text;
}
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QToolBar { border: none; spacing: ${px4}px; padding: ${px4}px ${px6}px; }
QStatusBar { border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QMenu {
    background: $base; border: 1px solid $border; padding: ${px5}px;
}
QMenu::item { padding: ${px5}px ${px24}px; border-radius: ${px4}px; }
QMenu::item:selected { background: $selection_back; color: $selection_text; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: ${px4}px ${px6}px; }
QMenuBar { background: $window; border-bottom: 1px solid $border; }
QMenuBar::item { padding: ${px5}px ${px10}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QScrollBar:vertical { background: transparent; border: none; width: ${px12}px; }
QScrollBar:horizontal { background: transparent; border: none; height: ${px12}px; }
QScrollBar::handle { background: $border; border-radius: ${px4}px; margin: ${px2}px; }
QScrollBar::handle:vertical { min-height: ${px28}px; }
QScrollBar::handle:horizontal { min-width: ${px28}px; }
QScrollBar::handle:hover { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTreeView, QTableView, QListView { border: none; outline: none; }
QPlainTextEdit, QTextEdit { border: none; }
QPlainTextEdit#field { border: 1px solid $border; border-radius: ${px6}px; }
QPlainTextEdit#field:focus { border-color: $accent; }
QFrame#card { background: $base; border: 1px solid $border; border-radius: ${px8}px; }
""")
_LENGTHS: Final = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28)


def style_sheet(colors: Mapping[str, QColor], scaled: Callable[[int], int]) -> str:
    """Return the sheet for some colours and a zoom.

    A `QFrame` with the object name `card` becomes a white (in the dark theme: black)
    sheet with round corners.

    Args:
        colors: The colours by the names in `colors`.
        scaled: Gives a length at 100 % at the current zoom.
    """
    values = {name.replace(".", "_"): color.name() for name, color in colors.items()}
    values.update({f"px{length}": str(scaled(length)) for length in _LENGTHS})
    for name in ("check", "close", "down", "float", "up"):
        values[name] = resource("icons", f"{name}.svg").as_posix()
    return _SHEET.substitute(values)
