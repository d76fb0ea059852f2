# SPDX-License-Identifier: Apache-2.0
"""A charger's side of an OCPP-J conversation, without socket and without clock.

Told of the connection, of what arrives and of the time, it says what to send. What a
charger *is* comes from the classes that build on this one.
"""

import uuid
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from typing import Final

from ocppdesk.core.frames import (
    Frame,
    MessageType,
    call_text,
    error_text,
    json_text,
    parse_frames,
    result_text,
)
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version, csms_actions
from ocppdesk.simulator.agenda import Agenda, Flow, Timer
from ocppdesk.simulator.configuration_values import Settings
from ocppdesk.simulator.outbox import Call, OnAnswer, Outbox, Payload
from ocppdesk.simulator.outputs import Close, Download, Output, Send, Upload
from ocppdesk.simulator.times import epoch_of, text_of

TICK_S: Final = 1.0
REBOOT_S: Final = 6.0  # long enough to be seen, short enough not to be waited for
_BOOT_RETRY_S: Final = 30.0
_CLOCK_SLACK_S: Final = 2.0  # what the way from the CSMS may take
_LOG_LINES: Final = 300
_LONGEST_DESCRIPTION: Final = 255  # characters; OCPP-J 1.6, table 7


class NotSupportedError(Exception):
    """A command is known, and this charger has nothing to carry it out with."""


