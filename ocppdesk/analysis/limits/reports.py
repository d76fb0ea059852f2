# SPDX-License-Identifier: Apache-2.0
"""What a charger tells of its limits by itself.

OCPP 1.6, 4.9; OCPP 2.0.1, K09 and K11 to K13, E02; OCPP 2.1, K22.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.limits.cap_commands import cap_remark, note_setting
from ocppdesk.analysis.limits.caps import safe_mode_amps, told_caps
from ocppdesk.analysis.limits.commands import set_priority
from ocppdesk.analysis.limits.offers import NOTIFIED, Offer
from ocppdesk.analysis.limits.profile import US, Profile, Purpose, read_profile
from ocppdesk.analysis.limits.schedule import read_schedule
from ocppdesk.analysis.limits.state import State
from ocppdesk.analysis.limits.words import source_text
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.configuration.answers import report_part
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part, line

_CHANGED: Final = ("LimitSet", "ChargingRateChanged")
_MOST_LISTED: Final = 1_000
# Vendors' messages with currents in them, in a layout that nobody has published.
_TELLING: Final = frozenset({"evbstatusnotification"})


@dataclass(slots=True)
class _Listing:
    """A report of installed profiles that is on its way (OCPP 2.0.1, K09)."""

    request: int | None
    is_all: bool
    """Whether all profiles were asked for."""
    profiles: list[Profile]


class Reports:
    """Takes in what a charger tells.

    Args:
        state: Where it goes.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._listing: _Listing | None = None
        self._handlers: Final[Mapping[str, Callable[[Observation, Part], None]]] = {
            "NotifyChargingLimit": self._notified,
            "ClearedChargingLimit": self._cleared,
            "ReportChargingProfiles": self._listed,
            "NotifyPriorityCharging": self._priority,
            "StatusNotification": self._status,
            "TransactionEvent": self._event,
            "DataTransfer": self._transfer,
            "BootNotification": self._booted,
            "NotifyReport": self._settings,
        }
        self.actions = frozenset({*self._handlers, "GetChargingProfiles"})
        """The messages that matter."""

    def feed(self, seen: Observation) -> None:
        """Take in a message of the charger."""
        action = seen.message.action or ""
        if action == "GetChargingProfiles":
            if seen.is_result(action, Direction.IN):
                self._asked(seen, Part(seen.payload))
            return
        handler = self._handlers.get(action)
        if handler is not None and seen.is_call(action):
            handler(seen, Part(seen.payload))

    def _notified(self, seen: Observation, told: Part) -> None:
        """Take in a limit that somebody else sets (K11, K12)."""
        state = self._state
        connector = max(whole_number(told["evseId"].value) or 0, 0)
        state.mention(connector)
        limit = told["chargingLimit"]
        source = limit["chargingLimitSource"].text
        state.unknown_limits.pop((connector, source), None)
        schedules = told["chargingSchedule"].items()
        if not schedules:
            if len(state.unknown_limits) < _MOST_LISTED:
                state.unknown_limits[connector, source] = seen.message.id
            return
        schedule = read_schedule(schedules[0])
        is_more = limit["isLocalGeneration"].value is True
        purpose = Purpose.GENERATION if is_more else Purpose.EXTERNAL
        profile = Profile(
            id="",
            connector=connector,
            purpose=purpose,
            name=purpose.value,
            level=0,
            kind="Absolute",
            schedule=schedule,
            accepted=seen.at,
            message=seen.message.id,
            source=source_text(source),
            oddities=schedule.oddities,
        )
        state.installed.install(profile)
        if not is_more:
            start = seen.at if schedule.start is None else schedule.start
            note = f"set by {source_text(source)}"
            offer = Offer(
                seen.at, seen.message.id, NOTIFIED,
                schedule=schedule, start=start, note=note,
            )  # fmt: skip
            state.offers.add(connector, offer, state.readings.supply(connector))

    def _cleared(self, seen: Observation, told: Part) -> None:
        """Take in that a limit of somebody else is gone (K13)."""
        state = self._state
        source = told["chargingLimitSource"].text
        connector = whole_number(told["evseId"].value)
        state.installed.drop_notified(source_text(source) if source else "", connector)
        state.offers.drop(NOTIFIED, connector)
        for key in list(state.unknown_limits):
            if source in ("", key[1]) and connector in (None, key[0]):
                del state.unknown_limits[key]

    def _asked(self, seen: Observation, answer: Part) -> None:
        """Take in that a list of profiles will come, or that there is none (K09)."""
        if seen.call is None:
            return
        asked = Part(seen.call.payload)
        is_all = not asked["chargingProfile"] and asked["evseId"].value is None
        status = answer["status"].text
        if status == "NoProfiles" and is_all:
            self._state.installed.replace_all(())
            self._state.listed = seen.message.id
        elif status == "Accepted":
            request = whole_number(asked["requestId"].value)
            self._listing = _Listing(request, is_all, [])

    def _listed(self, seen: Observation, told: Part) -> None:
        """Take in installed profiles as the charger has them (K09)."""
        state = self._state
        connector = max(whole_number(told["evseId"].value) or 0, 0)
        state.mention(connector)
        sent = told["chargingLimitSource"].text
        source = US if sent == "CSO" else source_text(sent)
        known = {one.id: one for one in state.installed.profiles if one.id}
        found = []
        for row in told["chargingProfile"].items()[:_MOST_LISTED]:
            profile = read_profile(
                row, connector=connector, at=seen.at, message=seen.message.id,
                source=source,
            )  # fmt: skip
            if profile is not None:
                held = known.get(profile.id)
                if held is not None and held.schedule == profile.schedule:
                    # It is the one that was set, and a schedule without a start
                    # begins when it was accepted.
                    profile = replace(
                        profile, accepted=held.accepted, message=held.message
                    )
                found.append(profile)
                state.installed.install(profile)
        self._complete(seen, told, found)

    def _complete(self, seen: Observation, told: Part, found: list[Profile]) -> None:
        listing = self._listing
        if listing is None:
            return
        if listing.request != whole_number(told["requestId"].value):
            return
        listing.profiles += found[: _MOST_LISTED - len(listing.profiles)]
        if told["tbc"].value is not True:
            self._listing = None
            if listing.is_all:
                self._state.installed.replace_all(listing.profiles)
                self._state.listed = seen.message.id

    def _priority(self, seen: Observation, told: Part) -> None:
        number = told["transactionId"].text
        set_priority(self._state, number, is_on=told["activated"].value is True)

    def _status(self, seen: Observation, told: Part) -> None:
        """Take in a remark such as `safe mode max 14.0A`."""
        connector = max(whole_number(told.first("connectorId").value) or 0, 0)
        if seen.is_2x:
            connector = max(whole_number(told["evseId"].value) or 0, 0)
        self._state.mention(connector)
        info = told["info"].text
        amps = safe_mode_amps(info) if info else None
        kind = "StatusNotification"
        if amps is not None:
            offer = Offer(seen.at, seen.message.id, kind, amps, note=f"“{info}”")
            supply = self._state.readings.supply(connector)
            self._state.offers.add(connector, offer, supply)
        elif told["info"].value is not None:
            self._state.offers.drop(kind, connector)

    def _event(self, seen: Observation, told: Part) -> None:
        state = self._state
        number = told["transactionInfo"]["transactionId"].text
        connector = whole_number(told["evse"]["id"].value)
        if connector is None:
            connector = state.transactions.where(number)
        if connector is None or connector <= 0:
            return
        state.mention(connector)
        cable = told["cableMaxCurrent"].number
        # 0 and less are what chargers send that cannot read the coding.
        if cable is not None and 0 < cable <= 1_000 and connector in state.connectors:
            state.cables[connector] = cable, seen.message.id
            state.revision += 1
        trigger = told["triggerReason"].text
        if trigger in _CHANGED and connector in state.connectors:
            state.changed_rates[connector] = seen.at, seen.message.id, trigger

    def _transfer(self, seen: Observation, told: Part) -> None:
        """Take in a vendor's message with currents in it (OCPP 1.6, 4.3)."""
        name = told["messageId"].text
        if name.lower() in _TELLING:
            self._state.vendor_told = name, seen.message.id
        for cap in told_caps(told["data"], name)[:1]:
            note = f"{cap.name} in a vendor's message; {cap_remark(cap)}"
            offer = Offer(
                seen.at, seen.message.id, "DataTransfer", cap.amps, cap.watts,
                note=line(note, longest=200),
            )  # fmt: skip
            self._state.offers.add(0, offer, self._state.readings.supply(0))

    def _booted(self, seen: Observation, told: Part) -> None:
        """Profiles stay (K01.FR.27); settings that waited for it count now."""
        self._state.booted = seen.at
        for address, held in self._state.waiting.items():
            self._state.settings[address] = held
        self._state.waiting.clear()

    def _settings(self, seen: Observation, told: Part) -> None:
        for found in report_part(told.value).found:
            note_setting(self._state, seen, found)
