# SPDX-License-Identifier: Apache-2.0
"""Reading all settings of a charger, or some, in whatever way it allows."""

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from ocppdesk.core.configuration.keys import standard_keys, standard_variables
from ocppdesk.core.configuration.reports import Report
from ocppdesk.core.configuration.settings import Address, key_address, variable_address
from ocppdesk.core.configuration.steps import How, Reading
from ocppdesk.core.frames import MessageType
from ocppdesk.core.versions import Version
from ocppdesk.csms.settings_talk import Gone, Silent, Talk

Progress = Callable[[Reading], None]

QUIET_S: Final = 2.0
"""How long no part may come after one that may be the last of a report."""
_MANY: Final = ("*", "EVSE", "Connector")  # components whose number nobody knows before
_MOST_SILENCES: Final = 2  # requests without an answer, one after the other
_REPORTS: Final = ("FullInventory", "ConfigurationInventory")
_ASK_OTHERWISE: Final = (
    "If it does so again, ask in batches or key by key: some chargers break when they "
    "are asked for everything."
)
# Numbers of this program's reports; other programs begin with 1.
_request_ids = itertools.count(int(time.time()) % 1_000_000_000)


async def read_everything(talk: Talk, how: How, *, on_progress: Progress) -> Reading:
    """Read all settings; what goes wrong stands in the result."""
    work = _Work(talk, on_progress)
    try:
        talk.check()
        if how is How.ALL:
            if talk.version is Version.V16:
                await work.all_keys()
            else:
                await work.whole_report()
        else:
            await work.by_names(singly=how is How.SINGLY)
    except Gone as error:
        more = f" {_ASK_OTHERWISE}" if how is How.ALL and work.has_asked else ""
        work.trouble = f"{error}{more}"
    except Silent as error:
        work.trouble = str(error)
    return work.result()


async def read_named(
    talk: Talk, wanted: Sequence[Address], *, on_progress: Progress
) -> Reading:
    """Read some settings; what goes wrong stands in the result."""
    work = _Work(talk, on_progress)
    try:
        await work.ask(list(wanted), singly=len(wanted) == 1)
    except (Gone, Silent) as error:
        work.trouble = str(error)
    reading = work.result()
    unknown = tuple(a for a in wanted if talk.settings.unknown_at(a) >= 0)
    return replace(reading, unknown=unknown)


