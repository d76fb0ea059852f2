# SPDX-License-Identifier: Apache-2.0
"""Bad habits of real chargers, for a simulated one to take on.

They are put around the commands that a charger obeys; apply them before it connects.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.outbox import Payload

_CHANGES: Final = ("ChangeConfiguration", "SetVariables")


def ignore_changes(charger: Charger, *names: str) -> None:
    """Answer Accepted to changes of some settings, and keep them as they are.

    Args:
        charger: Who takes it on.
        names: Configuration keys (1.6) or names of variables (2.x), in any case.
    """
    folded = {name.casefold() for name in names}

    def around(command: Callable[[Payload], Payload], payload: Payload) -> Payload:
        if folded.isdisjoint(_names(payload)):
            return command(payload)
        if "key" in payload:
            return {"status": "Accepted"}
        rows = payload["setVariableData"]
        return {"setVariableResult": [_accepted(row) for row in rows]}

    for action in _CHANGES:
        _put_around(charger, action, around)


def leave_at_changes(charger: Charger, *names: str) -> None:
    """Disconnect instead of answering when some settings are to be changed.

    Args:
        charger: Who takes it on.
        names: Configuration keys (1.6) or names of variables (2.x), in any case.
    """
    folded = {name.casefold() for name in names}

    def around(command: Callable[[Payload], Payload], payload: Payload) -> Payload:
        if not folded.isdisjoint(_names(payload)):
            # What is said behind a hang-up does not leave any more.
            charger.hang_up()
        return command(payload)

    for action in _CHANGES:
        _put_around(charger, action, around)


def leave_at(charger: Charger, action: str, *, only_without: str = "") -> None:
    """Disconnect instead of answering a command.

    Args:
        charger: Who takes it on.
        action: The command.
        only_without: A field; it happens only when the command has none of that name,
            as when `GetConfiguration` asks for all keys.
    """

    def around(command: Callable[[Payload], Payload], payload: Payload) -> Payload:
        if not (only_without and payload.get(only_without)):
            charger.hang_up()
        return command(payload)

    _put_around(charger, action, around)


def refuse(charger: Charger, action: str, answer: Payload) -> None:
    """Answer a command always in the same way, without doing anything.

    Args:
        charger: Who takes it on.
        action: The command.
        answer: The payload of the answer.
    """
    _put_around(charger, action, lambda _command, _payload: answer)


def _put_around(
    charger: Charger,
    action: str,
    around: Callable[[Callable[[Payload], Payload], Payload], Payload],
) -> None:
    command = charger.commands.get(action)
    if command is not None:
        charger.commands[action] = lambda payload: around(command, payload)


def _names(payload: Payload) -> Iterator[str]:
    """Yield the folded names of the settings that a payload changes."""
    if "key" in payload:
        yield payload["key"].casefold()
    for row in payload.get("setVariableData", ()):
        yield row["variable"]["name"].casefold()


def _accepted(row: dict[str, Any]) -> dict[str, Any]:
    same = {name: row[name] for name in ("component", "variable")}
    return {"attributeStatus": "Accepted", **same}
