# SPDX-License-Identifier: Apache-2.0
"""A table of messages with the commands on its rows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ocppdesk.capture.annotations import Annotations
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.actions import RowActions
from ocppdesk.gui.messages.annotating import Annotating
from ocppdesk.gui.messages.chosen import ChosenRows
from ocppdesk.gui.messages.coloring import Coloring
from ocppdesk.gui.messages.copy_actions import CopyActions
from ocppdesk.gui.messages.feed import RowFeed
from ocppdesk.gui.messages.find_bar import FindBar
from ocppdesk.gui.messages.finding import Finder
from ocppdesk.gui.messages.layout import ColumnLayout
from ocppdesk.gui.messages.marking import Marking
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.table_overlays import TableOverlays
from ocppdesk.gui.messages.view import MessageTableView
from ocppdesk.gui.messages.walking import Walking
from ocppdesk.gui.messages.windows import DetailWindows
from ocppdesk.settings import Settings


class RowPane(QWidget):
    """A table with its row menu, its line for finding and what goes by the selection.

    What it shows is decided by whoever extends it (`pane.MessagesPane`).

    Args:
        settings: Where the columns are kept.
        theme: Where colours, fonts and sizes come from.

    Signals:
        message_selected: The user chose another message; its number.
        selection_changed: Other rows are selected.
        annotations_changed: There are other marks, notes or findings.
        filter_requested: The user wants this expression of the filter language in
            place of the present filter.
        narrowing_requested: The user wants this expression besides the present filter.
        resend_requested: This message's call is to be changed and sent again.
        command_requested: A command of the window is to do something with the chosen
            message; its name.
        glossary_wanted: The glossary is to be opened; carries action and version.
        typed: The user typed a character; it belongs into the search box.

    Attributes:
        model: The rows.
        view: The table itself.
        columns: Its columns.
    """

    message_selected = Signal(int)
    selection_changed = Signal()
    annotations_changed = Signal()
    filter_requested = Signal(str)
    narrowing_requested = Signal(str)
    resend_requested = Signal(int)
    command_requested = Signal(str)
    glossary_wanted = Signal(str, str)
    typed = Signal(str)

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = MessageTableModel(self)
        self.view = MessageTableView(theme, self.model)
        self.columns = ColumnLayout(self.view, settings, theme)
        self._feed = RowFeed(self.model, self.view, settings)
        self._overlays = TableOverlays(theme, self.model, self.view, self.columns)
        self._annotating = Annotating(self)
        self._coloring = Coloring(self.model, settings, theme, self)
        self._chosen = ChosenRows(self.model, self.view)
        self._copies = CopyActions(self._chosen)
        self._actions = RowActions(self._chosen, self._copies)
        self._marking = Marking(theme, self._chosen, self._annotating)
        self._windows = DetailWindows(theme, self)
        self._find = FindBar(theme)
        self._walking = Walking(self._chosen, Finder(self._feed), self._find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._find)
        self.setFocusProxy(self.view)
        self._connect_parts()

    def _connect_parts(self) -> None:
        view, actions, windows = self.view, self._actions, self._windows
        view.current_changed.connect(self.message_selected)
        view.typed.connect(self.typed)
        view.doubleClicked.connect(self.open_in_window)
        view.selectionModel().selectionChanged.connect(self.selection_changed)
        self._annotating.changed.connect(self._on_annotations_changed)
        for part in (self._chosen, self._copies, actions, self._marking,
                     self._walking, self._coloring, windows):  # fmt: skip
            part.said.connect(self._overlays.say)
        self._marking.offered.connect(self._overlays.offer)
        actions.mark_requested.connect(self.toggle_mark)
        actions.note_requested.connect(self.edit_note)
        actions.window_requested.connect(self.open_in_window)
        actions.is_marked = self._marking.is_marked
        actions.resend_requested.connect(self.resend_requested)
        actions.command_requested.connect(self.command_requested)
        actions.filter_requested.connect(self.filter_requested)
        for source in (actions, windows):
            source.narrowing_requested.connect(self.narrowing_requested)
            source.column_requested.connect(self.add_path_column)
        windows.go_to.connect(self.select_message)
        windows.glossary_wanted.connect(self.glossary_wanted)

    # What is chosen.

    def selected_id(self) -> int | None:
        """Return the message that was chosen last, also while a filter hides it."""
        return self.view.current_id

    def selected_ids(self) -> list[int]:
        """Return the messages of the selected rows, the oldest first."""
        return self._chosen.ids()

    def selection_span(self) -> tuple[int, int] | None:
        """Return the times of two selected rows, the earlier one first.

        They are microseconds since 1970; None unless exactly two rows are selected.
        """
        if self._chosen.count != 2:
            return None
        rows = [self.model.cells_of_message(number) for number in self._chosen.ids()]
        if not all(cells.is_readable for cells in rows):
            return None
        first, second = sorted(cells.at for cells in rows)
        return first, second

    def shown_ids(self) -> Sequence[int]:
        """Return the messages of all rows, the oldest first."""
        return self.model.shown_ids()

    # From message to message.

    def select_message(self, number: int) -> bool:
        """Choose a message and bring it into view.

        Returns:
            Whether it is shown. Where the filter hides it, it is chosen all the same,
            and comes into view when the filter is cleared.
        """
        return self.view.choose(number)

    def step(self, rows: int) -> None:
        """Choose the message some rows further down, or up if negative."""
        self.view.step(rows)

    def go_to_partner(self) -> None:
        """Choose the answer to the chosen call, or the call of the chosen answer."""
        self._actions.go_to_partner()

    def back(self) -> None:
        """Choose the message that was chosen before."""
        self._walking.back()

    def forward(self) -> None:
        """Choose the message that `back` came from."""
        self._walking.forward()

    def open_find(self) -> None:
        """Open the line for finding among the shown rows."""
        self._walking.open_find()

    def find_next(self) -> None:
        """Choose the next row further down that is looked for."""
        self._walking.find(1)

    def find_previous(self) -> None:
        """Choose the next row further up that is looked for."""
        self._walking.find(-1)

    def next_in_transaction(self) -> None:
        """Choose the next row further down of the chosen one's transaction."""
        self._walking.in_transaction(1)

    def previous_in_transaction(self) -> None:
        """Choose the next row further up of the chosen one's transaction."""
        self._walking.in_transaction(-1)

    # Marks and notes.

    @property
    def annotations(self) -> Annotations:
        """The marks, notes and findings of the capture."""
        return self._annotating.annotations

    def reload_annotations(self) -> None:
        """Show the marks and notes that others wrote into the capture meanwhile."""
        self._annotating.reload()

    def toggle_mark(self) -> None:
        """Mark the selected rows; if all are marked, take their marks away."""
        self._marking.toggle_mark()

    def next_mark(self) -> None:
        """Choose the marked row that is next further down."""
        self._marking.next_mark()

    def previous_mark(self) -> None:
        """Choose the marked row that is next further up."""
        self._marking.previous_mark()

    def next_finding(self) -> None:
        """Choose the row with a finding that is next further down."""
        self._marking.next_finding()

    def previous_finding(self) -> None:
        """Choose the row with a finding that is next further up."""
        self._marking.previous_finding()

    def edit_note(self) -> None:
        """Open the window for the note on the chosen message."""
        self._marking.edit_note()

    # Filters.

    def follow(self, kind: str) -> None:
        """Show all messages of what the chosen one belongs to.

        Args:
            kind: `transaction`, `connector`, `idtag` or `action`.
        """
        self._actions.follow(kind)

    def filter_on_selected(self) -> None:
        """Show only messages of the actions of the selected ones."""
        self._actions.filter_on_selected()

    def hide_selected(self) -> None:
        """Show no messages of the actions of the selected ones."""
        self._actions.hide_selected()

    # The rest.

    def copy_summary(self) -> None:
        """Copy a line for each selected row."""
        self._copies.copy_summary()

    def copy_json(self) -> None:
        """Copy the selected messages as they were on the wire."""
        self._copies.copy_json()

    def time_zero_here(self) -> None:
        """Count times from the chosen message."""
        self._actions.set_time_zero()

    def open_in_window(self) -> None:
        """Show the chosen message in a window of its own."""
        if self.view.current_id is not None:
            self._windows.open(self.view.current_id)

    def columns_menu(self) -> QMenu:
        """Return a fresh menu to choose the columns with, for a menu bar."""
        return self.columns.menu()

    def edit_color_rules(self) -> None:
        """Let the user change the rules that colour rows."""
        self._coloring.edit()

    def add_path_column(self, path: str) -> None:
        """Show a place in payloads, written as in a filter, as a column."""
        if not self.columns.add_path_column(path):
            text = self.tr("There are too many columns to add {path}. Remove one.")
            self._overlays.say(text.format(path=path))

    def set_key_text(self, key_text: Callable[[str], str]) -> None:
        """Let the row menu show the keys of commands, which are the window's.

        Args:
            key_text: Returns the key of a command of `command_list`, as it is shown.
        """
        self._actions.key_text = key_text

    def _close_windows(self) -> None:
        self._windows.close_all()
        self._marking.close_dialogs()
        self._marking.start_over()

    def _on_annotations_changed(self) -> None:
        annotations = self._annotating.annotations
        self._copies.annotations = self.model.look.annotations = annotations
        self.model.reread()
        self._feed.set_annotations(annotations)
        self.annotations_changed.emit()
