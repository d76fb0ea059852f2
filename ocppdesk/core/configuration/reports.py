# SPDX-License-Identifier: Apache-2.0
"""From recorded messages to what is known of a charger's settings.

The same for a charger that talks now and for a capture: messages in, in the order in
which they were recorded, entries out. Nothing that a charger sends raises; what is odd
about an answer is a remark on its entry.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from ocppdesk.core.configuration.answers import (
    Fact,
    Found,
    Unknown,
    Written,
    keys_answered,
    keys_changed,
    report_part,
    variables_got,
    variables_set,
)
from ocppdesk.core.configuration.keys import type_of
from ocppdesk.core.configuration.settings import Address, Entry, key_address
from ocppdesk.core.configuration.values import Kind, ValueType
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.numbers import whole_number

ACTIONS: Final = (
    "GetConfiguration",
    "ChangeConfiguration",
    "GetBaseReport",
    "GetReport",
    "GetVariables",
    "SetVariables",
    "NotifyReport",
    "BootNotification",
)
"""The actions of the messages that say something about settings."""

_REMEMBERED: Final = 200  # calls that wait for their answer
_NEEDS_REBOOT: Final = "RebootRequired"
_ACCEPTED: Final = "Accepted"


@dataclass(frozen=True, slots=True)
class Report:
    """A report of OCPP 2.x that the CSMS asked for, as far as it has come."""

    request_id: int | None
    """The number of the request; None if the request did not have one."""
    asked_at: int
    """When it was asked for, microseconds since 1970."""
    status: str = ""
    """The charger's answer to the request; empty as long as there is none."""
    parts: int = 0
    """How many parts have come."""
    variables: int = 0
    """How many variables were in them."""
    last_at: int = 0
    """When the last part came, microseconds since 1970; 0: none has."""
    is_ended: bool = False
    """Whether a part came that says it is the last one, or says nothing of others."""
    is_certain: bool = False
    """Whether that part says so in so many words, and no part is missing before it."""


