# SPDX-License-Identifier: Apache-2.0
"""Connections that end because of what the CSMS says (protocol handbook, CON-10)."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.flapping import is_ours
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.links import Link
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.frames import CALLS
from ocppdesk.core.messages import Direction

_BOOT: Final = "BootNotification"
_TWICE: Final = 2
_SHARE: Final = 1 / 3  # of the uses of a command after which the connection ended
_MOST_DROPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Drop:
    """The end of a connection, or a boot, right after a command."""

    action: str
    command: int
    event: int
    at: int
    after_us: int
    connection: int


class DropAfterCommand(Rule):
    """A connection ends, or the charger boots, within 10 s of the same command.

    It has to happen twice or more, and after a third of the uses of the command;
    commands that restart a charger do not count. A boot over the connection that the
    command came over is no restart: the command came before the charger had
    introduced itself.
    """

    id = "CON-10"
    hears = Hears.CALLS
    actions = None

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._last: tuple[str, int, int, int] | None = None
        self._uses: Counter[str] = Counter()
        self._drops: list[_Drop] = []

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Remember commands, and what came soon after them."""
        message = seen.message
        if message.direction is Direction.OUT:
            if message.type in CALLS and message.action:
                self._uses[message.action] += 1
                self._last = (
                    message.action, message.id, message.at, message.connection
                )  # fmt: skip
            return ()
        is_boot = message.action == _BOOT and message.type in CALLS
        if not is_boot and message.action != "Disconnected":
            return ()
        if self._last is None or len(self._drops) >= _MOST_DROPS:
            return ()
        action, command, at, connection = self._last
        after = message.at - at
        if after > known.thresholds.drop_after_s * SECOND:
            return ()
        is_same = connection == message.connection
        if is_boot and is_same and known.traffic.has_links:
            return ()
        if not is_boot and not is_same:
            return ()
        within = known.thresholds.commanded_min * MINUTE
        recent = known.commands.lately(at=message.at, within_us=within)
        is_expected = any(each.may_restart for each in recent)
        boot = known.boots.last
        if is_boot and boot is not None and boot.is_triggered:
            is_expected = True
        self._last = None
        if not is_expected:
            self._drops.append(
                _Drop(action, command, message.id, message.at, after, connection)
            )
        return ()

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look which commands it happened after again and again."""
        ours = {link.number for link in links if is_ours(link) or link.is_idle}
        drops = [drop for drop in self._drops if drop.connection not in ours]
        counts = Counter(drop.action for drop in drops)
        for drop in drops:
            count, uses = counts[drop.action], self._uses[drop.action]
            if count < _TWICE or count < uses * _SHARE:
                continue
            yield Evidence(
                drop.at,
                (drop.command, drop.event),
                facts={
                    "action": drop.action,
                    "uses": uses,
                    "after": duration(drop.after_us),
                },
                key=drop.action,
            )


class LeavesAfterErrors(Rule):
    """A connection ends within 30 s after the third error that the CSMS answered with.

    Some chargers give up a CSMS that does not know what they report.
    """

    id = "CON-10"
    actions = None
    hears = Hears.CSMS_ERRORS | Hears.LINKS

    _SOON: Final = 30 * SECOND
    _SOME: Final = 3
    _SPAN: Final = 2 * MINUTE

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._errors: deque[Observation] = deque(maxlen=self._SOME)
        self._ends: list[tuple[Observation, tuple[Observation, ...]]] = []

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Remember errors, and whether the end came soon after them."""
        message, errors = seen.message, self._errors
        if seen.is_error:
            errors.append(seen)
        elif message.action == "Disconnected" and len(errors) == self._SOME:
            is_soon = seen.at - errors[-1].at <= self._SOON
            is_one = all(e.message.connection == message.connection for e in errors)
            is_row = errors[-1].at - errors[0].at <= self._SPAN
            within = known.thresholds.commanded_min * MINUTE
            commands = known.commands.lately(at=seen.at, within_us=within)
            if any(command.may_restart for command in commands):
                is_soon = False
            if is_soon and is_one and is_row and len(self._ends) < _MOST_DROPS:
                self._ends.append((seen, tuple(errors)))
            errors.clear()
        return ()

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Tell of the ends that were not this program's."""
        ours = {link.number for link in links if is_ours(link)}
        for seen, errors in self._ends:
            if seen.message.connection in ours:
                continue
            last = errors[-1].message
            yield Evidence(
                seen.at,
                (*(each.message.id for each in errors), seen.message.id),
                facts={
                    "action": last.action or "its calls",
                    "code": last.error_code or "an error",
                    "after": duration(seen.at - errors[-1].at),
                },
                key="errors",
                variant="errors",
                severity=Severity.MEDIUM,
                is_possible=True,
            )
