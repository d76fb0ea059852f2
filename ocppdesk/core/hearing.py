# SPDX-License-Identifier: Apache-2.0
"""What one frame of somebody else's conversation says by itself.

The first half of listening in; `bystander` is the other one. They are apart, with plain
tuples between them, so that two processes can share the work.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from ocppdesk.core.frames import (
    Frame,
    Problem,
    frame_from,
    parse_frames,
)
from ocppdesk.core.messages import Direction
from ocppdesk.core.places import place_of
from ocppdesk.core.remarks import (
    FROM_CHARGER_ONLY,
    FROM_CSMS_ONLY,
    name_remarks,
    unknown_remark,
)
from ocppdesk.core.validation import check_payload, validity
from ocppdesk.core.versions import (
    Version,
    charger_actions,
    csms_actions,
    find_action,
)

Violations = tuple[tuple[str, str], ...]
"""Path and text of each violation of the rules."""

Heard = tuple[
    int | None,  # the direction, if it was told or the action tells
    int | None,  # the message type
    str | None,  # the message id
    str | None,  # the action, in the specification's spelling if it has one
    str | None,  # the error code
    int | None,  # the EVSE
    int | None,  # the connector
    int | str | None,  # the transaction
    str | None,  # the problem
    Violations | None,
    str | None,  # the OCPP version of the charger, if it is known
]
"""What a frame says by itself; a plain tuple of plain values, to be sent on quickly."""

_Rule = tuple[
    bool,  # whether the charger sends it
    bool,  # whether the CSMS does
    Callable[[Any], bool],  # tells whether a payload is as it should be
    bool,  # whether an empty one is
    str,  # the action; the same text each time, which is sent on once
]

_LONGEST_ID: Final = 36  # OCPP-J 1.6, 4.1.4
_SHORT: Final = 200  # characters; a shorter text cannot be nested deeply
_FLAT: Final = 100  # brackets; fewer cannot be nested deeply
_GREAT: Final = 2**31  # what is less needs no second look


def _telling_actions() -> dict[str, Version]:
    """Return the actions that only one family of versions has, with its first one."""
    every = {v: charger_actions(v) | csms_actions(v) for v in Version}
    later = every[Version.V21] | every[Version.V201]
    return {
        **dict.fromkeys(every[Version.V21] - every[Version.V201], Version.V21),
        **dict.fromkeys(every[Version.V201] - every[Version.V16], Version.V201),
        **dict.fromkeys(every[Version.V16] - later, Version.V16),
    }


_TELLING: Final = _telling_actions()
_RETOLD: Final = {
    version: {"BootNotification"}
    | {a for a, v in _TELLING.items() if (version, v) == (Version.V201, Version.V21)}
    for version in Version
}
"""By version that a charger speaks: calls that may tell another one.

