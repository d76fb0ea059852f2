# SPDX-License-Identifier: Apache-2.0
"""What a charger was allowed: messages go in, the four answers come out."""

from typing import Final

from ocppdesk.analysis.limits.allowances import allowances_of
from ocppdesk.analysis.limits.answers import Allowances, Step
from ocppdesk.analysis.limits.commands import COMMANDS, begin_pending, feed_answer
from ocppdesk.analysis.limits.history import History
from ocppdesk.analysis.limits.in_force import schedule_steps
from ocppdesk.analysis.limits.reports import Reports
from ocppdesk.analysis.limits.state import State
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_TRANSACTIONAL: Final = frozenset(
    {
        "StartTransaction",
        "StopTransaction",
        "TransactionEvent",
        "MeterValues",
        "StatusNotification",
    }
)
_ANSWERED: Final = COMMANDS | {"StartTransaction", "GetChargingProfiles"}
"""The calls whose answers matter."""
_AHEAD_S: Final = 86_400.0


class Limits:
    """Follows what one charger is allowed to draw, offers and draws.

    Profiles that were set before the first message are unknown, which every answer
    says. Nothing that a charger or a CSMS sends raises.

    Args:
        charger: Its identity.
    """

    def __init__(self, charger: str) -> None:
        self.charger = charger
        self._state = State()
        self._reports = Reports(self._state)
        self._calls = self._reports.actions | _TRANSACTIONAL
        self._histories: dict[int, History] = {}

    def feed(self, observation: Observation, samples: tuple[Sample, ...]) -> None:
        """Take in the next message and its samples."""
        state, message, at = self._state, observation.message, observation.at
        state.is_2x = observation.is_2x
        place = message.evse if observation.is_2x else message.connector
        is_new = place is not None and place not in state.connectors and place > 0
        action = message.action
        is_relevant = action in (_ANSWERED if observation.is_answer else self._calls)
        if not (is_relevant or samples or is_new):
            return
        self._go_on(at)
        before = self._revision()
        state.mention(place)
        if is_relevant:
            self._feed(observation, action or "")
        has_new_supply = bool(samples) and state.readings.take(samples)
        if has_new_supply or self._revision() != before:
            self._change(at)

    def allowances(self, now: int) -> tuple[Allowances, ...]:
        """Return the answers for each connector, and for the whole charger at last.

        Args:
            now: The moment that they are for, microseconds since 1970; not before the
                last message.
        """
        return tuple(
            allowances_of(
                self._state,
                connector,
                now,
                self._history(connector),
                self.schedule(connector, now, _AHEAD_S),
            )
            for connector in self._connectors()
        )

    def schedule(self, connector: int, start: int, seconds: float) -> tuple[Step, ...]:
        """Return the calculated limit over a time, by what is known now."""
        place = self._state.place(connector)
        return schedule_steps(self._state.installed.profiles, place, start, seconds)

    def history(self, connector: int) -> tuple[Step, ...]:
        """Return how the calculated limit went, up to the last message."""
        return self._history(connector).steps

    def _feed(self, seen: Observation, action: str) -> None:
        state = self._state
        if action in _TRANSACTIONAL:
            for change in state.transactions.feed(seen):
                running = change.running
                state.mention(running.connector)
                if change.has_ended:
                    state.installed.end_transaction(running.connector, running.id)
                    if running.connector not in state.transactions.running:
                        state.cables.pop(running.connector, None)
                    state.priorities.discard(running.id)
                else:
                    begin_pending(
                        state,
                        running.connector,
                        running.token,
                        running.remote_start,
                        seen.at,
                    )
        if seen.is_answer and action in COMMANDS:
            feed_answer(state, seen)
        if action in self._reports.actions:
            self._reports.feed(seen)

    def _revision(self) -> tuple[object, ...]:
        """Return what tells that calculated limits may have changed without a clock."""
        state = self._state
        return (
            state.installed.profiles,
            state.transactions.revision,
            state.revision,
            len(state.connectors),
        )

    def _go_on(self, at: int) -> None:
        for connector, history in self._histories.items():
            if history.is_due(at):
                place = self._state.place(connector)
                history.go_on(self._state.installed.profiles, place, at)

    def _change(self, at: int) -> None:
        for connector in (0, *self._state.connectors):
            history = self._history(connector)
            place = self._state.place(connector)
            history.change(self._state.installed.profiles, place, at)

    def _history(self, connector: int) -> History:
        return self._histories.setdefault(connector, History())

    def _connectors(self) -> tuple[int, ...]:
        numbers = sorted(self._state.connectors)
        return (*numbers, 0) if self._state.knows_of_whole() else tuple(numbers)
