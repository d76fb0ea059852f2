# SPDX-License-Identifier: Apache-2.0
"""What the frames of a file tell about the file: who wrote it, zone, version, charger.

Feed `Conclusions` some frames of a file, then ask it. It also gives directions to
frames: by the words before them and the writer of the log, else by what only one side
may say, else by the call that is answered.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version
from ocppdesk.logs.reading.found import (
    Assumptions,
    Frame,
    Inference,
    Inferences,
    View,
)
from ocppdesk.logs.reading.text.directions import (
    Way,
    direction_of,
    direction_of_action,
    direction_of_result,
)
from ocppdesk.logs.reading.text.zones import Zones

_HEADER: Final = re.compile(
    r'\[\s*(\d)\s*,\s*\\{0,3}["\'“”]{0,2}([^"\'“”\\,]{0,64})\\{0,3}["\'“”]{0,2}'
    r'(?:\s*,\s*\\{0,3}["\'“”]{0,2}([A-Za-z]\w{1,60})(?![\w.]))?'
)
_OPPOSITE: Final = {
    Direction.IN: Direction.OUT,
    Direction.OUT: Direction.IN,
}
_MOST_PENDING: Final = 20_000
_NEW_ACTIONS: Final = frozenset(
    ("TransactionEvent", "NotifyReport", "GetVariables", "SetVariables",
     "GetBaseReport", "NotifyEvent", "RequestStartTransaction")
)  # fmt: skip
_OLD_ACTIONS: Final = frozenset(
    ("StartTransaction", "StopTransaction", "RemoteStartTransaction",
     "RemoteStopTransaction", "ChangeConfiguration", "GetConfiguration",
     "DiagnosticsStatusNotification", "GetDiagnostics")
)  # fmt: skip
_NEWEST_ACTIONS: Final = frozenset(
    ("NotifySettlement", "BatterySwap", "GetTariffs", "PullDynamicScheduleUpdate",
     "NotifyPeriodicEventStream", "OpenPeriodicEventStream", "SetDERControl",
     "SetDefaultTariff", "NotifyPriorityCharging", "NotifyDERAlarm")
)  # fmt: skip


def head_of(frame: Frame) -> tuple[int, str, str]:
    """Return type, id and action of a frame, as far as they can be read.

    The action of an answer, and what cannot be read, is empty; the type is 0 then.
    """
    value = frame.value
    if value:
        action = value[2] if value[0] in (2, 6) else ""
        return value[0], str(value[1]), str(action)
    match = _HEADER.match(frame.raw)
    if match is None:
        return 0, "", ""
    kind = int(match[1])
    return kind, match[2], (match[3] or "") if kind in (2, 6) else ""


class Conclusions:
    """What the frames of a file tell about it, and the direction of each.

    Args:
        assumptions: What somebody knows better; it is never contradicted.
        default_view: Who writes logs of this system, where the frames do not tell.
    """

    def __init__(
        self, assumptions: Assumptions | None = None, default_view: View | None = None
    ) -> None:
        self.assumptions = assumptions or Assumptions()
        self.default_view = default_view
        self.zones = Zones()
        self._votes: Counter[View] = Counter()
        self._ways: Counter[Way | None] = Counter()
        self._calls: dict[tuple[str, str], Direction] = {}
        self._styles: dict[str, set[Direction]] = {}
        self._serials: Counter[str] = Counter()
        self._named: Counter[str] = Counter()
        self._versions: Counter[Version] = Counter()
        self._stated: Version | None = None
        self._times = 0

    def learn(
        self, frame: Frame, way: Way | None = None, *, is_local: bool = True
    ) -> None:
        """Take note of a frame.

        Args:
            frame: The frame; its `at` may have been read as if it were UTC.
            way: What the words before it say.
            is_local: Whether the time of the frame did not name its offset.
        """
        self._ways[way] += 1
        self._named[frame.charger] += 1
        kind, message_id, action = head_of(frame)
        sender = _sender(kind, action, frame.value)
        if sender is not None and way in (Way.SENT, Way.RECEIVED):
            is_csms = (sender is Direction.OUT) is (way is Way.SENT)
            # A call tells more than what is in an answer.
            weight = 3 if kind in (2, 6) else 1
            self._votes[View.CSMS if is_csms else View.CHARGER] += weight
        if sender is not None and kind in (2, 6):
            self._styles.setdefault(_style(message_id), set()).add(sender)
        if frame.at is not None:
            self._times += 1
            if is_local:
                self.zones.see(frame.at, frame.value)
        if kind in (2, 6):
            self._learn_call(action, frame.value)

    def state_version(self, text: str) -> None:
        """Take note of a line that names the version, as a sub-protocol does."""
        self._stated = self._stated or version_in(text)

    @property
    def view(self) -> View | None:
        """Who wrote the file, as far as that is known."""
        assumed = self.assumptions.view
        if assumed is not None:
            return assumed
        csms, charger = self._votes[View.CSMS], self._votes[View.CHARGER]
        if csms == charger:
            return self.default_view
        return View.CSMS if csms > charger else View.CHARGER

    @property
    def zone_minutes(self) -> int:
        """The offset to read times with that name none."""
        assumed = self.assumptions.zone_minutes
        return (self.zones.offset() or 0) if assumed is None else assumed

    @property
    def serial(self) -> str:
        """The serial number of the charger, if all boots of the file name the same."""
        return next(iter(self._serials)) if len(self._serials) == 1 else ""

    @property
    def has_words(self) -> bool:
        """Whether words tell the ways of frames."""
        return any(way is not None for way in self._ways)

    @property
    def is_settled(self) -> bool:
        """Whether more frames would hardly change anything."""
        has_view = self._votes.total() >= 30 or not self._needs_view
        return has_view and (self.zones.is_settled or not self._times)

    def direction(self, frame: Frame, way: Way | None = None) -> Direction | None:
        """Return the direction of a frame; ask in the order of the log.

        Args:
            frame: The frame. A direction that it has is kept.
            way: What the words before it say.
        """
        found = frame.direction
        if found is None:
            found = direction_of(way, self.view)
        kind, message_id, action = head_of(frame)
        key = (frame.charger, message_id)
        if kind in (2, 6):
            if found is None:
                found = direction_of_action(action)
                if found is None:  # the first direction is 0
                    found = self._by_style(message_id)
            if found is not None and kind == 2:
                self._remember(key, found)
        elif found is None and message_id != "...":
            call = self._calls.get(key)
            found = _OPPOSITE[call] if call is not None else None
            if found is None and frame.value and kind == 3:
                found = direction_of_result(frame.value[2])
        return found

    def direct(self, frames: Iterable[tuple[Frame, Way | None]]) -> list[Frame]:
        """Give directions to the frames of a file, all at once.

        Answers that stand before their calls get one, too.
        """
        found = [
            (frame._replace(direction=self.direction(frame, way)), way)
            for frame, way in frames
        ]
        return [
            frame
            if frame.direction is not None
            else frame._replace(direction=self.direction(frame, way))
            for frame, way in found
        ]

    def inferences(self, charger: Inference | None = None) -> Inferences:
        """Say what was concluded, with reasons."""
        return Inferences(
            view=self._view_inference(),
            charger=charger,
            zone=self.zones.inference(self.assumptions.zone_minutes)
            if self._times
            else None,
            version=self._version_inference(),
        )

    @property
    def version(self) -> Version | None:
        """The OCPP version, as far as that is known."""
        found = self.assumptions.version or self._stated
        if found is None and self._versions:
            found = self._versions.most_common(1)[0][0]
        return found

    @property
    def _needs_view(self) -> bool:
        explicit = self._ways[Way.FROM_CHARGER] + self._ways[Way.TO_CHARGER]
        return self.assumptions.view is None and explicit < self._ways.total()

    def _learn_call(self, action: str, value: Any) -> None:
        payload = value[3] if value and len(value) > 3 else None
        if action in _NEWEST_ACTIONS:
            self._versions[Version.V21] += 1000
        elif action in _NEW_ACTIONS:
            self._versions[Version.V201] += 1
        elif action in _OLD_ACTIONS:
            self._versions[Version.V16] += 1
        if action == "BootNotification" and isinstance(payload, dict):
            station = payload.get("chargingStation")
            is_new = isinstance(station, dict)
            self._versions[Version.V201 if is_new else Version.V16] += 1
            holder = station if isinstance(station, dict) else payload
            for key in (
                "chargeBoxSerialNumber",
                "chargePointSerialNumber",
                "serialNumber",
            ):
                if isinstance(holder.get(key), str) and holder[key].strip():
                    self._serials[holder[key].strip()] += 1
                    break

    def _remember(self, key: tuple[str, str], direction: Direction) -> None:
        if len(self._calls) >= _MOST_PENDING:
            for old in list(self._calls)[: _MOST_PENDING // 2]:
                del self._calls[old]
        self._calls[key] = direction

    def _by_style(self, message_id: str) -> Direction | None:
        found = self._styles.get(_style(message_id), set())
        return next(iter(found)) if len(found) == 1 else None

    def _view_inference(self) -> Inference | None:
        if not self._needs_view and self.assumptions.view is None:
            return None
        if self.assumptions.view is not None:
            return Inference(self.assumptions.view, "It was chosen for this file.")
        relative = self._ways[Way.SENT] + self._ways[Way.RECEIVED]
        if not relative:
            reason = "No words tell who sent what; what only one side may send does."
            return Inference("", reason)
        view = self.view
        if view is None:
            return Inference("", "No message tells who wrote the log.")
        who = "CSMS" if view is View.CSMS else "charger"
        if self._votes[View.CSMS] == self._votes[View.CHARGER]:
            return Inference(view, f"Logs of this system are written by the {who}.")
        reason = f"What only one side may send shows that the {who} wrote the log."
        return Inference(view, reason)

    def _version_inference(self) -> Inference | None:
        if self.assumptions.version is not None:
            version = self.assumptions.version
            return Inference(version, "It was chosen for this file.")
        if self._stated is not None:
            return Inference(self._stated, "The log names it.", is_explicit=True)
        version_or_none = self.version
        if version_or_none is None:
            return None
        reason = f"Actions in the log belong to OCPP {version_or_none}."
        return Inference(version_or_none, reason)


_VERSION: Final = re.compile(
    r"ocpp[\s:v_./-]{0,4}(?P<major>[12])[._]?(?P<minor>[0156])(?:[._]?(?P<patch>1))?",
    re.IGNORECASE,
)


def version_in(text: str) -> Version | None:
    """Return the version that a text names, as in `ocpp2.0.1` or `OCPP 1.6J`."""
    match = _VERSION.search(text)
    if match is None:
        return None
    number = (match["major"], match["minor"])
    if number == ("2", "0"):
        return Version.V201
    return {("1", "6"): Version.V16, ("2", "1"): Version.V21}.get(number)


def _sender(kind: int, action: str, value: Any) -> Direction | None:
    if kind in (2, 6):
        return direction_of_action(action)
    return direction_of_result(value[2]) if kind == 3 and value else None


def _style(message_id: str) -> str:
    """Return the form of an id: who makes UUIDs does not count, too."""
    form = re.sub(r"[0-9]+", "9", re.sub(r"[0-9a-fA-F]{8,}", "h", message_id))
    return f"{re.sub('[A-Za-z]+', 'a', form)}/{len(message_id)}"
