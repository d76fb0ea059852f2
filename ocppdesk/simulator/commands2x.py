# SPDX-License-Identifier: Apache-2.0
"""What a 2.x charger does when the CSMS tells it to: sessions and their limits."""

from collections.abc import Callable
from typing import Any

from ocppdesk.simulator.agenda import play
from ocppdesk.simulator.charger import RemoteStart
from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.connector import Connector, Reservation, Stop
from ocppdesk.simulator.maintenance import Maintenance
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.profiles import (
    ProfileError,
    Purpose,
    is_start_profile,
    parse_profile,
)
from ocppdesk.simulator.resets import reset_outlet, reset_softly, reset_when_idle
from ocppdesk.simulator.times import epoch_of
from ocppdesk.simulator.transaction_event import verdict_of


def answer(status: str, reason: str | None = None) -> Payload:
    """Return an answer with a status, and the reason code for it, if any."""
    if reason is None:
        return {"status": status}
    return {"status": status, "statusInfo": {"reasonCode": reason}}


class Commands2x:
    """The commands of blocks B to H, J and K that are about using the charger.

    Args:
        charger: Who carries them out.
        maintenance: Its firmware and log jobs.
    """

    def __init__(self, charger: Charger2x, maintenance: Maintenance) -> None:
        self._charger = charger
        self._maintenance = maintenance

    def table(self) -> dict[str, Callable[[Payload], Payload]]:
        """Return each action with what carries it out."""
        return {
            "CancelReservation": self._cancel_reservation,
            "ChangeAvailability": self._change_availability,
            "ClearCache": self._clear_cache,
            "ClearChargingProfile": self._clear_charging_profile,
            "CostUpdated": lambda _payload: {},
            "DataTransfer": lambda _payload: answer("UnknownVendorId"),
            "GetChargingProfiles": self._get_charging_profiles,
            "GetCompositeSchedule": self._get_composite_schedule,
            "GetLocalListVersion": self._get_local_list_version,
            "GetTransactionStatus": self._get_transaction_status,
            "RequestStartTransaction": self._request_start,
            "RequestStopTransaction": self._request_stop,
            "ReserveNow": self._reserve_now,
            "Reset": self.reset,
            "SendLocalList": self._send_local_list,
            "SetChargingProfile": self._set_charging_profile,
            "UnlockConnector": self._unlock_connector,
        }

    # Availability, reset, unlock

    def _change_availability(self, payload: Payload) -> Payload:
        number = (payload.get("evse") or {}).get("id", 0)
        operative = payload["operationalStatus"] == "Operative"
        status = self._charger.change_availability(number, operative=operative)
        return answer(status, "UnknownEvse" if status == "Rejected" else None)

    def reset(self, payload: Payload) -> Payload:
        """Answer Reset (B11, B12)."""
        charger, number = self._charger, payload.get("evseId", 0)
        if self._maintenance.is_updating:
            return answer("Rejected", "FwUpdateInProgress")
        outlets = charger.chosen(number)
        if not outlets:
            return answer("Rejected", "UnknownEvse")
        busy = any(c.transaction is not None for c in outlets)
        if number:
            play(reset_outlet(charger, outlets[0], waits=payload["type"] == "OnIdle"))
        elif payload["type"] == "OnIdle" and busy:
            play(reset_when_idle(charger))
        else:
            play(reset_softly(charger))
        waits = payload["type"] == "OnIdle" and busy
        return answer("Scheduled" if waits else "Accepted")

    def _unlock_connector(self, payload: Payload) -> Payload:
        connector = self._charger.connector(payload["evseId"])
        if connector is None or payload["connectorId"] != 1:
            return answer("UnknownConnector")
        if connector.transaction is not None and connector.token is not None:
            return answer("OngoingAuthorizedTransaction")
        if self._charger.fault_of(connector).code == "ConnectorLockFailure":
            return answer("UnlockFailed")
        return answer("Unlocked")

    # Transactions

    def _request_start(self, payload: Payload) -> Payload:
        charger, token = self._charger, payload["idToken"]["idToken"]
        if charger.registration != "Accepted":
            return answer("Rejected", "CSNotAccepted")
        number = payload.get("evseId", 0)
        if not charger.chosen(number):
            return answer("Rejected", "UnknownEvse")
        profile = payload.get("chargingProfile")
        if profile is not None:
            try:
                self._check_start_profile(profile)
            except ProfileError as error:
                return answer("Rejected", error.reason)
        connector = charger.outlet_for(number, token)
        if connector is None:
            return answer("Rejected", "TxInProgress")
        running = connector.transaction
        token_type = payload["idToken"]["type"]
        wanted = RemoteStart(token, payload["remoteStartId"], profile, token_type)
        play(charger.remote_start(connector, wanted))
        if running is None or running.id is None:
            return answer("Accepted")
        return {"status": "Accepted", "transactionId": running.id}

    def _check_start_profile(self, profile: Payload) -> None:
        self.check_profile(profile)
        # F01.FR.11: no transaction can be named yet
        if "transactionId" in profile or not is_start_profile(profile):
            raise ProfileError("InvalidProfile")

    def check_profile(self, raw: Payload) -> None:
        """Look for what this version has besides 2.0.1.

        Raises:
            ProfileError: If the charger cannot do it.
        """

    def _request_stop(self, payload: Payload) -> Payload:
        connector = self._charger.with_transaction(payload["transactionId"])
        if connector is None:
            return answer("Rejected", "UnknownTxId")
        self._charger.stop(connector, Stop.REMOTE)
        return answer("Accepted")

    def _get_transaction_status(self, payload: Payload) -> Payload:
        waiting = self._charger.outbox.has_durable
        wanted = payload.get("transactionId")
        if wanted is None:
            return {"messagesInQueue": waiting}
        connector = self._charger.with_transaction(wanted)
        return {"messagesInQueue": waiting, "ongoingIndicator": connector is not None}

    # Smart charging (K)

    def _set_charging_profile(self, payload: Payload) -> Payload:
        charger, number = self._charger, payload["evseId"]
        raw = payload["chargingProfile"]
        connector = charger.connector(number)
        if number != 0 and connector is None:
            return answer("Rejected", "UnknownEvse")
        try:
            self.check_profile(raw)
            profile = parse_profile(raw, connector=number, at=charger.wall())
            if profile.purpose is Purpose.TX:
                _check_transaction(connector, profile.transaction_id)
            else:
                equal = charger.smart.find(
                    connector=number,
                    purpose=profile.purpose,
                    stack_level=profile.stack_level,
                )
                if any(other.id != profile.id for other in equal):
                    raise ProfileError("DuplicateProfile")
            charger.smart.install(profile)
        except ProfileError as error:
            return answer("Rejected", error.reason)
        charger.look_around()
        return answer("Accepted")

    def _clear_charging_profile(self, payload: Payload) -> Payload:
        smart = self._charger.smart
        if "chargingProfileId" in payload:
            found = smart.find(ids=[payload["chargingProfileId"]])
        else:
            wanted = payload.get("chargingProfileCriteria") or {}
            found = smart.find(
                connector=wanted.get("evseId"),
                purpose=_purpose(wanted),
                stack_level=wanted.get("stackLevel"),
            )
        smart.remove(found)
        self._charger.look_around()
        return answer("Accepted" if found else "Unknown")

    def _get_charging_profiles(self, payload: Payload) -> Payload:
        wanted = payload["chargingProfile"]
        found = self._charger.smart.find(
            ids=wanted.get("chargingProfileId"),
            connector=payload.get("evseId"),
            purpose=_purpose(wanted),
            stack_level=wanted.get("stackLevel"),
        )
        sources = wanted.get("chargingLimitSource", ["CSO"])
        if not found or "CSO" not in sources:
            return answer("NoProfiles")
        by_evse: dict[int, list[dict[str, Any]]] = {}
        for profile in found:
            by_evse.setdefault(profile.connector, []).append(profile.raw)
        for number, (evse, profiles) in enumerate(by_evse.items(), start=1):
            report = {
                "requestId": payload["requestId"],
                "chargingLimitSource": "CSO",
                "evseId": evse,
                "chargingProfile": profiles,
                "tbc": number < len(by_evse),
            }
            self._charger.call("ReportChargingProfiles", report)
        return answer("Accepted")

    def _get_composite_schedule(self, payload: Payload) -> Payload:
        charger, number = self._charger, payload["evseId"]
        unit = payload.get("chargingRateUnit", "A")
        steps = charger.composite(number, payload["duration"], unit)
        if steps is None:
            return answer("Rejected", "UnknownEvse")
        periods = [
            {"startPeriod": s.start_s, "limit": s.limit, "numberPhases": s.phases}
            for s in steps
        ]
        schedule = {
            "evseId": number,
            "duration": payload["duration"],
            "scheduleStart": charger.timestamp(),
            "chargingRateUnit": unit,
            "chargingSchedulePeriod": periods,
        }
        return {"status": "Accepted", "schedule": schedule}

    # Local list, cache, reservations

    def _clear_cache(self, _payload: Payload) -> Payload:
        return answer("Accepted" if self._charger.tokens.clear_cache() else "Rejected")

    def _get_local_list_version(self, _payload: Payload) -> Payload:
        enabled = self._charger.settings.flag("LocalAuthListEnabled")
        return {"versionNumber": self._charger.tokens.version if enabled else 0}

    def _send_local_list(self, payload: Payload) -> Payload:
        if not self._charger.settings.flag("LocalAuthListEnabled"):
            return answer("Failed", "NotEnabled")
        entries = [
            (
                entry["idToken"]["idToken"],
                verdict_of(entry["idTokenInfo"]) if "idTokenInfo" in entry else None,
            )
            for entry in payload.get("localAuthorizationList", [])
        ]
        is_full = payload["updateType"] == "Full"
        version = payload["versionNumber"]
        return answer(self._charger.tokens.update(version, entries, is_full=is_full))

    def _reserve_now(self, payload: Payload) -> Payload:
        expiry = epoch_of(payload["expiryDateTime"])
        connector = self._charger.connector(payload.get("evseId", 0))
        if connector is None or expiry is None:
            # ReservationCtrlr.NonEvseSpecific is false.
            return answer("Rejected", "UnknownEvse")
        group = (payload.get("groupIdToken") or {}).get("idToken")
        token = payload["idToken"]["idToken"]
        now = self._charger.wall()
        reservation = Reservation(payload["id"], token, group, expiry, now)
        return answer(self._charger.reserve(connector, reservation))

    def _cancel_reservation(self, payload: Payload) -> Payload:
        done = self._charger.cancel_reservation(payload["reservationId"])
        return answer("Accepted" if done else "Rejected")


def _check_transaction(connector: Connector | None, wanted: str | None) -> None:
    if connector is None or wanted is None:
        raise ProfileError("MissingParam")
    if connector.transaction is None or connector.transaction.id != wanted:
        raise ProfileError("TxNotFound")


def _purpose(wanted: Payload) -> Purpose | None:
    name = wanted.get("chargingProfilePurpose")
    return None if name is None else Purpose(name)