class _Work:
    """One reading.

    Args:
        talk: The requests to the charger.
        on_progress: Told how far it is.
    """

    def __init__(self, talk: Talk, on_progress: Progress) -> None:
        self.trouble = ""
        self.has_asked = False
        self._talk = talk
        self._on_progress = on_progress
        self._began = talk.now()

    def result(self) -> Reading:
        talk = self._talk
        return Reading(
            charger=talk.charger,
            entries=talk.settings.entries,
            done=self._count(),
            total=self._count(),
            is_ended=True,
            is_complete=not self.trouble,
            trouble=self.trouble,
            connection=talk.connection_id,
            at=talk.now(),
        )

    # OCPP 1.6

    async def all_keys(self) -> None:
        """Ask for all keys at once, and for the rest by name where that falls short."""
        talk = self._talk
        self._tell("Asking for all keys")
        self.has_asked = True
        try:
            answer = await talk.call("GetConfiguration", {})
        except Silent:
            self._tell("No answer; asking for the known keys by name")
            await self.by_names(singly=False)
            return
        if answer.type is not MessageType.CALLRESULT or not self._count():
            self._tell("The charger does not tell all keys at once; asking by name")
            await self.by_names(singly=False)
            return
        limit = talk.settings.entry(key_address("GetConfigurationMaxKeys"))
        # Against the specification some stop where a request with names would have to.
        if limit is not None and limit.value == str(self._count()):
            await self.ask([a for a in _known(talk) if self._lacks(a)], singly=False)

    # OCPP 2.x

    async def whole_report(self) -> None:
        """Ask for a report, wait for its parts, or ask for variables by name."""
        for base in _REPORTS:
            number = next(_request_ids)
            self._tell(f"Asking for the report {base}")
            self.has_asked = True
            payload = {"requestId": number, "reportBase": base}
            answer = await self._talk.call("GetBaseReport", payload)
            report = self._talk.settings.report
            status = "" if report is None else report.status
            if answer.type is MessageType.CALLRESULT and status == "EmptyResultSet":
                return
            # Some answer nonsense and send the report all the same.
            if status == "Accepted" or (report is not None and report.parts):
                await self._parts()
                return
        self._tell("The charger gives no report; asking for variables by name")
        await self.by_names(singly=False)

    async def _parts(self) -> None:
        talk = self._talk
        while (report := talk.settings.report) is not None:
            self._tell(f"Part {report.parts} of the report")
            if report.is_certain:
                return
            if not await talk.wait(QUIET_S if report.is_ended else talk.patience_s):
                if not report.is_ended:
                    self.trouble = _broken_off(report)
                return
            if not talk.is_connected:
                raise Gone(f"{talk.charger} disconnected in the middle of its report.")

    # Both

    async def by_names(self, *, singly: bool) -> None:
        """Ask for all settings of the specification, and for others that are known."""
        limit = _limit_of(self._talk.version)
        if not singly and self._talk.settings.entry(limit) is None:
            await self._get([limit])
        await self.ask([a for a in _known(self._talk) if self._lacks(a)], singly=singly)

    async def ask(self, addresses: list[Address], *, singly: bool) -> None:
        """Ask for settings, in batches or one by one."""
        silences = 0
        queue = [[a] for a in addresses] if singly else self._talk.batches(addresses)
        done = 0
        while queue:
            batch = queue.pop(0)
            self._tell(f"Asking for {batch[0].text}", done, len(addresses))
            self.has_asked = True
            try:
                is_result = await self._get(batch)
                silences = 0
            except Silent:
                silences += 1
                if silences >= _MOST_SILENCES:
                    raise
                is_result = False
            if not is_result and len(batch) > 1:
                # One name that it cannot bear makes some refuse all.
                queue[:0] = [[address] for address in batch]
                continue
            if not is_result:
                self.trouble = (
                    f"{self._talk.charger} gave no answer of use about "
                    f"{batch[0].text}; the rest was read."
                )
            done += len(batch)

    async def _get(self, addresses: list[Address]) -> bool:
        return await self._talk.get(addresses)

    def _lacks(self, address: Address) -> bool:
        """Return whether a setting was not told in this reading, one way or another."""
        settings = self._talk.settings
        entry = settings.entry(address)
        read_at = -1 if entry is None else (entry.read_at or -1)
        return max(read_at, settings.unknown_at(address)) < self._began

    def _count(self) -> int:
        return sum(
            1
            for entry in self._talk.settings.entries
            if (entry.read_at or -1) >= self._began
        )

    def _tell(
        self, text: str, done: int | None = None, total: int | None = None
    ) -> None:
        talk = self._talk
        self._on_progress(
            Reading(
                charger=talk.charger,
                entries=talk.settings.entries,
                done=self._count() if done is None else done,
                total=total,
                text=text,
                connection=talk.connection_id,
                at=talk.now(),
            )
        )


def _known(talk: Talk) -> list[Address]:
    """Return the settings of the specification and those that the charger has told."""
    is_16 = talk.version is Version.V16
    book = standard_keys() if is_16 else standard_variables()
    names = (key_address(k.name) if is_16 else variable_address(k.name) for k in book)
    found = {
        address.folded: address
        for address in names
        if address is not None and address.component not in _MANY
    }
    for entry in talk.settings.entries:
        if entry.address.is_key is is_16:
            found[entry.address.folded] = entry.address
    return list(found.values())


def _limit_of(version: Version) -> Address:
    if version is Version.V16:
        return key_address("GetConfigurationMaxKeys")
    address = variable_address("DeviceDataCtrlr.ItemsPerMessage[GetVariables]")
    assert address is not None
    return address


def _broken_off(report: Report) -> str:
    if not report.parts:
        return (
            "The charger accepted the request for a report and sent none. Ask again, "
            "or ask in batches."
        )
    return (
        f"The report broke off after {report.parts} of its parts, with "
        f"{report.variables} variables. Read again for the rest."
    )
