# SPDX-License-Identifier: Apache-2.0
"""The sheet on which edits are reviewed, sent one by one, and proved."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.risks import Risk, Tag
from ocppdesk.core.configuration.steps import (
    Applying,
    Step,
    StepState,
    stopped,
)
from ocppdesk.core.masking import MASK, is_secret, mask_text
from ocppdesk.gui.configuration.errand import Errand
from ocppdesk.gui.configuration.rows import one_line
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_SETTING, _CHANGE, _RISK, _RESULT = range(4)
_SIGNS: Final = {
    Risk.DISCONNECTS: "⚠",
    Risk.TRANSACTION: "⚡",
    Risk.REBOOT: "⟳",
}
_LOOKS: Final = {
    StepState.WAITING: ("·", "muted"),
    StepState.SENDING: ("…", "accent"),
    StepState.ACCEPTED: ("…", "accent"),
    StepState.VERIFIED: ("✓", "ok"),
    StepState.DIFFERENT: ("≠", "slow"),
    StepState.UNVERIFIED: ("?", "slow"),
    StepState.REBOOT_REQUIRED: ("⟳", "slow"),
    StepState.REFUSED: ("✖", "problem"),
    StepState.FAILED: ("✖", "problem"),
    StepState.SKIPPED: ("·", "muted"),
}

Apply = Callable[
    [tuple[Change, ...], bool, Callable[[Applying], None]], "Future[Applying]"
]
"""Sends changes: which, whether the first refusal ends it, and who is told."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One edit on the sheet."""

    change: Change
    """What would be sent."""
    tags: tuple[Tag, ...]
    """What it may do."""
    refusal: str = ""
    """Why the charger did not take it before; then it is not ticked."""


