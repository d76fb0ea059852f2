# SPDX-License-Identifier: Apache-2.0
"""The list of commands: those of every day, favourites, what was sent, and all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.commands.presets import Preset
from ocppdesk.core.glossary import entry
from ocppdesk.core.versions import Version, csms_actions
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.sending.keeping import Kept

_ROLE: Final = Qt.ItemDataRole.UserRole
RAW: Final = ""
"""The action that stands for any text."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A command in the list."""

    text: str
    """What the list says."""
    action: str
    """The action; `RAW` for any text."""
    payload: Any = None
    """What to fill in; None for what is required."""
    tip: str = ""
    """More about it."""


class CommandList(QWidget):
    """Chooses a command.

    Args:
        theme: Its look.

    Signals:
        chosen: A command was chosen; carries the `Offer`.
        entered: The keyboard is to go on to the form.
    """

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._groups: dict[str, Sequence[Offer]] = {}
        self._closed: set[str] = set()
        self._is_filling = False
        self.search = QLineEdit()
        """Words that a command has to have."""
        self.search.setPlaceholderText(self.tr("Find a command"))
        self.search.setAccessibleName(self.tr("Find a command"))
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        """The commands, in groups."""
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("Commands"))
        self.tree.setIndentation(theme.scaled(12))
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        margin = theme.scaled(8)
        layout.setContentsMargins(margin, margin, margin, 0)
        layout.setSpacing(theme.scaled(6))
        self.nothing = ThemedLabel(
            theme,
            self.tr("No command has these words. Another version of OCPP may have it."),
            color="muted",
            wraps=True,
        )
        """Stands above the empty list where nothing is found."""
        self.nothing.hide()
        layout.addWidget(self.search)
        layout.addWidget(self.nothing)
        layout.addWidget(self.tree, 1)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.installEventFilter(self)
        self.tree.currentItemChanged.connect(self._choose)
        self.tree.itemClicked.connect(lambda item: self._choose(item))
        self.tree.itemActivated.connect(lambda _item: self.entered.emit())
        self.tree.itemCollapsed.connect(lambda i: self._closed.add(i.text(0)))
        self.tree.itemExpanded.connect(lambda i: self._closed.discard(i.text(0)))

    def show_commands(
        self,
        version: str,
        *,
        presets: Iterable[Preset] = (),
        favourites: Iterable[Kept] = (),
        lately: Iterable[Kept] = (),
        with_raw: bool = False,
    ) -> None:
        """List what can be sent to a charger.

        Args:
            version: The OCPP version that it speaks.
            presets: What is wanted every day.
            favourites: What the user wants at hand.
            lately: What was sent lately.
            with_raw: Whether any text can be sent.
        """
        groups: dict[str, Sequence[Offer]] = {
            self.tr("Favourites"): _kept(favourites, version),
            self.tr("Every day"): [
                Offer(p.title, p.action, p.payload, p.action) for p in presets
            ],
            self.tr("Sent lately"): _kept(lately, version),
            self.tr("All commands"): list(_all(version)),
        }
        if with_raw:
            raw = self.tr("Any text, also malformed")
            groups[self.tr("Expert")] = [Offer(raw, RAW)]
        groups = {name: offers for name, offers in groups.items() if offers}
        if groups != self._groups:
            self._groups = groups
            self._fill()

    def select(self, action: str) -> None:
        """Mark an action in the list of all, without choosing it."""
        self._is_filling = True
        for item in reversed(list(self._items())):
            offer = item.data(0, _ROLE)
            if offer.action == action and offer.payload is None:
                bar = self.tree.verticalScrollBar()
                height = bar.value()
                self.tree.setCurrentItem(item)
                bar.setValue(height)
                break
        self._is_filling = False

    def _items(self) -> Iterator[QTreeWidgetItem]:
        """Yield the commands that are listed, from top to bottom."""
        for number in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(number)
            for inner in range(0 if group is None else group.childCount()):
                item = None if group is None else group.child(inner)
                if item is not None:
                    yield item

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        current = self.tree.currentItem()
        kept = None if current is None else current.data(0, _ROLE)
        self._is_filling = True
        bar = self.tree.verticalScrollBar()
        height = bar.value()
        self.tree.clear()
        kept_item: QTreeWidgetItem | None = None
        for name, offers in self._groups.items():
            found = [o for o in offers if all(w in _searched(o) for w in words)]
            if not found:
                continue
            group = QTreeWidgetItem(self.tree, [name])
            group.setFirstColumnSpanned(True)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFont(0, self._theme.font(0.92, bold=True))
            group.setSizeHint(0, QSize(0, self._theme.row_height))
            group.setForeground(0, self._theme.color("muted"))
            for offer in found:
                item = QTreeWidgetItem(group, [offer.text])
                item.setData(0, _ROLE, offer)
                item.setToolTip(0, offer.tip)
                if offer == kept and not kept_item:
                    kept_item = item
            group.setExpanded(bool(words) or name not in self._closed)
        self.nothing.setVisible(bool(words) and self._first() is None)
        if kept_item is not None:
            self.tree.setCurrentItem(kept_item)
        # Who reads the list must not lose the place when it grows.
        bar.setValue(0 if words else height)
        self._is_filling = False

    def _choose(self, item: QTreeWidgetItem | None, _before: object = None) -> None:
        offer = None if item is None else item.data(0, _ROLE)
        if offer is not None and not self._is_filling:
            self.chosen.emit(offer)

    def _first(self) -> QTreeWidgetItem | None:
        return next(self._items(), None)

    # Overrides of QWidget.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            first = self._first()
            if event.key() == Qt.Key.Key_Down and first is not None:
                self.tree.setFocus()
                self.tree.setCurrentItem(first)
                return True
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and first is not None:
                self.tree.setCurrentItem(first)
                self._choose(first)
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)


def _kept(commands: Iterable[Kept], version: str) -> list[Offer]:
    return [
        Offer(kept.text, kept.action, kept.payload, kept.text)
        for kept in commands
        if kept.version == version
    ]


def _all(version: str) -> Iterable[Offer]:
    for action in sorted(csms_actions(Version(version))):
        found = entry(action, version)
        tip = "" if found is None else f"{found.profile}: {found.title}"
        yield Offer(action, action, None, tip)


def _searched(offer: Offer) -> str:
    return f"{offer.text} {offer.action} {offer.tip}".casefold()
