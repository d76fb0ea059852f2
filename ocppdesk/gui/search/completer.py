# SPDX-License-Identifier: Apache-2.0
"""Offers what may be typed into the search box, and what may be chosen for it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from ocppdesk.filters.completion import completions
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.search.choices import all_choices, choices_of
from ocppdesk.gui.search.history import FilterHistory
from ocppdesk.gui.search.popup import ChoicePopup

Values = Sequence[tuple[str, int]]


class SearchCompleter(QObject):
    """The drop-down of the search box with what stands in it.

    Args:
        theme: Where colours and sizes come from.
        field: The input.
        history: The filters that were used lately.

    Signals:
        chosen: A line was chosen; carries the `Choice`.
        values_wanted: The values seen of a field are asked for; carries its name.
    """

    chosen = Signal(object)
    values_wanted = Signal(str)

    def __init__(self, theme: Theme, field: QLineEdit, history: FilterHistory) -> None:
        super().__init__(field)
        self._field = field
        self._history = history
        self._counts: Mapping[str, int] = {}
        self._saved: Mapping[str, str] = {}
        self._values: dict[str, Values] = {}
        self._asked = ""
        self._needed = ""
        self._offered: tuple[str, int] | None = None
        self.popup = ChoicePopup(theme, field)
        """The drop-down itself."""
        self.popup.chosen.connect(self.chosen)
        self.popup.dismissed.connect(self.close)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many calls of each action there are."""
        return self._counts

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Tell how many calls of each action there are."""
        self._counts = dict(counts)
        if self.popup.isVisible():
            self.popup.lines.show_counts(self._counts)

    def set_saved(self, saved: Mapping[str, str]) -> None:
        """Tell which filters were saved, by their names."""
        self._saved = dict(saved)

    def set_values(self, field: str, values: Values) -> None:
        """Tell which values of a field were seen, and how often.

        They are offered if the text is still the one that they were asked for.
        """
        self._values[field] = list(values)
        now = (self._field.text(), self._field.cursorPosition())
        is_wanted = field == self._needed and self._offered == now
        if is_wanted and self._field.hasFocus():
            self._show(*now)

    def open_all(self) -> None:
        """Open the drop-down with all message types."""
        self._offered = None
        self.popup.lines.show_counts(self._counts)
        self.popup.open_with(
            all_choices(self._counts, self._history.texts, self._saved)
        )

    def offer(self) -> None:
        """Offer what may come at the cursor; nothing closes the drop-down."""
        text, cursor = self._field.text(), self._field.cursorPosition()
        self._offered = (text, cursor)
        if not text.strip():
            self.close()
            return
        self._show(text, cursor)
        # Once for each time that somebody gets to the field: more may have been seen.
        if self._needed and self._needed != self._asked:
            self._asked = self._needed
            self.values_wanted.emit(self._needed)
        elif not self._needed:
            self._asked = ""

    def close(self) -> None:
        """Close the drop-down, and offer nothing for this text any more."""
        self._offered = None
        self.popup.hide()

    def _show(self, text: str, cursor: int) -> None:
        self._needed = ""
        found = completions(
            text,
            cursor,
            actions=self._counts,
            recent=self._history.texts,
            saved=self._saved,
            values=self._values_of,
        )
        self.popup.lines.show_counts(self._counts)
        self.popup.open_with(choices_of(found), takes_first=True)

    def _values_of(self, field: str) -> Values:
        self._needed = field
        return self._values.get(field, ())
