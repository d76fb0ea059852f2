# SPDX-License-Identifier: Apache-2.0
"""Changes of settings that were refused or lost (protocol handbook, 7.11)."""

import re
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import listed
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.configuration.answers import Written, keys_changed, variables_set
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.core.configuration.values import same_value
from ocppdesk.core.masking import mask_text
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number

_CHANGE_KEY: Final = "ChangeConfiguration"
CHANGES: Final = frozenset({_CHANGE_KEY, "SetVariables"})
READS: Final = frozenset({"GetConfiguration", "GetVariables", "NotifyReport"})
_LISTS: Final = ("data", "measurands")
_PHASE: Final = re.compile(r"\.(l[123]|n)(-(l[123]|n))?$")
_REFUSED: Final = ("Rejected", "NotSupported")
SHOWN: Final = 6  # names in a text
_NAMES_KEPT: Final = 200


def changes(seen: Observation) -> Iterator[Written]:
    """Return what an answer says to changes; an error says nothing of settings.

    OCPP 1.6, 5.3; OCPP 2.0.1, B05.
    """
    call = seen.call
    if call is None or seen.is_error or seen.message.direction is not Direction.IN:
        return
    read = keys_changed if seen.message.action == _CHANGE_KEY else variables_set
    yield from read(call.payload, seen.payload, None)


def _is_list(change: Written) -> bool:
    """Return whether a change is of a list of measurands with several items."""
    return change.address.name.lower().endswith(_LISTS) and "," in change.value


class ChangeRefused(Rule):
    """A change of a setting is refused, or takes effect only after a reboot.

    What waits for a reboot is told until a BootNotification comes.
    """

    id = "CFG-01"
    actions = CHANGES
    hears = Hears.ANSWERS

    _REFUSALS: Final = {
        "Rejected": "rejected",
        "NotSupported": "unsupported",
        "UnknownComponent": "unsupported",
        "UnknownVariable": "unsupported",
        "NotSupportedAttributeType": "unsupported",
    }

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._names: dict[str, list[str]] = {}
        self._delayed: dict[Hashable, tuple[int, ...]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the answers to changes; CFG-03 tells of lists of measurands."""
        found = []
        for change in changes(seen):
            if change.status == "RebootRequired":
                keep(self._delayed, change.address.folded, messages_of(seen))
            variant = self._REFUSALS.get(change.status)
            if variant is None or (_is_list(change) and change.status in _REFUSED):
                continue
            name = change.address.text
            names = self._names.setdefault(variant, [])
            if name not in names and len(names) < _NAMES_KEPT:
                names.append(name)
            facts = {"names": listed(names, most=SHOWN), "number": len(names)}
            also = [seen.message.answer_to]
            found.append(
                Evidence.of(seen, also=also, facts=facts, key=variant, variant=variant)
            )
        return found

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell what waits for a reboot."""
        waiting = known.settings.waiting
        if not waiting:
            return ()
        at = max(entry.written_at or 0 for entry in waiting)
        names = listed((entry.address.text for entry in waiting), most=SHOWN)
        numbers = (self._delayed.get(one.address.folded, ()) for one in waiting)
        return [
            Evidence(
                at, tuple(sorted(chain.from_iterable(numbers))),
                facts={"names": names}, key="reboot", variant="reboot",
            )
        ]  # fmt: skip


class NotStored(Rule):
    """A change is accepted, and what is read later is another value.

    Secrets are not compared: a charger must not tell them.
    """

    id = "CFG-02"
    actions = READS | CHANGES
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._accepted: dict[Hashable, tuple[int, ...]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare what was just read with what was accepted."""
        if seen.message.action in CHANGES:
            for change in changes(seen):
                keep(self._accepted, change.address.folded, messages_of(seen))
            return ()
        return [
            Evidence.of(
                seen,
                also=self._accepted.get(entry.address.folded, ()),
                key=entry.address.text,
                facts={
                    "name": entry.address.text,
                    "wanted": _shown(entry.written),
                    "found": _shown(entry.value),
                },
            )
            for entry in known.settings.entries
            if entry.read_at == seen.at and self._is_other(entry, known)
        ]

    def _is_other(self, entry: Entry, known: Known) -> bool:
        if entry.status != "Accepted" or entry.written is None or entry.value is None:
            return False
        if (entry.written_at or 0) > (entry.read_at or 0):
            return False
        if entry.is_secret:
            return False
        if _is_granted(entry, known):
            return False
        kind = known.settings.type_of(entry)
        if entry.address.name.lower().endswith(_LISTS) and "," in entry.value:
            # Some spell a measurand out by its phases when it is read back.
            return _measurands(entry.written) != _measurands(entry.value)
        return not same_value(kind, entry.written, entry.value)


def _is_granted(entry: Entry, known: Known) -> bool:
    """Return whether a BootNotification was answered with this interval since.

    That sets HeartbeatInterval as well (OCPP 1.6, 4.2).
    """
    boot = known.boots.last
    if entry.address.name.lower() != "heartbeatinterval" or boot is None:
        return False
    is_since = (boot.answered_at or 0) > (entry.written_at or 0)
    return is_since and whole_number(entry.value) == boot.interval_s


def _measurands(text: str) -> set[str]:
    """Return the measurands of a list, without phases."""
    return {_PHASE.sub("", each.strip().casefold()) for each in text.split(",")}


def _shown(value: str | None) -> str:
    return f"“{mask_text(value or '')}”"


def messages_of(seen: Observation) -> tuple[int, ...]:
    """Return the numbers of an answer and of its call."""
    numbers = (seen.message.answer_to, seen.message.id)
    return tuple(number for number in numbers if number is not None)


def keep(
    kept: dict[Hashable, tuple[int, ...]], key: Hashable, numbers: tuple[int, ...]
) -> None:
    """Keep the messages about a setting, of the last ones."""
    kept.pop(key, None)
    kept[key] = numbers
    if len(kept) > _NAMES_KEPT:
        del kept[next(iter(kept))]


class UnsupportedMeasurand(Rule):
    """A list of measurands is refused as a whole."""

    id = "CFG-03"
    actions = CHANGES
    hears = Hears.ANSWERS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for lists that were refused."""
        return [
            Evidence.of(
                seen,
                also=[seen.message.answer_to],
                key=change.address.text,
                facts={
                    "name": change.address.text,
                    "value": change.value,
                    "status": change.status,
                },
            )
            for change in changes(seen)
            if _is_list(change) and change.status in _REFUSED
        ]
