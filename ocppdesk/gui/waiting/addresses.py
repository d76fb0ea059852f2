# SPDX-License-Identifier: Apache-2.0
"""The list of this computer's addresses, to choose the one for the URL."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from ocppdesk.gui.addresses import Address
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class AddressCard(Card):
    """This computer's addresses, one of them chosen for the URL.

    Args:
        theme: Where colours and sizes come from.
        stop_before: The widget from which the Tab key comes here.

    Signals:
        chosen: The user has chosen another one.
    """

    chosen = Signal()

    def __init__(
        self, theme: Theme, stop_before: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, self.tr("Addresses of this computer"), parent)
        self._entries: tuple[Address, ...] = ()
        self._best: Address | None = None
        self._stop_before = stop_before
        self._wish: Address | None = None
        self._marks: list[ThemedLabel] = []
        self._widgets: list[QWidget] = []
        self._buttons = QButtonGroup(self)
        self._buttons.idClicked.connect(self._choose)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(theme.scaled(14))
        self._rows.setVerticalSpacing(theme.scaled(4))
        self._rows.setColumnStretch(1, 1)
        self.body.addLayout(self._rows)
        self._none = ThemedLabel(
            theme,
            self.tr(
                "This computer has no network address. Plug in a cable or join a Wi-Fi."
            ),
            color="problem",
            wraps=True,
        )
        self.body.addWidget(self._none)
        self.body.addStretch(1)

    @property
    def current(self) -> Address | None:
        """The address chosen, or the recommended one as long as there is no choice."""
        return self._best if self._wish is None else self._wish

    def show_addresses(
        self, entries: tuple[Address, ...], best: Address | None
    ) -> None:
        """Show addresses; what the user has chosen stays chosen while it exists.

        Args:
            entries: The addresses, the likeliest first.
            best: The recommended one.
        """
        if entries != self._entries:
            self._entries = entries
            if self._wish not in entries:
                self._wish = None
            self._build_rows()
        self._best = best
        for number, (entry, mark) in enumerate(zip(entries, self._marks, strict=True)):
            is_best = entry == best and not entry.is_loopback
            mark.show_text(self.tr("◀ use this") if is_best else "", "accent")
            self._buttons.button(number).setChecked(entry == self.current)

    def _build_rows(self) -> None:
        for widget in self._widgets:
            if isinstance(widget, QRadioButton):
                self._buttons.removeButton(widget)
            self._rows.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._widgets, self._marks = [], []
        kinds = [entry.kind for entry in self._entries]
        stop = self._stop_before
        for number, entry in enumerate(self._entries):
            button = QRadioButton(entry.address)
            is_alone = kinds.count(entry.kind) == 1 and entry.kind
            note = entry.kind if is_alone else entry.name
            if entry.is_direct:
                text = self.tr("{name}: direct cable, no address service")
                note = text.format(name=note)
            button.setAccessibleName(f"{entry.address}, {note}")
            self._buttons.addButton(button, number)
            mark = ThemedLabel(self._theme, is_bold=True)
            self._marks.append(mark)
            self._place(button, number, 0, 2 if entry.is_ipv6 else 1)
            # A widget that comes late is otherwise the last one that Tab reaches.
            QWidget.setTabOrder(stop, button)
            stop = button
            self._place(mark, number, 2)
            if entry.is_ipv6:  # it takes the whole line
                button.setToolTip(note)
            else:
                name = ThemedLabel(self._theme, note, color="muted", wraps=True)
                self._place(name, number, 1)
        self._none.setVisible(not self._entries)

    def _place(self, widget: QWidget, row: int, column: int, span: int = 1) -> None:
        self._rows.addWidget(widget, row, column, 1, span)
        self._widgets.append(widget)

    def _choose(self, number: int) -> None:
        self._wish = self._entries[number]
        self.chosen.emit()
