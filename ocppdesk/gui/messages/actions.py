# SPDX-License-Identifier: Apache-2.0
"""What can be done with the rows of the table: filter, follow, go to the answer."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from ocppdesk.core.frames import ANSWERS, CALLS
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.versions import Version, csms_actions
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Not
from ocppdesk.filters.paths import Path
from ocppdesk.filters.subject import Subject
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.messages.chosen import ChosenRows
from ocppdesk.gui.messages.columns import ColumnInfo
from ocppdesk.gui.messages.copy_actions import CopyActions
from ocppdesk.gui.messages.copying import can_be_sent
from ocppdesk.gui.messages.proposals import (
    FOLLOWED,
    followed,
    of_actions,
    of_cell,
    of_message,
    of_path,
)
from ocppdesk.gui.messages.row_menu import RowCommands, RowFacts, row_menu

MOST_ALIKE: Final = 500
"""Rows that a filter on messages like the selected ones is made from."""

_MOST_COLUMNS: Final = 20  # places of a payload that a menu offers as columns


def _no_key(_name: str) -> str:
    return ""


class RowActions(QObject):
    """The commands on the selected rows of a table.

    Args:
        chosen: The selected rows.
        copies: The ways of copying them.

    Signals:
        filter_requested: An expression of the filter language is wanted as the filter.
        narrowing_requested: An expression is wanted besides the present filter.
        time_zero_requested: Times are to be counted from this message.
        column_requested: A place in payloads is wanted as a column.
        resend_requested: This message's call is to be changed and sent again.
        command_requested: A command of the window is to do something with the chosen
            message; its name.
        mark_requested, note_requested, window_requested: The chosen message is to be
            marked or not, to get a note, or a window of its own.
        said: Why something was not done, as a sentence.
    """

    filter_requested = Signal(str)
    narrowing_requested = Signal(str)
    time_zero_requested = Signal(int)
    column_requested = Signal(str)
    resend_requested = Signal(int)
    command_requested = Signal(str)
    mark_requested = Signal()
    note_requested = Signal()
    window_requested = Signal()
    said = Signal(str)

    def __init__(self, chosen: ChosenRows, copies: CopyActions) -> None:
        super().__init__(chosen)
        self.has_several_chargers = False
        """Whether connectors and transactions need their charger to be told apart."""
        self.is_filtered = False
        """Whether a filter applies now."""
        self.is_live = False
        """Whether commands can be sent from here."""
        self.is_marked: Callable[[int], bool] = lambda _number: False
        """Says whether a message is marked."""
        self.key_text: Callable[[str], str] = _no_key
        """Returns the key of a command, as it is shown."""
        self._chosen = chosen
        self._copies = copies
        self._menu: QMenu | None = None
        self._keys: dict[str, Callable[[], None]] = {
            "copy_summary": copies.copy_summary,
            "copy_json": copies.copy_json,
            "partner": self.go_to_partner,
            "time_zero": self.set_time_zero,
        }
        chosen.view.menu_wanted.connect(self.open_menu)
        chosen.view.command_typed.connect(self._on_command_typed)

    def go_to_partner(self) -> None:
        """Choose the answer to the chosen call, or the call of the chosen answer."""
        number = self._chosen.current_id
        partner = None if number is None else self._chosen.partner(number)
        if partner is not None:
            self._chosen.view.choose(partner)

    def set_time_zero(self) -> None:
        """Count times from the chosen message."""
        if self._chosen.current_id is not None:
            self.time_zero_requested.emit(self._chosen.current_id)

    def follow(self, kind: str) -> None:
        """Filter on all messages of the thing that the chosen one belongs to.

        Args:
            kind: One of `proposals.FOLLOWED`.
        """
        expression = self.followed(kind)
        if expression:
            self.filter_requested.emit(expression)
        elif self._chosen.current_id is not None:
            reasons = {
                "transaction": self.tr("This message belongs to no transaction."),
                "connector": self.tr("This message belongs to no connector."),
                "idtag": self.tr("There is no idTag in this message or its call."),
                "action": self.tr("It is not known which action this message is of."),
            }
            self.said.emit(reasons[kind])

    def followed(self, kind: str) -> str:
        """Return the filter that `follow` would apply; empty if there is none."""
        number = self._chosen.current_id
        subject = None if number is None else self._chosen.subject(number)
        if subject is None:
            return ""
        return followed(kind, subject, with_charger=self.has_several_chargers)

    def filter_on_selected(self) -> None:
        """Show only messages of the actions of the selected ones."""
        expression = self._of_selected()
        if expression:
            self.narrowing_requested.emit(expression)

    def hide_selected(self) -> None:
        """Show no messages of the actions of the selected ones."""
        expression = self._of_selected()
        if expression:
            self.narrowing_requested.emit(str(Not(parse_filter(expression))))

    def _of_selected(self) -> str:
        if self._chosen.count > MOST_ALIKE:
            text = self.tr(
                "Select at most {limit} messages to filter on their actions."
            )
            self.said.emit(text.format(limit=grouped(MOST_ALIKE)))
            return ""
        ids = self._chosen.ids()
        rows = self._chosen.ask(lambda reader: reader.rows(ids))
        if not rows:
            return ""
        actions = (row.message.action or "" for row in rows.values())
        expression = of_actions(actions)
        if not expression:
            self.said.emit(
                self.tr("It is not known which actions these messages are of.")
            )
        return expression

    # The menu.

    def open_menu(self, at: QPoint) -> None:
        """Open the menu of the chosen row at a place of the screen."""
        number = self._chosen.current_id
        subject = None if number is None else self._chosen.subject(number)
        if number is None or subject is None:
            return
        if self._menu is not None:
            self._menu.deleteLater()
        view = self._chosen.view
        self._menu = row_menu(view, self._commands(), self._facts(number, subject))
        self._menu.popup(at)

    def _commands(self) -> RowCommands:
        copies = self._copies
        return RowCommands(
            filter_on=self.filter_requested.emit,
            narrow=self.narrowing_requested.emit,
            go_to_partner=self.go_to_partner,
            follow=self.follow,
            toggle_mark=self.mark_requested.emit,
            edit_note=self.note_requested.emit,
            set_time_zero=self.set_time_zero,
            copy_summary=copies.copy_summary,
            copy_pretty=copies.copy_pretty,
            copy_json=copies.copy_json,
            copy_markdown=copies.copy_markdown,
            copy_csv=copies.copy_csv,
            copy_wscat=copies.copy_wscat,
            copy_text=copies.copy_text,
            show_column=self.column_requested.emit,
            open_window=self.window_requested.emit,
            run=self.command_requested.emit,
            resend=self._resend,
            key_text=self.key_text,
        )

    def _facts(self, number: int, subject: Subject) -> RowFacts:
        message = subject.message
        info, text = self._cell()
        name, path = ("", None) if info is None else (info.name, info.path)
        return RowFacts(
            of_cell=of_cell(subject, name, text, path=path),
            of_message=of_message(subject),
            cell_text=text,
            cell_path="" if path is None else str(path),
            followed={
                kind: followed(kind, subject, with_charger=self.has_several_chargers)
                for kind in FOLLOWED
            },
            columns=_places(subject),
            is_answer=message.type in ANSWERS,
            has_partner=self._chosen.partner(number) is not None,
            is_marked=self.is_marked(number),
            is_filtered=self.is_filtered,
            can_be_sent=can_be_sent(message),
            is_command=self.is_live and _is_command(message),
        )

    def _cell(self) -> tuple[ColumnInfo | None, str]:
        """Return the column that was clicked, and what its cell shows."""
        index = self._chosen.view.currentIndex()
        if not index.isValid():
            return None, ""
        model = self._chosen.model
        text = model.text(index.row(), index.column())
        return model.columns[index.column()], text

    def _resend(self) -> None:
        if self._chosen.current_id is not None:
            self.resend_requested.emit(self._chosen.current_id)

    def _on_command_typed(self, name: str) -> None:
        self._keys[name]()


def _is_command(message: Message) -> bool:
    """Return whether a CSMS made this call, or the one that this message answers."""
    by_csms = Direction.OUT if message.type in CALLS else Direction.IN
    if message.direction is not by_csms or message.type not in CALLS | ANSWERS:
        return False
    return any(message.action in csms_actions(version) for version in Version)


def _places(subject: Subject) -> list[str]:
    """Return the values on top of a payload, as places that a column can show."""
    payload = subject.payload()
    if not isinstance(payload, dict):
        return []
    scalars = (k for k, value in payload.items() if not isinstance(value, dict | list))
    written = (of_path(Path((str(key),))) for key in scalars)
    return [path for path in written if path][:_MOST_COLUMNS]
