# SPDX-License-Identifier: Apache-2.0
"""What an OCPP 1.6 charger does when the CSMS tells it to (section 5)."""

from collections.abc import Callable

from ocppdesk.simulator.agenda import play
from ocppdesk.simulator.charger import RemoteStart
from ocppdesk.simulator.charger16 import Charger16
from ocppdesk.simulator.connector import Connector, Reservation, Stop
from ocppdesk.simulator.maintenance import Maintenance
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.profiles import (
    ProfileError,
    Purpose,
    is_start_profile,
    parse_profile,
)
from ocppdesk.simulator.resets import reset_hard, reset_softly
from ocppdesk.simulator.times import epoch_of
from ocppdesk.simulator.tokens import Verdict


def _status(status: str) -> Payload:
    return {"status": status}


class Commands16:
    """The commands of the core and the other profiles of 1.6.

    Args:
        charger: Who carries them out.
        maintenance: Its firmware and log jobs.
    """

    def __init__(self, charger: Charger16, maintenance: Maintenance) -> None:
        self._charger = charger
        self._maintenance = maintenance

    def table(self) -> dict[str, Callable[[Payload], Payload]]:
        """Return each action with what carries it out."""
        return {
            "CancelReservation": self._cancel_reservation,
            "ChangeAvailability": self._change_availability,
            "ChangeConfiguration": self._change_configuration,
            "ClearCache": self._clear_cache,
            "ClearChargingProfile": self._clear_charging_profile,
            "DataTransfer": lambda _payload: _status("UnknownVendorId"),
            "GetCompositeSchedule": self._get_composite_schedule,
            "GetConfiguration": self._get_configuration,
            "GetLocalListVersion": self._get_local_list_version,
            "RemoteStartTransaction": self._remote_start,
            "RemoteStopTransaction": self._remote_stop,
            "ReserveNow": self._reserve_now,
            "Reset": self._reset,
            "SendLocalList": self._send_local_list,
            "SetChargingProfile": self._set_charging_profile,
            "UnlockConnector": self._unlock_connector,
        }

    # Configuration, availability, reset

    def _get_configuration(self, payload: Payload) -> Payload:
        keys, unknown = self._charger.configuration.get(payload.get("key"))
        answer: Payload = {"configurationKey": keys}
        if unknown:
            answer["unknownKey"] = unknown
        return answer

    def _change_configuration(self, payload: Payload) -> Payload:
        configuration = self._charger.configuration
        status = configuration.change(payload["key"], payload["value"])
        if status == "Accepted" and payload["key"].casefold() == "authorizationkey":
            # Security extension, A01: the charger comes back with the new password.
            self._charger.reconnect_soon()
        return _status(status)

    def _change_availability(self, payload: Payload) -> Payload:
        number = payload["connectorId"]
        operative = payload["type"] == "Operative"
        status = self._charger.change_availability(number, operative=operative)
        if number == 0:
            self._charger.tell_main_status()
        return _status(status)

    def _reset(self, payload: Payload) -> Payload:
        if self._maintenance.is_updating:
            return _status("Rejected")
        charger = self._charger
        is_hard = payload["type"] == "Hard"
        play(reset_hard(charger) if is_hard else reset_softly(charger))
        return _status("Accepted")

    def _unlock_connector(self, payload: Payload) -> Payload:
        connector = self._charger.connector(payload["connectorId"])
        if connector is None:
            return _status("NotSupported")
        if self._charger.fault_of(connector).code == "ConnectorLockFailure":
            return _status("UnlockFailed")
        self._charger.unlock(connector)
        return _status("Unlocked")

    # Remote start and stop

    def _remote_start(self, payload: Payload) -> Payload:
        charger, token = self._charger, payload["idTag"]
        connector = charger.outlet_for(payload.get("connectorId", 0), token)
        profile = payload.get("chargingProfile")
        if connector is None or charger.registration != "Accepted":
            return _status("Rejected")
        if profile is not None and not is_start_profile(profile):
            return _status("Rejected")
        wanted = RemoteStart(token, profile=profile)
        play(charger.remote_start(connector, wanted))
        return _status("Accepted")

    def _remote_stop(self, payload: Payload) -> Payload:
        connector = self._charger.with_transaction(str(payload["transactionId"]))
        if connector is None:
            return _status("Rejected")
        self._charger.stop(connector, Stop.REMOTE)
        return _status("Accepted")

    # Smart charging

    def _set_charging_profile(self, payload: Payload) -> Payload:
        charger = self._charger
        number, raw = payload["connectorId"], payload["csChargingProfiles"]
        connector = charger.connector(number)
        if number != 0 and connector is None:
            return _status("Rejected")
        try:
            profile = parse_profile(raw, connector=number, at=charger.wall())
            if profile.purpose is Purpose.TX and not _runs(connector, raw):
                return _status("Rejected")
            charger.smart.install(profile)
        except ProfileError:
            return _status("Rejected")
        charger.look_around()
        return _status("Accepted")

    def _clear_charging_profile(self, payload: Payload) -> Payload:
        smart = self._charger.smart
        if "id" in payload:
            found = smart.find(ids=[payload["id"]])
        else:
            found = smart.find(
                connector=payload.get("connectorId"),
                purpose=_purpose(payload.get("chargingProfilePurpose")),
                stack_level=payload.get("stackLevel"),
            )
        smart.remove(found)
        self._charger.look_around()
        return _status("Accepted" if found else "Unknown")

    def _get_composite_schedule(self, payload: Payload) -> Payload:
        charger, number = self._charger, payload["connectorId"]
        steps = charger.composite(
            number, payload["duration"], payload.get("chargingRateUnit", "A")
        )
        if steps is None:
            return _status("Rejected")
        return {
            "status": "Accepted",
            "connectorId": number,
            "scheduleStart": charger.timestamp(),
            "chargingSchedule": {
                "duration": payload["duration"],
                "chargingRateUnit": payload.get("chargingRateUnit", "A"),
                "chargingSchedulePeriod": [
                    {
                        "startPeriod": step.start_s,
                        "limit": step.limit,
                        "numberPhases": step.phases,
                    }
                    for step in steps
                ],
            },
        }

    # Local list and cache

    def _clear_cache(self, _payload: Payload) -> Payload:
        return _status("Accepted" if self._charger.tokens.clear_cache() else "Rejected")

    def _get_local_list_version(self, _payload: Payload) -> Payload:
        enabled = self._charger.settings.flag("LocalAuthListEnabled")
        return {"listVersion": self._charger.tokens.version if enabled else -1}

    def _send_local_list(self, payload: Payload) -> Payload:
        if not self._charger.settings.flag("LocalAuthListEnabled"):
            return _status("NotSupported")
        entries = [
            (entry["idTag"], _verdict(entry.get("idTagInfo")))
            for entry in payload.get("localAuthorizationList", [])
        ]
        return _status(
            self._charger.tokens.update(
                payload["listVersion"], entries, is_full=payload["updateType"] == "Full"
            )
        )

    # Reservations

    def _reserve_now(self, payload: Payload) -> Payload:
        connector = self._charger.connector(payload["connectorId"])
        expiry = epoch_of(payload["expiryDate"])
        if connector is None or expiry is None:
            return _status("Rejected")
        reservation = Reservation(
            payload["reservationId"],
            payload["idTag"],
            payload.get("parentIdTag"),
            expiry,
        )
        return _status(self._charger.reserve(connector, reservation))

    def _cancel_reservation(self, payload: Payload) -> Payload:
        done = self._charger.cancel_reservation(payload["reservationId"])
        return _status("Accepted" if done else "Rejected")


def _runs(connector: Connector | None, raw: Payload) -> bool:
    """Return whether the transaction of a TxProfile runs (5.16)."""
    if connector is None or connector.transaction is None:
        return False
    wanted = raw.get("transactionId")
    return wanted is None or str(wanted) == connector.transaction.id


def _purpose(name: str | None) -> Purpose | None:
    if name is None:
        return None
    return Purpose.STATION_MAX if name == "ChargePointMaxProfile" else Purpose(name)


def _verdict(info: Payload | None) -> Verdict | None:
    if info is None:
        return None
    return Verdict(info["status"], info.get("parentIdTag"))