Other calls of another version are a mistake; before a BootNotification the charger may
have been changed."""
_TELLING_KEYS: Final = {
    "BootNotification": ("chargePointVendor", "chargingStation"),
    "StatusNotification": ("errorCode", "connectorStatus"),
    "Authorize": ("idTag", "idToken"),
    "MeterValues": ("connectorId", "evseId"),
}
"""Actions of all versions, with a key of their calls in 1.6 and one in 2.x."""

_PLAIN: Final[dict[Version | None, str | None]] = {
    None: None,
    **{version: str(version.value) for version in Version},
}
_INVALID: Final = str(Problem.INVALID.value)
_IN: Final = int(Direction.IN)
_OUT: Final = int(Direction.OUT)

_SENDERS: Final = {
    version: {
        action: (action in charger_actions(version), action in csms_actions(version))
        for action in charger_actions(version) | csms_actions(version)
    }
    for version in Version
}
"""By version and action: whether the charger sends it, whether the CSMS does."""


class Listener:
    """Hears frames one by one and remembers no more than who speaks which version.

    It never raises on what frames hold.

    Args:
        version: The OCPP version of all; None: each charger's tells itself.
    """

    def __init__(self, version: Version | None = None) -> None:
        self.version = version
        self._versions: dict[str, Version] = {}
        # The same as the captures have it.
        self._spoken: dict[str, str] = {}
        # By version and action.
        self._rules: dict[Version, dict[str, _Rule]] = {v: {} for v in Version}

    def versions(self) -> set[Version]:
        """Return the versions that chargers told they speak."""
        return set(self._versions.values())

    def hear(self, charger: str, raw: str, value: Any, direction: int | None) -> Heard:
        """Take in a frame as it was on the wire.

        Args:
            charger: The identity of the charger; empty if it is not known.
            raw: The text of the frame.
            value: Its JSON value.
            direction: Which way it went, as a number; None if nothing tells.
        """
        [heard] = self.hear_all((charger,), (raw,), (value,), (direction,))
        return heard

    def hear_all(
        self,
        chargers: Iterable[str],
        raws: Iterable[str],
        values: Iterable[Any],
        directions: Iterable[int | None],
    ) -> list[Heard]:
        """Take in frames that follow each other, each as `hear` does."""
        # Nearly all frames are of two kinds; the others go the long way, to the same
        # end. It is spelt out, as it runs for each of a million.
        all_heard: list[Heard] = []
        add = all_heard.append
        of_all, of_charger = _PLAIN[self.version], self._spoken.get
        plain_call = self._plain_call
        for charger, raw, value, direction in zip(
            chargers, raws, values, directions, strict=True
        ):
            if type(value) is list and len(value) > 2:
                kind, name = value[0], value[1]
                if (
                    type(kind) is int
                    and type(name) is str
                    and 0 < len(name) <= _LONGEST_ID
                    and name.isascii()
                ):
                    if kind == 3 and len(value) == 3 and value[2] is not None:
                        add((
                            direction, 3, name, None, None, None, None, None, None,
                            None, of_all or of_charger(charger),
                        ))  # fmt: skip
                        continue
                    if kind == 2 and len(value) == 4:
                        action, payload = value[2], value[3]
                        if (
                            type(action) is str
                            and type(payload) is dict
                            and (
                                len(raw) <= _SHORT
                                or raw.count("[") + raw.count("{") < _FLAT
                            )
                        ):
                            found = plain_call(
                                charger, name, action, payload, direction
                            )
                            if found is not None:
                                add(found)
                                continue
            add(self.hear_odd(charger, raw, value, direction))
        return all_heard

    def _plain_call(
        self,
        charger: str,
        message_id: str,
        action: str,
        payload: dict[str, Any],
        direction: int | None,
    ) -> Heard | None:
        """Take in a call; None if there is something about it to remark."""
        version = self.version or self._versions.get(charger)
        if version is None or action in _RETOLD[version]:
            version = self.version or self._told_version(charger, action, payload)
            if version is None:
                return None
        rule = self._rules[version].get(action)
        if rule is None:
            rule = self._rule(version, action)
            if rule is None:
                return None
        if direction is None or not rule[direction]:
            return None
        if not payload:
            if not rule[3]:
                return None
            return (
                direction, 2, message_id, rule[4], None, None, None, None, None, None,
                _PLAIN[version],
            )  # fmt: skip
        try:
            if not rule[2](payload):
                return None
        except ValueError:
            return None
        evse = None
        connector = payload.get("connectorId")
        transaction = payload.get("transactionId")
        if (
            version is not Version.V16
            or (connector is not None and not _is_small(connector))
            or (transaction is not None and not _is_small(transaction))
        ):
            evse, connector, transaction = place_of(action, payload, version=version)
        return (
            direction, 2, message_id, rule[4], None, evse, connector, transaction, None,
            None, _PLAIN[version],
        )  # fmt: skip

    def _rule(self, version: Version, action: str) -> _Rule | None:
        """Return what holds for an action; None if the version has none of its name."""
        senders = _SENDERS[version].get(action)
        if senders is None:
            return None
        is_valid = validity(version, action, is_request=True)
        rule = *senders, is_valid, is_valid({}), action
        self._rules[version][action] = rule
        return rule

    def hear_odd(
        self,
        charger: str,
        raw: str,
        value: Any,
        direction: int | None,
        *,
        problem: Problem | None = None,
        remarks: tuple[str, ...] = (),
    ) -> Heard:
        """Take in a frame that may not be as it was on the wire, or none at all.

        Args:
            charger: The identity of the charger; empty if it is not known.
            raw: The text of the frame.
            value: Its JSON value; None where it has none.
            direction: Which way it went, as a number; None if nothing tells.
            problem: What is the matter with it, as the log has it.
            remarks: What was done to it, a sentence each.
        """
        if value is None or problem in (Problem.TRUNCATED, Problem.MALFORMED):
            frame = parse_frames(raw)[0]
        else:
            frame = frame_from(raw, value)
        # What a log says of a frame is more than can be seen in what is left of it.
        problem = problem or frame.problem
        notes = [("", note) for note in (*remarks, *frame.remarks)]
        if frame.action is not None:
            return self._odd_call(charger, frame, direction, problem, notes)
        kind = None if frame.type is None else int(frame.type)
        return (
            direction, kind, frame.message_id, None, frame.error_code, None, None, None,
            _word(problem, notes), tuple(notes) or None,
            _PLAIN[self.version or self._versions.get(charger)],
        )  # fmt: skip

    def _odd_call(
        self,
        charger: str,
        frame: Frame,
        direction: int | None,
        problem: Problem | None,
        notes: list[tuple[str, str]],
    ) -> Heard:
        written, payload = frame.action or "", frame.payload
        version = self.version or self._told_version(charger, written, payload)
        spoken = version or Version.V16
        name = written
        found = find_action(written, spoken)
        if found is None:
            notes.append(("", unknown_remark(written)))
        else:
            name, of = found
            for remark in name_remarks(written, name, of, version or of):
                notes.append(("", remark))
            senders = _SENDERS[of][name]
            if direction is None:
                if senders[_IN] != senders[_OUT]:
                    direction = _IN if senders[_IN] else _OUT
            elif not senders[direction]:
                # A log whose direction is sure is not turned round for one call.
                text = FROM_CHARGER_ONLY if direction == _OUT else FROM_CSMS_ONLY
                notes.append(("", text))
            if payload is not None and problem is not Problem.TRUNCATED:
                notes += broken_rules(version, of, name, payload, is_request=True)
        place = place_of(name, payload, version=spoken)
        return (
            direction, None if frame.type is None else int(frame.type),
            frame.message_id, name, None, *place, _word(problem, notes),
            tuple(notes) or None, _PLAIN[version],
        )  # fmt: skip

    def _told_version(self, charger: str, action: str, payload: Any) -> Version | None:
        """Find out which version a charger speaks, by a call of it or to it."""
        known = self._versions.get(charger)
        if known is not None and action not in _RETOLD[known]:
            return known
        told = _TELLING.get(action)
        if told is None and type(payload) is dict:
            earlier, later = _TELLING_KEYS.get(action, ("", ""))
            if earlier in payload:
                told = Version.V16
            elif later in payload:
                told = Version.V21 if known is Version.V21 else Version.V201
        if told is not None:
            self._versions[charger] = told
            self._spoken[charger] = str(told.value)
        return told or known


def broken_rules(
    version: Version | None, of: Version, action: str, payload: Any, *, is_request: bool
) -> list[tuple[str, str]]:
    """Compare a payload with the schema of its action, of every version if need be.

    Args:
        version: The version that is spoken; None if it is not known: then the schema
            that fits best counts.
        of: The first version to compare with; it has the action.
        action: The action in the specification's spelling.
        payload: The payload.
        is_request: Whether it is the call's payload, not the answer's.

    Returns:
        Path and text of what is not allowed.
    """
    found = check_payload(of, action, payload, is_request=is_request)
    if found and version is None:
        for other in Version:
            if other is not of and action in _SENDERS[other]:
                again = check_payload(other, action, payload, is_request=is_request)
                found = min(found, again, key=len)
    return [(violation.path, violation.text) for violation in found]


def _is_small(value: Any) -> bool:
    return type(value) is int and 0 <= value < _GREAT


def _word(problem: Problem | None, notes: list[tuple[str, str]]) -> str | None:
    if problem is not None:
        return str(problem.value)
    return _INVALID if notes else None