class ReviewDialog(QDialog):
    """Shows all edits with their risks; *Apply* sends those that are ticked.

    It stays open and shows what becomes of each. Nothing is sent before the button is
    pressed, and nothing twice.

    Args:
        theme: Its look.
        charger: Whose settings they are.
        proposed: The edits.
        apply: Sends them.

    Signals:
        applied: It is over, or was stopped; carries the last `Applying`.
    """

    applied = Signal(object)

    def __init__(
        self,
        theme: Theme,
        charger: str,
        *,
        proposed: Sequence[Proposed],
        apply: Apply,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._proposed = tuple(proposed)
        self._apply = apply
        self._sent: list[int] = []
        self._last: Applying | None = None
        self._is_over = False
        title = self.tr("Review and apply: {charger}")
        self.setWindowTitle(title.format(charger=charger))
        self.errand = Errand(self)
        self.list = QTreeWidget()
        """The edits, one a line."""
        self.detail = ThemedLabel(theme, color="muted", wraps=True)
        """All of the chosen line, which may have no room in it."""
        self.warning = ThemedLabel(theme, wraps=True)
        """What may happen, or what has."""
        self.stops = QCheckBox(self.tr("&Stop at the first one that is not taken"))
        self.stops.setChecked(True)
        self.buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.go = self.buttons.addButton("", roles.AcceptRole)
        """Sends what is ticked."""
        self.leave = self.buttons.addButton(self.tr("Cancel"), roles.RejectRole)
        """Leaves; while changes are sent, it stops."""
        self._build()
        self._fill()
        self.list.itemChanged.connect(self._judge)
        self.list.currentItemChanged.connect(lambda _new, _old: self._tell_all())
        self.go.clicked.connect(self._begin)
        self.leave.clicked.connect(self.reject)
        self.errand.told.connect(self._show)
        self.errand.ended.connect(self._end)
        self.errand.failed.connect(self._fail)
        self._judge()

    def _build(self) -> None:
        scaled = self._theme.scaled
        self.list.setAccessibleName(self.tr("Edits"))
        self.list.setHeaderLabels(
            [
                self.tr("Setting"),
                self.tr("Change"),
                self.tr("Risk"),
                self.tr("What happened"),
            ]
        )
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in ((_SETTING, 230), (_CHANGE, 190), (_RISK, 230)):
            header.resizeSection(column, scaled(width))
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(10))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self.warning)
        layout.addWidget(self.stops)
        layout.addWidget(self.buttons)
        self.resize(scaled(1060), scaled(460))

    def _fill(self) -> None:
        for one in self._proposed:
            item = QTreeWidgetItem(self.list)
            item.setText(_SETTING, one.change.address.text)
            change = self._change_text(one.change)
            item.setText(_CHANGE, change)
            item.setSizeHint(_SETTING, QSize(0, self._theme.row_height))
            labels = [f"{_SIGNS[tag.risk]} {tag.label}" for tag in one.tags]
            item.setText(_RISK, ", ".join(labels))
            item.setText(_RESULT, one.refusal)
            is_ticked = not one.refusal
            state = Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
            item.setCheckState(_SETTING, state)
            if any(tag.risk is Risk.DISCONNECTS for tag in one.tags):
                item.setForeground(_RISK, self._theme.color("problem"))
            else:
                item.setForeground(_RISK, self._theme.color("slow"))
            item.setForeground(_RESULT, self._theme.color("problem"))

    def _change_text(self, change: Change) -> str:
        if is_secret(change.address.name):
            old = MASK if change.old else self.tr("not known")
            return f"{old} → {MASK}"
        old = self.tr("not known") if change.old is None else change.old
        empty = self.tr("empty")
        old, new = mask_text(old or empty), mask_text(change.value or empty)
        text = f"{one_line(old)} → {one_line(new)}"
        if change.is_grown:
            text = self.tr("{change}, item by item").format(change=text)
        return text

    def _item(self, row: int) -> QTreeWidgetItem:
        item = self.list.topLevelItem(row)
        assert item is not None
        return item

    @property
    def ticked(self) -> list[int]:
        """The numbers of the edits that are ticked."""
        return [
            row
            for row in range(len(self._proposed))
            if self._item(row).checkState(_SETTING) == Qt.CheckState.Checked
        ]

    def _tell_all(self) -> None:
        """Show the whole of the chosen line below the list."""
        item = self.list.currentItem()
        if item is None:
            return
        cells = [item.text(column) for column in (_SETTING, _CHANGE, _RISK, _RESULT)]
        # A blank lets long lists of items break into lines.
        cells[1] = cells[1].replace(",", ", ")
        self.detail.show_text(" · ".join(filter(None, cells)))

    def _judge(self) -> None:
        """Say what may happen, and make the safer button the default."""
        if self._sent:
            return
        ticked = self.ticked
        tags = [tag for row in ticked for tag in self._proposed[row].tags]
        texts = dict.fromkeys(f"{_SIGNS[tag.risk]} {tag.text}" for tag in tags)
        is_grave = any(tag.risk is Risk.DISCONNECTS for tag in tags)
        self.warning.show_text("\n".join(texts), "problem" if is_grave else "text")
        text = self.tr("&Apply {count} changes")
        if len(ticked) == 1:
            text = self.tr("&Apply 1 change")
        self.go.setText(text.format(count=len(ticked)))
        self.go.setEnabled(bool(ticked))
        safe = self.leave if is_grave or not ticked else self.go
        safe.setDefault(True)
        safe.setFocus()

    def _begin(self) -> None:
        self._sent = self.ticked
        changes = tuple(self._proposed[row].change for row in self._sent)
        is_stopping = self.stops.isChecked()
        for row in range(len(self._proposed)):
            item = self._item(row)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        self.stops.setEnabled(False)
        self.go.setEnabled(False)
        self.leave.setText(self.tr("Stop"))
        self.warning.show_text(
            self.tr("Sending one by one; afterwards all are read back."), "text"
        )
        self.errand.begin(lambda tell: self._apply(changes, is_stopping, tell))

    def _show(self, applying: Applying) -> None:
        self._last = applying
        for row, step in zip(self._sent, applying.steps, strict=True):
            sign, color = _LOOKS[step.state]
            item = self._item(row)
            item.setText(_RESULT, f"{sign} {step.text}".strip())
            item.setForeground(_RESULT, self._theme.color(color))
        self._tell_all()

    def _end(self, applying: Applying) -> None:
        self._show(applying)
        self._finish(summary_of(applying.steps), applying.trouble)

    def _fail(self, why: str) -> None:
        if self._last is not None:
            self._show(stopped(self._last))
        text = self.tr(
            "Stopped. What the charger had taken before stays changed; read the "
            "settings to see."
        )
        self._finish(text, why)

    def _finish(self, text: str, trouble: str) -> None:
        self._is_over = True
        self.warning.show_text(" ".join(filter(None, (text, trouble))), "text")
        self.go.hide()
        self.leave.setText(self.tr("Close"))
        self.leave.setDefault(True)
        self.leave.setFocus()
        if self._last is not None:
            self.applied.emit(self._last)

    # Overrides of QDialog.

    def reject(self) -> None:
        if self.errand.is_busy:
            self.errand.cancel()
        else:
            super().reject()

    def done(self, code: int) -> None:
        self.errand.close()
        super().done(code)


def summary_of(steps: Sequence[Step]) -> str:
    """Return what became of changes in one sentence."""
    names: dict[StepState, str] = {
        StepState.VERIFIED: _tr("{count} verified"),
        StepState.REBOOT_REQUIRED: _tr("{count} after a reboot"),
        StepState.UNVERIFIED: _tr("{count} accepted without proof"),
        StepState.DIFFERENT: _tr("{count} accepted, but not changed"),
        StepState.REFUSED: _tr("{count} refused"),
        StepState.FAILED: _tr("{count} without an answer"),
        StepState.SKIPPED: _tr("{count} not sent"),
    }
    counts: Counter[Any] = Counter(step.state for step in steps)
    parts = [
        text.format(count=counts[state])
        for state, text in names.items()
        if counts[state]
    ]
    return ", ".join(parts) + "." if parts else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewDialog", text)