class ChargerSettings:
    """What is known of the settings of one charger; it grows with each message.

    Args:
        charger: The identity; messages of others are passed over.
    """

    def __init__(self, charger: str) -> None:
        self.charger = charger
        self.learned: set[Address] = set()
        """The settings to which the charger has answered `RebootRequired` ever."""
        self.complete_at: int | None = None
        """When all settings were last read in one go; None: never."""
        self.report: Report | None = None
        """The report that was asked for last."""
        self.last_id = 0
        """The number of the newest message that was taken in."""
        self._unknown: dict[tuple[str | int, ...], int] = {}
        self._earlier: set[int] = set()
        self._entries: dict[Address, Entry] = {}
        self._by_folded: dict[tuple[str | int, ...], Address] = {}
        # Kept in order while a report grows: thousands of names are dear to sort.
        self._order: list[tuple[tuple[str | int, ...], str]] = []
        self._in_order: list[Entry] = []
        self._calls: OrderedDict[int, tuple[str, Any]] = OrderedDict()
        self._sequence: set[int] = set()
        self._sorted: tuple[Entry, ...] | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All settings that are known, in order of their names."""
        if self._sorted is None:
            self._sorted = tuple(self._in_order)
        return self._sorted

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """The settings with a value that takes effect after a reboot."""
        return tuple(entry for entry in self.entries if entry.waits_for_reboot)

    def entry(self, address: Address) -> Entry | None:
        """Return what is known of a setting; of one written otherwise, by its case."""
        found = self._entries.get(address)
        if found is None and (twin := self._by_folded.get(address.folded)) is not None:
            found = self._entries[twin]
        return found

    def unknown_at(self, address: Address) -> int:
        """Return when the charger last said that it has no such setting.

        Returns:
            Microseconds since 1970; -1 if it never did, or told the setting since.
        """
        return self._unknown.get(address.folded, -1)

    def type_of(self, entry: Entry) -> ValueType:
        """Return what the values of a setting may be, at this charger.

        OCPP 1.6 has the number of items that a list may have in a key of its own.
        """
        kind = type_of(entry)
        if kind.kind is not Kind.LIST or not entry.address.is_key:
            return kind
        limit = self.entry(key_address(f"{entry.address.name}MaxLength"))
        most = None if limit is None else whole_number(limit.value)
        return kind if most is None or most < 1 else replace(kind, most_items=most)

    def take(self, message: Message) -> bool:
        """Take in a message; returns whether something about settings is new.

        Messages that have nothing to do with settings cost next to nothing.
        """
        self.last_id = max(self.last_id, message.id)
        if message.action not in ACTIONS or message.charger != self.charger:
            return False
        if message.type is MessageType.CALL:
            return self._take_call(message)
        if message.direction is Direction.IN and message.answer_to is not None:
            return self._take_answer(message)
        return False

    def _take_call(self, message: Message) -> bool:
        payload = message.payload()
        if message.direction is Direction.IN:
            if message.action == "NotifyReport":
                return self._take_part(payload, message)
            return message.action == "BootNotification" and self._reboot()
        self._calls[message.id] = (message.action or "", payload)
        if len(self._calls) > _REMEMBERED:
            self._calls.popitem(last=False)
        if message.action in ("GetBaseReport", "GetReport"):
            number = payload.get("requestId") if isinstance(payload, dict) else None
            if self.report is not None and self.report.request_id is not None:
                self._earlier.add(self.report.request_id)
            self.report = Report(whole_number(number), message.at)
            self._sequence.clear()
            return True
        return False

    def _take_answer(self, message: Message) -> bool:
        action, asked = self._calls.pop(message.answer_to or 0, ("", None))
        if not action:
            return False
        is_result = message.type is MessageType.CALLRESULT
        answer = message.payload() if is_result else None
        if action in ("GetBaseReport", "GetReport"):
            return self._answer_report(answer, message)
        facts: Iterable[Fact]
        match action:
            case "GetConfiguration" if is_result:
                facts = keys_answered(asked, answer)
                if not (isinstance(asked, dict) and asked.get("key")):
                    self.complete_at = message.at
            case "ChangeConfiguration":
                facts = keys_changed(asked, answer, message.error_code)
            case "GetVariables" if is_result:
                facts = variables_got(asked, answer)
            case "SetVariables":
                facts = variables_set(asked, answer, message.error_code)
            case _:
                return False
        return self._note(facts, message.at)

    def _answer_report(self, answer: Any, message: Message) -> bool:
        status = answer.get("status") if isinstance(answer, dict) else None
        if self.report is not None:
            self.report = replace(
                self.report, status=str(status or message.error_code or "Unreadable")
            )
        return True

    def _take_part(self, payload: Any, message: Message) -> bool:
        """Take in a NotifyReport.

        Seen in the field: parts that all have the seqNo 0, a single part with the
        seqNo 1, parts before the answer to the request, parts without `tbc`, with
        another requestId, or that nobody asked for. The data counts in any case.
        """
        part = report_part(payload)
        self._note(part.found, message.at)
        report = self.report
        if report is None:
            report = Report(part.request_id, message.at)
        elif part.request_id in self._earlier - {report.request_id}:
            # The rest of an older report tells nothing of how far this one is.
            return True
        if part.number is not None:
            self._sequence.add(part.number)
        parts = report.parts + 1
        whole = self._sequence == set(range(parts))
        self.report = replace(
            report,
            parts=parts,
            variables=report.variables + len(part.found),
            last_at=message.at,
            is_ended=report.is_ended or not part.goes_on,
            is_certain=report.is_certain or (part.says_end and whole),
        )
        return True

    def _note(self, facts: Iterable[Fact], at: int) -> bool:
        is_new = False
        for fact in facts:
            is_new = True
            match fact:
                case Found():
                    self._put(self._read(fact, at))
                case Unknown(address):
                    self._unknown[address.folded] = at
                case Written():
                    self._put(self._answered(fact, at))
        return is_new

    def _read(self, fact: Found, at: int) -> Entry:
        found = fact.entry
        self._unknown.pop(found.address.folded, None)
        before = self._entries.get(found.address)
        if before is None:
            return replace(found, read_at=at, remarks=self._doubles(found))
        access = before.access if fact.only_value else found.access
        limits = before.limits if fact.only_value else found.limits
        return replace(
            before,
            value=found.value,
            access=access,
            limits=limits,
            read_at=at,
            remarks=found.remarks or before.remarks,
        )

    def _doubles(self, found: Entry) -> tuple[str, ...]:
        """Remark on a name that differs from a known one by its case alone."""
        twin = self.entry(found.address)
        if twin is None:
            return found.remarks
        text = f"The charger also has {twin.address.text}, which differs by case alone."
        return (*found.remarks, text)

    def _answered(self, fact: Written, at: int) -> Entry:
        known = self.entry(fact.address) or Entry(fact.address)
        if fact.status == _NEEDS_REBOOT:
            self.learned.add(known.address)
        waits = known.waits_for_reboot
        if fact.status in (_ACCEPTED, _NEEDS_REBOOT):
            waits = fact.status == _NEEDS_REBOOT
        return replace(
            known,
            written=fact.value,
            status=fact.status,
            reason=fact.reason,
            written_at=at,
            waits_for_reboot=waits,
        )

    def _reboot(self) -> bool:
        """Take note of a BootNotification: what waited for a reboot is in force."""
        waiting = self.waiting
        for entry in waiting:
            self._put(replace(entry, waits_for_reboot=False))
        return bool(waiting)

    def _put(self, entry: Entry) -> None:
        address = entry.address
        folded = address.folded
        # The text decides between names that differ by case alone.
        key = (folded, address.text)
        index = bisect_left(self._order, key)
        if address in self._entries:
            self._in_order[index] = entry
        else:
            self._by_folded.setdefault(folded, address)
            self._order.insert(index, key)
            self._in_order.insert(index, entry)
        self._entries[address] = entry
        self._sorted = None
