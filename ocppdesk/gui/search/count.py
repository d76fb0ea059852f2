# SPDX-License-Identifier: Apache-2.0
"""How many messages the filter shows, in words beside the search box."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme


class SearchCount(QWidget):
    """Says how many messages match, of how many, and how many are hidden.

    Args:
        theme: Where colours and fonts come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[int, int] | None = None
        self._is_running = False
        self._dims = False
        self._exchanges = False
        self._is_filtered = False
        self._is_chosen_hidden = False
        self._count = QLabel()
        self._count.setAccessibleName(self.tr("Messages shown"))
        self._rest = ThemedLabel(theme, color="muted")
        self._rest.setAccessibleName(self.tr("Messages not shown"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(self._count)
        layout.addWidget(self._rest)
        theme.changed.connect(self._dress)

    @property
    def text(self) -> str:
        """How many are shown, of how many."""
        return self._count.text()

    @property
    def rest(self) -> str:
        """How many are not; empty if all are, or before a count is known."""
        return self._rest.text()

    def set_shown(self, shown: int, total: int) -> None:
        """Tell how many messages match, of how many."""
        if self._shown != (shown, total):
            self._shown = (shown, total)
            self._show()

    def set_running(self, is_running: bool) -> None:
        """Tell whether a search goes on, so that more may match."""
        if is_running != self._is_running:
            self._is_running = is_running
            self._show()

    def set_dims(self, dims: bool) -> None:
        """Tell whether what does not match is dimmed rather than hidden."""
        self._dims = dims
        self._show()

    def set_view(self, *, exchanges: bool, is_filtered: bool) -> None:
        """Tell why there may be fewer rows than messages.

        Args:
            exchanges: Whether a call and its answers are one row.
            is_filtered: Whether there is a filter.
        """
        self._exchanges, self._is_filtered = exchanges, is_filtered
        self._show()

    def set_chosen_hidden(self, is_hidden: bool) -> None:
        """Tell whether the selected message is among those that are not shown."""
        if is_hidden != self._is_chosen_hidden:
            self._is_chosen_hidden = is_hidden
            self._show()

    def set_roomy(self, is_roomy: bool) -> None:
        """Tell whether there is room for more than the count itself."""
        self._rest.setVisible(is_roomy)

    def _show(self) -> None:
        if self._shown is None:
            return
        shown, total = (grouped(number) for number in self._shown)
        if self._is_running:
            text = self.tr("{shown}+ / {total}")
        else:
            text = self.tr("{shown} / {total}")
        rest = self._words_for_rest(self._shown[1] - self._shown[0])
        tip = rest or self.tr("All messages are shown")
        if rest and self._exchanges:
            why = self.tr(
                "In the view of exchanges, a call and its answer are one row."
            )
            tip = f"{rest}. {why}"
        if self._is_running:
            tip = self.tr("Searching…")
            rest = tip
        longest = self.tr("{shown}+ / {total}").format(shown=shown, total=total)
        labels: tuple[tuple[QLabel, str, str], ...] = (
            (self._count, text.format(shown=shown, total=total), longest),
            (self._rest, rest, self.tr("Searching…")),
        )
        for label, said, longer in labels:
            label.setText(said)
            label.setToolTip(tip)
            # It only grows, and has room for what a search says, so that the box
            # beside it stands still as numbers run.
            metrics = label.fontMetrics()
            widths = [metrics.horizontalAdvance(word) for word in (said, longer)]
            label.setMinimumWidth(max(*widths, label.minimumWidth()))

    def _words_for_rest(self, hidden: int) -> str:
        """Say how many messages have no row of their own, and why."""
        if hidden <= 0:
            return ""
        if self._exchanges and not self._is_filtered:
            return self.tr("rows are exchanges")
        if self._dims:
            return self.tr("{n} dimmed").format(n=grouped(hidden))
        words = self.tr("{n} hidden")
        if self._exchanges:
            words = self.tr("{n} hidden or in exchanges")
        if self._is_chosen_hidden:
            words += self.tr(", also the selected one")
        return words.format(n=grouped(hidden))

    def _dress(self) -> None:
        for label in (self._count, self._rest):
            label.setMinimumWidth(0)
        self._show()
