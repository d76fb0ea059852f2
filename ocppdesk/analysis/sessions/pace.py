# SPDX-License-Identifier: Apache-2.0
"""How long things take at one charger, as far as its messages tell."""

from typing import Final

from ocppdesk.analysis.observing import Observation
from ocppdesk.core.messages import Direction
from ocppdesk.core.phrases.parts import Part

_SECOND: Final = 1_000_000
_CONNECTION_S: Final = 120  # ConnectionTimeOut where nobody has read it
_MARGIN_S: Final = 30  # added to it before a start counts as failed (protocol, 8.3)
_LONGEST_S: Final = 24 * 3600
_SILENCE_S: Final = 3600  # without a word, where the heartbeat is not known
_SHORTEST_SILENCE_S: Final = 600
_TELLING: Final = frozenset(
    {
        "BootNotification",
        "ChangeConfiguration",
        "GetConfiguration",
        "GetVariables",
        "NotifyReport",
    }
)
_NAMES: Final = frozenset({"connectiontimeout", "evconnectiontimeout"})


class Pace:
    """Learns ConnectionTimeOut and the heartbeat of a charger."""

    def __init__(self) -> None:
        self._connection_s: float = _CONNECTION_S
        self.silence = _SILENCE_S * _SECOND
        """From how long on it is odd to hear nothing, in microseconds."""

    @property
    def patience(self) -> int:
        """For how long a start may take, in microseconds."""
        return int((self._connection_s + _MARGIN_S) * _SECOND)

    def learn(self, observation: Observation) -> bool:
        """Take in a message; return whether it may have told something."""
        message = observation.message
        if message.action not in _TELLING:
            return False
        payload = Part(observation.payload)
        if observation.is_result("BootNotification"):
            seconds = _seconds(payload["interval"])
            if payload["status"].text == "Accepted" and seconds:
                self.silence = int(max(3 * seconds, _SHORTEST_SILENCE_S) * _SECOND)
        elif observation.is_result("GetConfiguration", Direction.IN):
            for entry in payload["configurationKey"].items():
                self._take(entry["key"].text, entry["value"])
        elif observation.is_result("ChangeConfiguration", Direction.IN):
            call = observation.call
            if call is not None and payload["status"].text == "Accepted":
                asked = Part(call.payload)
                self._take(asked["key"].text, asked["value"])
        elif observation.is_result("GetVariables", Direction.IN):
            for found in payload["getVariableResult"].items():
                self._take(found["variable"]["name"].text, found["attributeValue"])
        elif message.action == "NotifyReport":
            for found in payload["reportData"].items():
                for attribute in found["variableAttribute"].items()[:1]:
                    name = found["variable"]["name"].text
                    self._take(name, attribute["value"])
        return True

    def _take(self, name: str, value: Part) -> None:
        if name.casefold() in _NAMES:
            self._connection_s = _seconds(value) or self._connection_s


def _seconds(part: Part) -> float | None:
    number = part.number
    return number if number is not None and 0 < number <= _LONGEST_S else None
