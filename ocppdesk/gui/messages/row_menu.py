# SPDX-License-Identifier: Apache-2.0
"""The menu of a row."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ocppdesk.core.frames import ANSWERS
from ocppdesk.core.messages import Message


@dataclass(frozen=True, slots=True)
class RowCommands:
    """What can be done with the selected rows."""

    copy_summary: Callable[[], None]
    copy_pretty: Callable[[], None]
    copy_json: Callable[[], None]
    copy_markdown: Callable[[], None]
    copy_csv: Callable[[], None]
    filter_on: Callable[[str], None]
    """Filter on an expression of the filter language."""
    go_to_partner: Callable[[], None]
    set_time_zero: Callable[[], None]


def row_menu(
    parent: QWidget, commands: RowCommands, message: Message, *, has_partner: bool
) -> QMenu:
    """Make the menu of a row.

    Args:
        parent: Whose it is.
        commands: What its entries do.
        message: The message of the row.
        has_partner: Whether there is an answer, or a request, to go to.
    """
    menu = QMenu(parent)
    copy = menu.addMenu(_tr("Copy"))
    copy.addAction(_with_key(_tr("Summary line"), "Ctrl+C"), commands.copy_summary)
    copy.addAction(_tr("JSON (pretty)"), commands.copy_pretty)
    copy.addAction(_with_key(_tr("JSON (wire)"), "Ctrl+Shift+C"), commands.copy_json)
    copy.addAction(_tr("Exchange as Markdown"), commands.copy_markdown)
    copy.addAction(_tr("CSV rows"), commands.copy_csv)
    menu.addSeparator()
    action = message.action
    if action:
        menu.addAction(
            _tr("Filter on {action}").format(action=_plain(action)),
            lambda: commands.filter_on(_action_filter(action)),
        )
    message_id = message.message_id
    if message_id:
        menu.addAction(
            _tr("Filter on message ID {id}").format(id=_plain(message_id)),
            lambda: commands.filter_on(f'"{message_id}"'),
        )
    menu.addSeparator()
    is_answer = message.type in ANSWERS
    text = _tr("Go to request") if is_answer else _tr("Go to answer")
    partner = menu.addAction(_with_key(text, "Ctrl+J"), commands.go_to_partner)
    partner.setEnabled(has_partner)
    menu.addAction(_with_key(_tr("Time zero here"), "Ctrl+T"), commands.set_time_zero)
    return menu


def _action_filter(action: str) -> str:
    name = action if action.isidentifier() else f'"{action}"'
    return f"action == {name}"


def _plain(text: str) -> str:
    short = text if len(text) <= 40 else f"{text[:39]}…"
    return short.replace("&", "&&")  # a single one marks an access key


def _with_key(text: str, keys: str) -> str:
    # Only shown: the table and the window have the keys, and a second shortcut would
    # make both ambiguous.
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text}\t{native}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("RowMenu", text)
