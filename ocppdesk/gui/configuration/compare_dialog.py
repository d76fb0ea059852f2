# SPDX-License-Identifier: Apache-2.0
"""Settings side by side: of two days, two chargers, or a file."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.configuration.differences import Differences, Pair, compare
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.gui.configuration.errand import Errand
from ocppdesk.gui.configuration.rows import one_line
from ocppdesk.gui.configuration.sources import Source
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_SETTING, _HERE, _THERE = range(3)
_LEAST_LETTERS: Final = 30  # of the box with the sources, however long its titles


class CompareDialog(QDialog):
    """Compares the settings of a charger with what is chosen.

    *Fill in as edits* fills in the values of the other side as pending edits; nothing
    is sent.

    Args:
        theme: Its look.
        charger: Whose settings are on this side.
        here: The settings on this side.
        can_edit: Whether edits may be filled in.

    Signals:
        file_wanted: Another file is to be chosen.
        compared: The `Differences`.
        fill_wanted: The settings of the other side, to be filled in as edits, and what
            that side is called.
    """

    file_wanted = Signal()
    compared = Signal(object)
    fill_wanted = Signal(object, str)

    def __init__(
        self,
        theme: Theme,
        charger: str,
        *,
        here: Sequence[Entry],
        can_edit: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._here = tuple(here)
        self._there: tuple[Entry, ...] = ()
        self._can_edit = can_edit
        self._sources: list[Source] = []
        self._differences: Differences | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="compare")
        self.errand = Errand(self)
        title = self.tr("Compare the settings of {charger}")
        self.setWindowTitle(title.format(charger=charger))
        self.choice = QComboBox()
        """What to compare with."""
        self.file = QPushButton(self.tr("Another &capture or file…"))
        self.only = QCheckBox(self.tr("&Only differences"))
        self.only.setChecked(True)
        self.list = QTreeWidget()
        self.summary = ThemedLabel(theme, wraps=True)
        """How much differs, or why it cannot be compared."""
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.fill = self.buttons.addButton(
            self.tr("&Fill in as edits"), QDialogButtonBox.ButtonRole.ActionRole
        )
        """Takes the other side's values over as edits."""
        self.fill.setEnabled(False)
        self.fill.setToolTip(self.tr("Nothing is sent before you review and apply"))
        self.list.setHeaderLabels([self.tr("Setting"), charger, self.tr("Other side")])
        self._build()
        self._connect()
        self._offer()

    def offer(self, sources: Sequence[Source], *, chosen: bool = False) -> None:
        """Add things to compare with.

        Args:
            sources: The things.
            chosen: Whether to compare with the first of them at once.
        """
        count = len(self._sources)
        self._sources.extend(sources)
        self.choice.addItems([source.title for source in sources])
        self._offer()
        if sources and (chosen or count == 0):
            self.choice.setCurrentIndex(count)
            self._load(count)

    def complain(self, text: str) -> None:
        """Say what went wrong."""
        self.summary.show_text(text, "problem")

    def _build(self) -> None:
        scaled = self._theme.scaled
        self.choice.setMinimumContentsLength(_LEAST_LETTERS)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.choice.setSizeAdjustPolicy(policy)
        self.list.setAccessibleName(self.tr("Differences"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformRowHeights(True)
        for column, width in ((_SETTING, 330), (_HERE, 260)):
            self.list.header().resizeSection(column, scaled(width))
        label = QLabel(self.tr("Compare &with"))
        label.setBuddy(self.choice)
        line = QHBoxLayout()
        line.setSpacing(scaled(8))
        line.addWidget(label)
        line.addWidget(self.choice, 1)
        line.addWidget(self.file)
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(8))
        layout.addLayout(line)
        layout.addWidget(self.only)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.summary)
        layout.addWidget(self.buttons)
        self.resize(scaled(900), scaled(520))
        self.choice.setFocus()
        # Enter leaves; it neither opens files nor fills anything in.
        self.file.setAutoDefault(False)
        self.fill.setAutoDefault(False)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)

    def _connect(self) -> None:
        self.choice.activated.connect(self._load)
        self.file.clicked.connect(self.file_wanted)
        self.only.toggled.connect(lambda _is_on: self._show())
        self.fill.clicked.connect(
            lambda: self.fill_wanted.emit(self._there, self.choice.currentText())
        )
        self.buttons.rejected.connect(self.reject)
        self._theme.changed.connect(self._show)
        self.errand.ended.connect(self._take)
        self.errand.failed.connect(self._fail)

    def _offer(self) -> None:
        self.choice.setEnabled(bool(self._sources))
        if not self._sources:
            self.summary.show_text(
                self.tr("There is no snapshot yet. Choose a capture or a file."),
                "muted",
            )

    def _load(self, number: int) -> None:
        self.errand.close()
        self._there, self._differences = (), None
        self.fill.setEnabled(False)
        self.list.clear()
        self.summary.show_text(self.tr("Reading…"), "muted")
        self.errand.begin(lambda _tell: self._submit(self._sources[number]))

    def _submit(self, source: Source) -> "Future[Any]":
        return self._thread.submit(source.load)

    def _fail(self, why: str) -> None:
        if why:
            self.complain(why)

    def _take(self, there: tuple[Entry, ...]) -> None:
        self._there = tuple(there)
        self._differences = compare(self._here, self._there)
        different = self._differences.different
        self.fill.setEnabled(self._can_edit and bool(different))
        self._show()
        self.compared.emit(self._differences)

    def _show(self) -> None:
        found = self._differences
        if found is None:
            return
        self.list.clear()
        self._group(self.tr("Different"), found.different)
        self._group(self.tr("Missing on the other side"), found.missing_there)
        self._group(self.tr("Missing here"), found.missing_here, is_there=True)
        if not self.only.isChecked():
            self._group(self.tr("Cannot be compared"), found.undecided)
            self._group(self.tr("The same"), found.same)
        text = self.tr(
            "{different} different, {there} missing there, {here} missing here, "
            "{same} the same, {undecided} that cannot be compared."
        )
        told = text.format(
            different=len(found.different),
            there=len(found.missing_there),
            here=len(found.missing_here),
            same=len(found.same),
            undecided=len(found.undecided),
        )
        self.summary.show_text(told, "text")

    def _group(
        self, title: str, rows: Sequence[Pair | Entry], *, is_there: bool = False
    ) -> None:
        if not rows:
            return
        top = QTreeWidgetItem([f"{title} ({len(rows)})"])
        top.setForeground(_SETTING, self._theme.color("muted"))
        top.setSizeHint(_SETTING, QSize(0, self._theme.row_height))
        for row in rows:
            if isinstance(row, Pair):
                cells = [_name(row), _value(row.here), _value(row.there)]
            elif is_there:
                cells = [row.address.text, "", _value(row)]
            else:
                cells = [row.address.text, _value(row), ""]
            item = QTreeWidgetItem(top, cells)
            item.setSizeHint(_SETTING, QSize(0, self._theme.row_height))
            if isinstance(row, Pair) and rows is self._different:
                item.setForeground(_THERE, self._theme.color("slow"))
        self.list.addTopLevelItem(top)
        top.setExpanded(True)
        top.setFirstColumnSpanned(True)

    @property
    def _different(self) -> Sequence[Pair]:
        return () if self._differences is None else self._differences.different

    # Overrides of QDialog.

    def done(self, code: int) -> None:
        self.errand.close()
        self._thread.shutdown(wait=False, cancel_futures=True)
        super().done(code)


def _name(pair: Pair) -> str:
    here, there = pair.here.address.text, pair.there.address.text
    return here if here.casefold() == there.casefold() else f"{here} = {there}"


def _value(entry: Entry) -> str:
    if entry.value is None:
        return "–"  # noqa: RUF001 - a dash, as in tables
    return one_line(entry.shown) or '""'
