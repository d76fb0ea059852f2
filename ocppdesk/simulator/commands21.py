# SPDX-License-Identifier: Apache-2.0
"""What a 2.1 charger can be told about limits besides 2.0.1: K21 and K28."""

from collections.abc import Callable

from ocppdesk.simulator.agenda import play
from ocppdesk.simulator.charger21 import Charger21
from ocppdesk.simulator.commands2x import Commands2x, answer
from ocppdesk.simulator.maintenance import Maintenance
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.profiles import Profile, Purpose
from ocppdesk.simulator.profiles21 import UPDATES, check_profile_21
from ocppdesk.simulator.resets import reset_and_resume


class Commands21(Commands2x):
    """The commands about using a 2.1 charger.

    Args:
        charger: Who carries them out.
        maintenance: Its firmware and log jobs.
    """

    def __init__(self, charger: Charger21, maintenance: Maintenance) -> None:
        super().__init__(charger, maintenance)
        self._station = charger
        self._pulled: dict[int, float] = {}
        charger.each_second.append(self._pull)

    def table(self) -> dict[str, Callable[[Payload], Payload]]:
        """Return each action with what carries it out."""
        return super().table() | {
            "CostUpdated": self._cost_updated,
            "UpdateDynamicSchedule": self._update_dynamic_schedule,
            "UsePriorityCharging": self._use_priority_charging,
        }

    def _cost_updated(self, payload: Payload) -> Payload:
        """Take what a transaction costs by the CSMS: there may be a limit (E16)."""
        connector = self._charger.with_transaction(payload["transactionId"])
        if connector is not None and connector.transaction is not None:
            connector.transaction.limits.central_cost = payload["totalCost"]
        return {}

    def check_profile(self, raw: Payload) -> None:
        """Look for what 2.1 has besides 2.0.1.

        Raises:
            ProfileError: If the charger cannot do it.
        """
        check_profile_21(raw)

    def reset(self, payload: Payload) -> Payload:
        """Answer Reset; transactions can survive it (B13)."""
        station = self._station
        outlets = station.chosen(payload.get("evseId", 0))
        runs = any(outlet.transaction is not None for outlet in outlets)
        if payload["type"] != "ImmediateAndResume":
            return super().reset(payload)
        if not station.settings.number("TxCtrlr.ResumptionTimeout"):  # B13.FR.01
            return answer("Rejected", "NotEnabled")
        if not runs:  # B13.FR.02; also to refuse what cannot be
            return super().reset(payload)
        if self._maintenance.is_updating:
            return answer("Rejected", "FwUpdateInProgress")
        one = outlets[0] if payload.get("evseId", 0) else None
        play(reset_and_resume(station, one))
        return answer("Accepted")

    # Dynamic profiles (K28)

    def _update_dynamic_schedule(self, payload: Payload) -> Payload:
        found = self._charger.smart.find(ids=[payload["chargingProfileId"]])
        if not found:
            return answer("Rejected", "NotFound")
        reason = self._update(found[0], payload["scheduleUpdate"])
        return answer("Accepted" if reason is None else "Rejected", reason)

    def _update(self, profile: Profile, update: Payload) -> str | None:
        """Take over an update; returns the reason if that cannot be."""
        if profile.kind != "Dynamic":  # K28.FR.11
            return "InvalidProfile"
        if not UPDATES.issuperset(update):
            return "UnsupportedParam"
        if "limit" not in update:
            return "MissingParam"
        if update["limit"] < 0:
            return "ValueTooLow"
        self._charger.smart.update(profile, update["limit"], self._charger.wall())
        self._charger.look_around()
        return None

    def _pull(self) -> None:
        """Ask for updates that are due (K28.FR.10)."""
        charger = self._charger
        if not (charger.outbox.is_open and charger.outbox.is_accepted):
            return
        for profile in charger.smart.profiles:
            interval = profile.raw.get("dynUpdateInterval", 0)
            since = max(self._pulled.get(profile.id, 0.0), profile.start or 0.0)
            if profile.kind == "Dynamic" and 0 < interval <= charger.wall() - since:
                self._pulled[profile.id] = charger.wall()
                self._ask_for_update(profile.id)

    def _ask_for_update(self, number: int) -> None:
        def take(found: Payload | None) -> None:
            update = (found or {}).get("scheduleUpdate")
            for profile in self._charger.smart.find(ids=[number]):
                if found is not None and found["status"] == "Accepted" and update:
                    self._update(profile, update)

        request = {"chargingProfileId": number}
        self._charger.call("PullDynamicScheduleUpdate", request, take)

    # Priority (K21)

    def _use_priority_charging(self, payload: Payload) -> Payload:
        charger, number = self._charger, payload["transactionId"]
        connector = charger.with_transaction(number)
        transaction = None if connector is None else connector.transaction
        if connector is None or transaction is None:
            return answer("Rejected", "TxNotFound")
        wanted = payload["activate"]
        installed = charger.smart.find(purpose=Purpose.PRIORITY)
        here = (0, connector.number)
        if wanted and not any(profile.connector in here for profile in installed):
            return answer("NoProfile", "NotFound")
        if wanted or transaction.has_priority:
            transaction.has_priority = wanted
            told = {"transactionId": number, "activated": wanted}
            charger.call("NotifyPriorityCharging", told)
            charger.look_around()
        return answer("Accepted")
