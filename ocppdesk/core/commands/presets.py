# SPDX-License-Identifier: Apache-2.0
"""Commands that are wanted every day, filled in from what is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ocppdesk.core.commands.knowledge import Knowledge, Running
from ocppdesk.core.commands.sightings import ANYWHERE
from ocppdesk.core.replies import utc_text
from ocppdesk.core.versions import Version

_HOUR_US = 3_600_000_000
_READY = ("Preparing", "Available", "Occupied", "Finishing")  # where a car may wait
_TAG = "DESK"  # where no token is known: most CSMS and chargers take any text


@dataclass(frozen=True, slots=True)
class Preset:
    """A command that is filled in."""

    title: str
    """What it does, in a few words."""
    action: str
    payload: dict[str, Any]


def presets(version: str, knowledge: Knowledge, *, at: int) -> list[Preset]:
    """Return the commands of every day for a charger.

    Args:
        version: The OCPP version that it speaks.
        knowledge: What is known of it.
        at: Now, microseconds since 1970.
    """
    maker = _Presets16 if version == Version.V16 else _Presets2
    return list(maker(knowledge, at).all())


class _Presets:
    """What both dialects share."""

    def __init__(self, knowledge: Knowledge, at: int) -> None:
        self._knowledge = knowledge
        self._at = at
        self._tag = next(iter(knowledge.id_tags), _TAG)
        places = knowledge.places() or [(1, 1, "")]
        by_state = {
            state: (evse, number)
            for state in reversed(_READY)
            for evse, number, status in places
            if status == state
        }
        best = [by_state[state] for state in _READY if state in by_state]
        self._evse, self._connector = best[0] if best else places[0][:2]
        # What bears on a session is meant for the one that runs.
        busy = next(iter(knowledge.running()), ANYWHERE)
        self._busy_evse = busy.evse or self._evse
        self._busy_connector = busy.connector or self._connector

    def all(self) -> Iterator[Preset]:
        """Yield them in the order in which they are offered."""
        yield self.start()
        for running in self._knowledge.transactions.values():
            yield self.stop(running)
        yield from self.everyday()

    def start(self) -> Preset:
        """Return the one that starts a session."""
        raise NotImplementedError

    def stop(self, running: Running) -> Preset:
        """Return the one that ends a session."""
        raise NotImplementedError

    def everyday(self) -> Iterator[Preset]:
        """Yield the others."""
        raise NotImplementedError

    @property
    def _next_list(self) -> int:
        return max(self._knowledge.list_version or 0, 0) + 1

    def _periods(self, limit: int) -> dict[str, Any]:
        return {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
        }


class _Presets16(_Presets):
    """OCPP 1.6."""

    def start(self) -> Preset:
        """Return the one that starts a session."""
        payload = {"idTag": self._tag, "connectorId": self._connector}
        return Preset("Start a session", "RemoteStartTransaction", payload)

    def stop(self, running: Running) -> Preset:
        """Return the one that ends a session."""
        where = f" on connector {running.connector}" if running.connector else ""
        return Preset(
            f"Stop the session{where}",
            "RemoteStopTransaction",
            {"transactionId": running.id},
        )

    def everyday(self) -> Iterator[Preset]:
        """Yield the others."""
        number, busy = self._connector, self._busy_connector
        yield Preset(
            "Ask for the state", "TriggerMessage",
            {"requestedMessage": "StatusNotification", "connectorId": number},
        )  # fmt: skip
        yield Preset(
            "Ask for meter values", "TriggerMessage",
            {"requestedMessage": "MeterValues", "connectorId": busy},
        )  # fmt: skip
        yield Preset("Read all settings", "GetConfiguration", {})
        yield Preset("Limit to 6 A", "SetChargingProfile", self._limit(6))
        yield Preset("Pause charging", "SetChargingProfile", self._limit(0))
        yield Preset("Remove all limits", "ClearChargingProfile", {})
        yield Preset(
            "Ask for the limits", "GetCompositeSchedule",
            {"connectorId": busy, "duration": 3600, "chargingRateUnit": "A"},
        )  # fmt: skip
        yield Preset("Unlock the cable", "UnlockConnector", {"connectorId": number})
        for title, kind in (
            ("Take out of service", "Inoperative"), ("Put into service", "Operative"),
        ):  # fmt: skip
            payload = {"connectorId": number, "type": kind}
            yield Preset(title, "ChangeAvailability", payload)
        yield Preset(
            "Reserve for an hour", "ReserveNow",
            {
                "connectorId": number,
                "expiryDate": utc_text(self._at + _HOUR_US),
                "idTag": self._tag,
                "reservationId": self._knowledge.next_number,
            },
        )  # fmt: skip
        for reserved in self._knowledge.reservations[:1]:
            payload = {"reservationId": reserved}
            yield Preset("Cancel the reservation", "CancelReservation", payload)
        yield Preset(
            "Send a local list", "SendLocalList",
            {
                "listVersion": self._next_list,
                "updateType": "Full",
                "localAuthorizationList": [
                    {"idTag": tag, "idTagInfo": {"status": "Accepted"}}
                    for tag in self._knowledge.id_tags or [self._tag]
                ],
            },
        )  # fmt: skip
        yield Preset("Restart softly", "Reset", {"type": "Soft"})
        yield Preset("Restart hard", "Reset", {"type": "Hard"})

    def _limit(self, limit: int) -> dict[str, Any]:
        return {
            "connectorId": self._busy_connector,
            "csChargingProfiles": {
                "chargingProfileId": 1,
                "stackLevel": 0,
                "chargingProfilePurpose": "TxDefaultProfile",
                "chargingProfileKind": "Relative",
                "chargingSchedule": self._periods(limit),
            },
        }


class _Presets2(_Presets):
    """OCPP 2.0.1 and 2.1."""

    def start(self) -> Preset:
        """Return the one that starts a session."""
        payload: dict[str, Any] = {
            "remoteStartId": self._knowledge.next_number,
            "idToken": self._token(),
            "evseId": self._evse or 1,
        }
        return Preset("Start a session", "RequestStartTransaction", payload)

    def stop(self, running: Running) -> Preset:
        """Return the one that ends a session."""
        where = f" on EVSE {running.evse}" if running.evse else ""
        return Preset(
            f"Stop the session{where}",
            "RequestStopTransaction",
            {"transactionId": str(running.id)},
        )

    def everyday(self) -> Iterator[Preset]:
        """Yield the others."""
        spot = {"id": self._evse or 1, "connectorId": self._connector or 1}
        number, busy = self._knowledge.next_number, self._busy_evse or 1
        yield Preset(
            "Ask for the state", "TriggerMessage",
            {"requestedMessage": "StatusNotification", "evse": spot},
        )  # fmt: skip
        yield Preset(
            "Ask for meter values", "TriggerMessage",
            {"requestedMessage": "MeterValues", "evse": {"id": busy}},
        )  # fmt: skip
        yield Preset(
            "Read all settings", "GetBaseReport",
            {"requestId": number, "reportBase": "FullInventory"},
        )  # fmt: skip
        yield Preset("Limit to 6 A", "SetChargingProfile", self._limit(6))
        yield Preset("Pause charging", "SetChargingProfile", self._limit(0))
        yield Preset(
            "Remove all default limits", "ClearChargingProfile",
            {"chargingProfileCriteria": {"chargingProfilePurpose": "TxDefaultProfile"}},
        )  # fmt: skip
        yield Preset(
            "Ask for the limits", "GetCompositeSchedule",
            {"duration": 3600, "evseId": busy, "chargingRateUnit": "A"},
        )  # fmt: skip
        yield Preset(
            "List the charging profiles", "GetChargingProfiles",
            {"requestId": number, "chargingProfile": {}},
        )  # fmt: skip
        yield Preset(
            "Unlock the cable", "UnlockConnector",
            {"evseId": spot["id"], "connectorId": spot["connectorId"]},
        )  # fmt: skip
        for title, kind in (
            ("Take out of service", "Inoperative"), ("Put into service", "Operative"),
        ):  # fmt: skip
            off: dict[str, Any] = {"operationalStatus": kind}
            off["evse"] = {"id": spot["id"]}
            yield Preset(title, "ChangeAvailability", off)
        yield Preset(
            "Reserve for an hour", "ReserveNow",
            {
                "id": number,
                "expiryDateTime": utc_text(self._at + _HOUR_US),
                "idToken": self._token(),
                "evseId": spot["id"],
            },
        )  # fmt: skip
        for reserved in self._knowledge.reservations[:1]:
            payload = {"reservationId": reserved}
            yield Preset("Cancel the reservation", "CancelReservation", payload)
        yield Preset(
            "Send a local list", "SendLocalList",
            {
                "versionNumber": self._next_list,
                "updateType": "Full",
                "localAuthorizationList": [
                    {
                        "idToken": self._token(tag),
                        "idTokenInfo": {"status": "Accepted"},
                    }
                    for tag in self._knowledge.id_tags or [self._tag]
                ],
            },
        )  # fmt: skip
        yield Preset("Restart when idle", "Reset", {"type": "OnIdle"})
        yield Preset("Restart at once", "Reset", {"type": "Immediate"})

    def _token(self, tag: str = "") -> dict[str, str]:
        tag = tag or self._tag
        kind = self._knowledge.token_types.get(tag, "Central")
        return {"idToken": tag, "type": kind}

    def _limit(self, limit: int) -> dict[str, Any]:
        return {
            "evseId": self._busy_evse or 1,
            "chargingProfile": {
                "id": 1,
                "stackLevel": 0,
                "chargingProfilePurpose": "TxDefaultProfile",
                "chargingProfileKind": "Relative",
                "chargingSchedule": [{"id": 1, **self._periods(limit)}],
            },
        }