class Station(ABC):
    """The conversation of one charger.

    Args:
        identity: The name it connects with.
        version: The OCPP version it speaks.
        settings: Its configuration.
        now: The time, in seconds of any origin that only grows.
        clock: What the charger's clock shows at `now`, seconds since 1970.
    """

    def __init__(
        self,
        identity: str,
        version: Version,
        *,
        settings: Settings,
        now: float,
        clock: float,
    ) -> None:
        self.identity = identity
        self.version = version
        self.settings = settings
        self.agenda = Agenda(now)
        self.outbox = Outbox(settings)
        self.commands: dict[str, Callable[[Payload], Payload]] = {}
        self.wants_link = True
        self.restarts = 0
        self.boot_reason = "PowerUp"
        self.registration: str | None = None
        self.log: deque[str] = deque(maxlen=_LOG_LINES)
        self.after_boot: list[Callable[[], None]] = []
        self.keeps_own_clock = False
        """A bad habit: the time of the CSMS is not taken over."""
        self.spell: Callable[[str], str] = str
        """A bad habit: what becomes of a frame on its way out."""
        self._offset = clock - now
        self._boot_timer: Timer | None = None
        self._outputs: list[Output] = []
        self._sent_at = self._lost_at = now
        self.agenda.after(TICK_S, self._tick)

    # What the classes that build on this one say.

    @abstractmethod
    def boot_payload(self) -> Payload:
        """Return the payload of BootNotification."""

    @abstractmethod
    def on_accepted(self) -> None:
        """Announce everything: the CSMS has accepted the charger after its boot."""

    @abstractmethod
    def on_reconnected(self, offline_s: float) -> None:
        """Announce what has changed while there was no connection."""

    @abstractmethod
    def on_tick(self) -> None:
        """Do what is to be done each second."""

    @abstractmethod
    def on_power_up(self) -> None:
        """Do what comes first after a reboot, before anything else happens."""

    # What the socket tells.

    @property
    def now(self) -> float:
        """The time, in seconds of the origin given at first."""
        return self.agenda.now

    @property
    def offline_s(self) -> float:
        """How long there has been no connection, in seconds; 0 while there is one."""
        return 0.0 if self.outbox.is_open else max(self.now - self._lost_at, 0.0)

    def connected(self) -> None:
        """Note that a connection has opened."""
        self.outbox.is_open = True
        if self.registration != "Accepted":
            self.boot()
        else:
            self.on_reconnected(self.now - self._lost_at)

    def disconnected(self) -> None:
        """Note that the connection is gone."""
        self._lost_at = self.now
        self.outbox.close()

    def receive(self, text: str) -> None:
        """Take one text of the CSMS."""
        self.note("<", text)
        for frame in parse_frames(text):
            match frame.type:
                case MessageType.CALL:
                    self._outputs.append(Send(self._serve(frame)))
                case MessageType.CALLRESULT if isinstance(frame.payload, dict):
                    self._take_result(frame)
                case MessageType.CALLRESULT | MessageType.CALLERROR:
                    self.outbox.failed(frame.message_id, self.now)
                case _:
                    # Nothing is said to a SEND, to a CALLRESULTERROR and to types
                    # that do not exist (OCPP 2.1 part 4, 4.1.3 and 4.2.4).
                    pass

    def _take_result(self, frame: Frame) -> None:
        """Take an answer; 2.1 can say that it is of no use (part 4, 4.2.3)."""
        action = self.outbox.pending_action(frame.message_id)
        if action is not None and self.version is Version.V21:
            wrong = check_payload(self.version, action, frame.payload, is_request=False)
            if wrong:
                text = wrong[0].text[:_LONGEST_DESCRIPTION]
                kind = MessageType.CALLRESULTERROR
                parts = [kind, frame.reply_id, "FormatViolation", text, {}]
                self._outputs.append(Send(json_text(parts)))
                self.outbox.give_up(frame.message_id)
                return
        self.outbox.answered(frame.message_id, frame.payload)

    def advance(self, now: float) -> None:
        """Let time pass."""
        self.agenda.advance(now)

    def take(self) -> list[Output]:
        """Return what is to be done now, in this order."""
        found = self.outbox.next_call(self.now)
        if found is not None:
            call, payload = found
            self._sent_at = self.now
            text = call_text(call.message_id, call.action, payload)
            self._outputs.append(Send(self.spell(text)))
        outputs, self._outputs = self._outputs, []
        for output in outputs:
            if isinstance(output, Send):
                self.note(">", output.text)
        return outputs

    # What the classes that build on this one use.

    def wall(self) -> float:
        """Return what the charger's clock shows, seconds since 1970."""
        return self.now + self._offset

    def timestamp(self, at: float | None = None) -> str:
        """Write a time of the charger's clock, now if none is given."""
        return text_of(self.wall() if at is None else at)

    def note(self, mark: str, text: str) -> None:
        """Write a line into the charger's own log."""
        self.log.append(f"{self.timestamp()} {mark} {text}")

    def call(
        self,
        action: str,
        payload: Payload | Callable[[], Payload],
        on_answer: OnAnswer | None = None,
        *,
        is_durable: bool = False,
        is_early: bool = False,
    ) -> None:
        """Make a call.

        Args:
            action: What is called.
            payload: Its payload, or what gives it at the moment of sending.
            on_answer: Told the answer, or None if there is none.
            is_durable: Whether it belongs to a transaction.
            is_early: Whether it may be sent before the CSMS has accepted the charger.
        """
        build = payload if callable(payload) else lambda: payload
        self.outbox.add(Call(action, build, on_answer, is_durable, is_early))

    def send(self, action: str, payload: Payload) -> None:
        """Send a message that has no answer, now or never (OCPP 2.1 part 4, 4.2.4)."""
        if self.outbox.is_open and self.outbox.is_accepted:
            parts = [MessageType.SEND, str(uuid.uuid4()), action, payload]
            self._outputs.append(Send(json_text(parts)))

    def ask(self, action: str, payload: Payload) -> Flow[Payload | None]:
        """Make a call in a flow; its result is the answer, or None."""
        answer: Payload | None = yield (
            lambda resume: self.call(action, payload, resume)
        )
        return answer

    def upload(self, url: str, text: str) -> Flow[bool]:
        """Upload a text in a flow; its result is whether it worked."""
        done: bool = yield (
            lambda resume: self._outputs.append(Upload(url, text, resume))
        )
        return done

    def download(self, url: str) -> Flow[bool]:
        """Fetch a file in a flow; its result is whether it worked."""
        done: bool = yield lambda resume: self._outputs.append(Download(url, resume))
        return done

    def hang_up(self) -> None:
        """Close the connection; it is opened again at once."""
        self._outputs.append(Close())

    def reconnect_soon(self) -> None:
        """Close the connection once what is being said has been said."""
        self.agenda.after(TICK_S, self.hang_up)

    def boot(self) -> None:
        """Send BootNotification."""
        payload = self.boot_payload
        self.call("BootNotification", payload, self._on_boot, is_early=True)

    def restart(self, reason: str) -> None:
        """Reboot: close the connection, forget what is not stored, come back.

        Args:
            reason: The boot reason, as in `BootReasonEnumType` of 2.0.1.
        """
        self.note("-", f"restart: {reason}")
        self.boot_reason = reason
        self.registration = None
        self.wants_link = False
        self.restarts += 1
        self.hang_up()
        self.outbox.restart()
        self.agenda.clear()
        self.agenda.after(REBOOT_S, self._power_up)

    def _power_up(self) -> None:
        self.settings.restart()
        self.wants_link = True
        self.on_power_up()
        self._tick()

    def _tick(self) -> None:
        self.agenda.after(TICK_S, self._tick)
        self.outbox.expire(self.now)
        interval = self.settings.number("HeartbeatInterval")
        if self.registration == "Accepted" and 0 < interval <= self.now - self._sent_at:
            self._sent_at = self.now
            self.heartbeat()
        self.on_tick()

    def heartbeat(self) -> None:
        """Send a Heartbeat and take the time from its answer."""
        self.call("Heartbeat", {}, self._set_clock)

    def _on_boot(self, answer: Payload | None) -> None:
        if answer is None:
            self._boot_later(_BOOT_RETRY_S)
            return
        self._set_clock(answer)
        interval = answer.get("interval")
        seconds = interval if isinstance(interval, int) and interval > 0 else 0
        self.registration = str(answer.get("status"))
        if self.registration == "Accepted":
            if seconds:
                self.settings.assign("HeartbeatInterval", str(seconds))
            self.outbox.is_accepted = True
            self.on_accepted()
            waiting, self.after_boot = self.after_boot, []
            for what in waiting:
                what()
        else:
            # B02, B03: not before the interval has passed
            self.outbox.is_accepted = False
            self._boot_later(seconds or _BOOT_RETRY_S)

    def _boot_later(self, seconds: float) -> None:
        def boot() -> None:
            if self.registration != "Accepted" and self.outbox.is_open:
                self.boot()

        if self._boot_timer is not None:
            self._boot_timer.cancel()
        self._boot_timer = self.agenda.after(seconds, boot)

    def _set_clock(self, answer: Payload | None) -> None:
        time = epoch_of((answer or {}).get("currentTime"))
        if time is None or self.keeps_own_clock:
            return
        if abs(time - self.wall()) > _CLOCK_SLACK_S:
            self._offset = time - self.now

    def _serve(self, frame: Frame) -> str:
        """Answer a call of the CSMS."""
        action, payload = frame.action or "", frame.payload
        command = self.commands.get(action)
        reply_id = "-1" if frame.reply_id is None else frame.reply_id
        if command is None or action not in csms_actions(self.version):
            text = f"This charger knows no {action}."
            return error_text(reply_id, "NotImplemented", description=text)
        if self.registration in (None, "Rejected"):
            # OCPP 1.6 errata; OCPP 2.0.1, B02.FR.09
            text = "The CSMS has not accepted this charger."
            return error_text(reply_id, "SecurityError", description=text)
        wrong = check_payload(self.version, action, payload, is_request=True)
        if wrong:
            # OCPP-J 1.6, 4.2.3 spells it in a way of its own.
            code = (
                "FormationViolation"
                if self.version is Version.V16
                else "FormatViolation"
            )
            text = wrong[0].text[:_LONGEST_DESCRIPTION]
            return error_text(reply_id, code, description=text)
        self.outbox.is_serving = True
        try:
            return result_text(reply_id, command(payload))
        except NotSupportedError:
            text = f"This charger does not support {action}."
            return error_text(reply_id, "NotSupported", description=text)
        finally:
            self.outbox.is_serving = False
