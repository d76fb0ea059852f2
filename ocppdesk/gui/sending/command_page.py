# SPDX-License-Identifier: Apache-2.0
"""One command on its way to be sent: the form, the JSON beside it, and the button."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.commands.knowledge import Knowledge
from ocppdesk.core.commands.risks import Danger, Risk, danger_of
from ocppdesk.core.commands.suggestions import Suggestion
from ocppdesk.core.forms.fields import Field, form_of
from ocppdesk.core.forms.filling import minimal
from ocppdesk.core.forms.places import place_text
from ocppdesk.core.glossary import entry
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.spins import indent
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.sending.json_editor import JsonEditor
from ocppdesk.gui.sending.payload_form import PayloadForm
from ocppdesk.gui.sending.preview import SchedulePreview

_RISK_COLORS: Final = {
    Risk.READS: "muted",
    Risk.LASTS: "text",
    Risk.CUSTOMER: "slow",
    Risk.CHARGER: "problem",
}
_MOST_TIMEOUT_S: Final = 600


class CommandPage(QWidget):
    """Edits one command.

    Args:
        theme: Its look.
        suggest: What may be filled into a field.
        clock: Returns the time now, microseconds since 1970.

    Signals:
        send_wanted: The command is to be sent.
        favourite_toggled: It is to be a favourite, or no longer.
        glossary_wanted: What an action means; carries the action and the version.
        edited: The payload is another one.
    """

    send_wanted = Signal()
    favourite_toggled = Signal(bool)
    glossary_wanted = Signal(str, str)
    edited = Signal()

    def __init__(
        self,
        theme: Theme,
        suggest: Callable[[Field], Sequence[Suggestion]],
        clock: Callable[[], int],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._clock = clock
        self._obstacle = ""
        self._knowledge = Knowledge()
        self.action = ""
        """The action; empty while none was chosen."""
        self.version = "1.6"
        """The OCPP version whose form it is."""
        self.is_expert = False
        """Whether what is refused can be sent all the same."""
        self.title = ThemedLabel(theme, scale=1.15, is_bold=True)
        self.subtitle = ThemedLabel(theme, color="muted", wraps=True)
        self.danger_label = ThemedLabel(theme, wraps=True)
        """What may happen."""
        self.favourite = QToolButton()
        self.favourite.setCheckable(True)
        self.explain = QToolButton()
        self.preview = SchedulePreview(theme)
        self.form = PayloadForm(theme, suggest, clock)
        self.json = JsonEditor(theme)
        self.why_not = ThemedLabel(theme, color="muted", wraps=True)
        """Why it cannot be sent as it is."""
        self.timeout = QSpinBox()
        """Seconds to wait for the answer."""
        indent(self.timeout, theme)
        self.start_over = QPushButton(self.tr("Start &over"))
        self.send = QPushButton(self.tr("&Send"))
        self._build()
        self._connect()
        self._judge()

    @property
    def payload(self) -> Any:
        """The payload as it is edited."""
        return self.form.payload

    @property
    def danger(self) -> Danger:
        """What it risks as it is edited."""
        return danger_of(self.action, self.payload, running=self._knowledge.running())

    def show_command(self, version: str, action: str, payload: Any = None) -> None:
        """Edit another command.

        Args:
            version: The OCPP version of the form.
            action: The action, in the specification's spelling.
            payload: What to begin with; None for what is required.
        """
        form = form_of(action, version)
        if form is None:
            return
        self.version, self.action = version, action
        found = entry(action, version)
        self.title.show_text(action)
        self.subtitle.show_text("" if found is None else found.title)
        self.subtitle.setToolTip("" if found is None else found.meaning)
        if payload is None:
            payload = minimal(form, at=self._clock())
        self.form.show_form(form, payload)
        self.json.show_payload(payload)
        self._judge()

    def show_obstacle(self, text: str) -> None:
        """Say why nothing can be sent at all; no text if something can."""
        if text != self._obstacle:
            self._obstacle = text
            self._judge()

    def show_known(self, knowledge: Knowledge) -> None:
        """Say what is known of the charger that speaks against the command."""
        self._knowledge = knowledge
        self._show_danger()

    def refresh(self) -> None:
        """Look again at what may be filled in."""
        self.form.show_payload(self.form.payload)

    def go_to_form(self) -> None:
        """Bring the keyboard to the first field that is refused, or the first one."""
        row = self.form.first_refused()
        rows = self.form.rows
        if row is None and rows:
            row = rows[0]
        if row is not None:
            row.take_focus()
        else:
            self.send.setFocus()

    def _build(self) -> None:
        theme = self._theme
        self.favourite.setText("☆")
        self.favourite.setAccessibleName(self.tr("Favourite"))
        self.favourite.setToolTip(self.tr("Keep it among the favourites"))
        self.explain.setText("?")
        self.explain.setAccessibleName(self.tr("What this command means"))
        self.explain.setToolTip(self.explain.accessibleName())
        for button in (self.favourite, self.explain):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.timeout.setRange(1, _MOST_TIMEOUT_S)
        self.timeout.setValue(30)
        self.timeout.setSuffix(" s")
        self.timeout.setAccessibleName(self.tr("Seconds to wait for the answer"))
        self.timeout.setToolTip(self.timeout.accessibleName())
        self.start_over.setAutoDefault(False)
        self.send.setDefault(True)
        self.send.setToolTip(self.tr("Send it (Ctrl+Return)"))
        names = QHBoxLayout()
        names.setSpacing(theme.scaled(8))
        names.addWidget(self.title)
        names.addWidget(self.subtitle, 1)
        names.addWidget(self.favourite)
        names.addWidget(self.explain)
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.preview)
        inner.addWidget(self.form, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.json)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([theme.scaled(520), theme.scaled(320)])
        split.setChildrenCollapsible(False)
        bar = QHBoxLayout()
        bar.setSpacing(theme.scaled(8))
        bar.addWidget(self.why_not, 1)
        for widget in (self.timeout, self.start_over, self.send):
            bar.addWidget(widget)
        head = QVBoxLayout()
        margin = theme.scaled(12)
        head.setContentsMargins(margin, theme.scaled(8), margin, theme.scaled(4))
        head.setSpacing(theme.scaled(2))
        head.addLayout(names)
        head.addWidget(self.danger_label)
        bar.setContentsMargins(margin, theme.scaled(6), margin, theme.scaled(6))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(split, 1)
        layout.addLayout(bar)

    def _connect(self) -> None:
        self.form.edited.connect(self._take_form)
        self.json.edited.connect(self._take_json)
        self.json.broken.connect(self._judge)
        self.send.clicked.connect(self._send)
        self.start_over.clicked.connect(
            lambda: self.show_command(self.version, self.action)
        )
        self.favourite.toggled.connect(self._show_star)
        self.favourite.clicked.connect(self.favourite_toggled)
        self.explain.clicked.connect(
            lambda: self.glossary_wanted.emit(self.action, self.version)
        )
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._send)

    def _take_form(self) -> None:
        self.json.show_payload(self.form.payload)
        self._judge()
        self.edited.emit()

    def _take_json(self, payload: Any) -> None:
        self.form.show_payload(payload)
        self._judge()
        self.edited.emit()

    def _send(self) -> None:
        if self.send.isEnabled():
            self.send_wanted.emit()
        elif self.json.mistake:
            self.json.go_to_mistake()
        else:
            self.form.touch_all()
            row = self.form.first_refused()
            if row is not None:
                row.take_focus()

    def _judge(self) -> None:
        """Show what the command risks, and whether it can be sent."""
        self._show_danger()
        self.preview.show_payload(self.payload)
        why = self._refusal()
        can_send = bool(self.action) and (not why or self._may_insist())
        self.send.setEnabled(can_send)
        insists = bool(why) and can_send
        self.send.setText(self.tr("&Send anyway") if insists else self.tr("&Send"))
        self.why_not.show_text(why, "slow" if why else "muted")

    def _show_danger(self) -> None:
        danger = self.danger
        sign = "▲ " if danger.needs_consent else ""
        excess = self._knowledge.excess(self.action, self.payload)
        text = f"{sign}{danger.text} {excess}".rstrip()
        color = _RISK_COLORS[danger.risk]
        self.danger_label.show_text(text, "slow" if excess else color)
        self.danger_label.setVisible(bool(self.action))

    def _may_insist(self) -> bool:
        return self.is_expert and not self._obstacle and not self.json.mistake

    def _refusal(self) -> str:
        if self._obstacle:
            return self._obstacle
        if self.json.mistake:
            return self.tr("The JSON cannot be read.")
        refused = self.form.complaints
        if not refused:
            return ""
        place, why = next(iter(refused.items()))
        name = place_text(place) or self.tr("The payload")
        if len(refused) == 1:
            return f"{name}: {why}"
        more = self.tr("{name}: {why} (and {count} more)")
        return more.format(name=name, why=why, count=len(refused) - 1)

    def show_expert(self, *, is_expert: bool) -> None:
        """Say whether what is refused can be sent all the same."""
        self.is_expert = is_expert
        self._judge()

    def _show_star(self, is_on: bool) -> None:
        self.favourite.setText("★" if is_on else "☆")
