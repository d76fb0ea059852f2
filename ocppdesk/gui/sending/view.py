# SPDX-License-Identifier: Apache-2.0
"""The view from which commands are sent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.commands.presets import presets
from ocppdesk.core.commands.risks import danger_of
from ocppdesk.core.commands.suggestions import Suggestion, suggestions_for
from ocppdesk.core.forms.fields import Field
from ocppdesk.core.frames import MessageType, parse_frames
from ocppdesk.core.messages import Message
from ocppdesk.core.versions import Version, csms_actions, find_action
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.sending.charger_bar import ChargerBar
from ocppdesk.gui.sending.command_list import RAW, CommandList, Offer
from ocppdesk.gui.sending.command_page import CommandPage
from ocppdesk.gui.sending.consent import Consent
from ocppdesk.gui.sending.keeping import (
    MOST_FAVOURITES,
    MOST_LATELY,
    Kept,
    KeptCommands,
)
from ocppdesk.gui.sending.known_charger import KnownCharger
from ocppdesk.gui.sending.outbox import Outbox, now
from ocppdesk.gui.sending.outcomes import OutcomesPane
from ocppdesk.gui.sending.raw_page import RawPage
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState

_LIST_AFTER_MS: Final = 300  # presets may lag behind what the charger does
_FIRST: Final = "TriggerMessage"  # there in every version, and harmless


class SendView(QWidget):
    """Sends commands to the chargers that are connected.

    Args:
        settings: What it remembers.
        theme: Its look.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        glossary_wanted: What an action means; carries the action and the version.
        said: Something to tell in passing.
    """

    message_wanted = Signal(int)
    glossary_wanted = Signal(str, str)
    said = Signal(str)

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self._settings = settings
        self._theme = theme
        self._engine: Engine | None = None
        self._chargers: dict[str, Charger] = {}
        self._last_id = 0
        self.consent = Consent(self)
        """Asks before what is dangerous."""
        self.outbox = Outbox(self)
        self.known = KnownCharger(self.outbox.feed)
        self._favourites = KeptCommands(
            settings, "favourite_commands", most=MOST_FAVOURITES
        )
        self._lately = KeptCommands(settings, "sent_lately", most=MOST_LATELY)
        self.bar = ChargerBar(settings, theme)
        """Says where commands go."""
        self.list = CommandList(theme)
        self.page = CommandPage(theme, self._suggest, now)
        self.raw = RawPage(theme)
        self.raw_send = QPushButton(self.tr("&Send this text"))
        self.outcomes = OutcomesPane(theme, self.outbox)
        self._list_soon = QTimer(self, singleShot=True, interval=_LIST_AFTER_MS)
        self._build()
        self._connect()
        self._forget_settings = settings.on_change(self._follow_settings)
        self._follow_settings(frozenset({"is_expert"}))
        self.page.timeout.setValue(settings.call_timeout_s)
        self.page.show_command(self.version, _FIRST)
        self.list.select(_FIRST)
        self._show_link()

    # What it is told.

    def set_engine(self, engine: "Engine | None") -> None:
        """Send through another engine, or none."""
        self._engine = self.outbox.engine = engine
        self._show_link()

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture; the reader stays the caller's to close."""
        self._last_id = last_id
        self.known.show_reader(reader, last_id)
        self._fill_list_soon()

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since."""
        self._last_id = max(self._last_id, last_id)
        self._read_on()

    def update_state(self, state: "EngineState") -> None:
        """Show which chargers are connected, and what is on its way to them."""
        self.bar.add(state.connected)
        queue = [
            self.tr("{action} (out)").format(action=call.action)
            if call.is_sent
            else call.action
            for call in state.calls
            if call.charger == self.identity
        ]
        self.outcomes.show_queue(queue if len(queue) > 1 else [])
        self._show_link()

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in what the capture knows of the chargers."""
        before = self.version
        self._chargers = {charger.identity: charger for charger in chargers}
        self.bar.add(self._chargers)
        found = self._chargers.get(self.identity)
        if found is not None:
            self.known.take_connectors(found)
        if self.version != before:
            self._follow_version()
        self._show_link()
        self._fill_list_soon()

    def choose_charger(self, identity: str) -> None:
        """Send to another charger; an empty identity changes nothing."""
        self.bar.choose(identity)

    def edit_and_resend(self, message: Message, version: str = "") -> bool:
        """Prepare a call that was made before, to be changed and sent again.

        Args:
            message: The call.
            version: The OCPP version of its connection; empty for its charger's.

        Returns:
            Whether it is one that a CSMS can make.
        """
        spoken = Version(version or self.version)
        found = find_action(message.action or "", spoken)
        if message.type is not MessageType.CALL or found is None:
            return False
        action, home = found
        if action not in csms_actions(home):
            return False
        self.choose_charger(message.charger)
        payload = message.payload()
        self.prepare(action, payload if payload is not None else {}, version=home)
        return True

    def prepare(self, action: str, payload: Any = None, *, version: str = "") -> None:
        """Show the form of a command.

        Args:
            action: The action.
            payload: What to begin with; None for what is required.
            version: The version of the form; empty for the charger's.
        """
        self._pages.setCurrentIndex(0)
        self.page.show_command(version or self.version, action, payload)
        self.list.select(action)
        self._show_favourite()

    def close_reader(self) -> None:
        """Let go of the capture and the engine."""
        self._forget_settings()
        self._list_soon.stop()
        self.known.show_reader(None, 0)
        self.outbox.close()

    @property
    def identity(self) -> str:
        """The charger that commands go to; empty if there is none."""
        return self.bar.identity

    @property
    def version(self) -> str:
        """The OCPP version that it speaks."""
        found = self._chargers.get(self.identity)
        return Version.V16 if found is None or not found.version else found.version

    # Building.

    def _build(self) -> None:
        scaled = self._theme.scaled
        raw = QWidget()
        below = QVBoxLayout(raw)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.raw, 1)
        line = QHBoxLayout()
        line.setContentsMargins(scaled(12), 0, scaled(12), scaled(6))
        line.addStretch(1)
        line.addWidget(self.raw_send)
        below.addLayout(line)
        self.raw_send.setDefault(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.page)
        self._pages.addWidget(raw)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.list)
        across.addWidget(self._pages)
        across.setSizes([scaled(230), scaled(860)])
        across.setStretchFactor(1, 1)
        across.setChildrenCollapsible(False)
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(across)
        down.addWidget(self.outcomes)
        down.setSizes([scaled(430), scaled(150)])
        down.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(down, 1)

    def _connect(self) -> None:
        self.bar.chosen.connect(self._follow_charger)
        self.bar.said.connect(self.said)
        self.list.chosen.connect(self._take_offer)
        self.list.entered.connect(self._enter)
        self.page.send_wanted.connect(self._send)
        self.page.favourite_toggled.connect(self._set_favourite)
        self.page.glossary_wanted.connect(self.glossary_wanted)
        self.page.edited.connect(self._show_favourite)
        self.raw_send.clicked.connect(self._send_raw)
        self.outcomes.message_wanted.connect(self.message_wanted)
        self.outcomes.command_wanted.connect(self._prepare_for)
        self._list_soon.timeout.connect(self._fill_list)

    # What it shows.

    def _follow_charger(self, identity: str) -> None:
        before = self.page.version
        self.known.choose(identity)
        if identity in self._chargers:
            self.known.take_connectors(self._chargers[identity])
        if self.version != before:
            self._follow_version()
        self._show_link()
        self._fill_list()
        self.page.refresh()

    def _follow_version(self) -> None:
        """Show the form of the version that the charger speaks."""
        action = self.page.action
        if action not in csms_actions(Version(self.version)):
            action = _FIRST
        self.page.show_command(self.version, action)
        self._fill_list()
        self.list.select(action)

    def _show_link(self) -> None:
        engine = self._engine
        is_connected = engine is not None and self.identity in engine.state.connected
        obstacle = self.bar.show_link(self.version, is_connected=is_connected)
        self.page.show_obstacle(obstacle)
        self.raw_send.setEnabled(not obstacle)
        self.raw_send.setToolTip(obstacle)

    def _fill_list_soon(self) -> None:
        # Not put off by further news: a busy charger would never let it come.
        if not self._list_soon.isActive():
            self._list_soon.start()

    def _fill_list(self) -> None:
        """List what can be sent, with what is known of the charger now."""
        self._list_soon.stop()
        self.page.show_known(self.known.knowledge)
        self.list.show_commands(
            self.version,
            presets=presets(self.version, self.known.knowledge, at=_minute(now())),
            favourites=self._favourites.all,
            lately=self._lately.all,
            with_raw=self._settings.is_expert,
        )

    def _suggest(self, field: Field) -> Sequence[Suggestion]:
        payload = self.page.json.area.toPlainText()
        return suggestions_for(
            field,
            self.known.knowledge,
            action=self.page.action,
            at=now(),
            unit="W" if '"chargingRateUnit": "W"' in payload else "A",
        )

    def _read_on(self) -> None:
        followed = {progress.charger for progress in self.outbox.live}
        if self.known.advance(self._last_id, followed):
            # The rest in the next turns, so that the window stays alive.
            QTimer.singleShot(0, self, self._read_on)
        self._fill_list_soon()

    def _take_offer(self, offer: Offer) -> None:
        if offer.action == RAW:
            self._pages.setCurrentIndex(1)
            return
        self._pages.setCurrentIndex(0)
        self.page.show_command(self.version, offer.action, offer.payload)
        self._show_favourite()

    def _prepare_for(
        self, charger: str, version: str, action: str, payload: object
    ) -> None:
        # Another one may have been chosen since that command was sent.
        self.choose_charger(charger)
        self.prepare(action, payload, version=version)

    def _enter(self) -> None:
        if self._pages.currentIndex() == 1:
            self.raw.area.setFocus()
        else:
            self.page.go_to_form()

    # Sending.

    def _send(self) -> None:
        self.page.show_known(self.known.knowledge)
        action, payload, charger = self.page.action, self.page.payload, self.identity
        version = self.version

        def send() -> None:
            self.outbox.send(
                charger, version, action, payload, timeout_s=self.page.timeout.value()
            )
            self._tell(self._lately.add(Kept(self.page.version, action, payload)))
            self.outcomes.choose_newest()
            self._fill_list()

        danger = self.page.danger
        self.consent.ask(danger, action, charger=charger, send=send)

    def _send_raw(self) -> None:
        text, charger = self.raw.text, self.identity
        running = self.known.knowledge.running()
        # One text may hold several frames: any of them can be the dangerous one.
        dangers = [
            (danger_of(frame.action, frame.payload, running=running), frame.action)
            for frame in parse_frames(text)
            if frame.action is not None
        ]

        def send() -> None:
            if self._engine is not None:
                self._engine.send_text(charger, text)
                self.said.emit(self.tr("The text was handed to the charger."))

        if not dangers:
            send()
        else:
            danger, action = max(dangers, key=lambda one: one[0].needs_consent)
            self.consent.ask(danger, action, charger=charger, send=send)

    # What it remembers.

    def _set_favourite(self, is_on: bool) -> None:
        command = Kept(self.page.version, self.page.action, self.page.payload)
        kept = self._favourites
        self._tell(kept.add(command) if is_on else kept.remove(command))
        self._show_favourite()
        self._fill_list()

    def _show_favourite(self) -> None:
        command = Kept(self.page.version, self.page.action, self.page.payload)
        self.page.favourite.setChecked(self._favourites.has(command))

    def _tell(self, text: str) -> None:
        if text:
            self.said.emit(text)

    def _follow_settings(self, changed: frozenset[str]) -> None:
        settings = self._settings
        if changed & {"is_expert", "answer_rules"}:
            self.bar.follow_settings()
        if "is_expert" in changed:
            self.page.show_expert(is_expert=settings.is_expert)
            if not settings.is_expert:
                self._pages.setCurrentIndex(0)
            self._fill_list()
        if "call_timeout_s" in changed:
            self.page.timeout.setValue(settings.call_timeout_s)


def _minute(at: int) -> int:
    """Cut a time to minutes: times in the presets do not move with every message."""
    return at - at % 60_000_000
