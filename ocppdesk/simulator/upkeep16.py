# SPDX-License-Identifier: Apache-2.0
"""Firmware, logs, certificates and triggers of an OCPP 1.6 charger.

OCPP 1.6, 5.9, 5.17 and 5.19, and "Improved security for OCPP 1.6-J".
"""

from collections.abc import Callable
from typing import Final

from ocppdesk.simulator.agenda import play
from ocppdesk.simulator.certificates import (
    SIGNING_REQUEST,
    Certificates,
    is_certificate,
)
from ocppdesk.simulator.charger16 import Charger16
from ocppdesk.simulator.maintenance import Firmware, Maintenance, retries_in
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.times import epoch_of

_UNSIGNED: Final = ("Downloading", "Downloaded", "Installing")


class Upkeep16:
    """The commands for the upkeep of a 1.6 charger.

    Args:
        charger: Who carries them out.
        maintenance: Its firmware and log jobs.
    """

    def __init__(self, charger: Charger16, maintenance: Maintenance) -> None:
        self._charger = charger
        self._maintenance = maintenance
        self._certificates = Certificates()
        self._firmware_id: int | None = None
        self._log_id: int | None = None

    def table(self) -> dict[str, Callable[[Payload], Payload]]:
        """Return each action with what carries it out."""
        return {
            "CertificateSigned": self._certificate_signed,
            "DeleteCertificate": self._delete_certificate,
            "ExtendedTriggerMessage": self._extended_trigger_message,
            "GetDiagnostics": self._get_diagnostics,
            "GetInstalledCertificateIds": self._get_installed_certificate_ids,
            "GetLog": self._get_log,
            "InstallCertificate": self._install_certificate,
            "SignedUpdateFirmware": self._signed_update_firmware,
            "TriggerMessage": self._trigger_message,
            "UpdateFirmware": self._update_firmware,
        }

    # Firmware and logs

    def _update_firmware(self, payload: Payload) -> Payload:
        # A charger with the security extension should refuse this unsigned form
        # (L01.FR.20); one that takes both serves more tests.
        retrieve_at = epoch_of(payload["retrieveDate"]) or 0.0
        retries, interval_s = retries_in(payload)
        firmware = Firmware(
            payload["location"],
            retrieve_at,
            retries=retries,
            retry_interval_s=interval_s,
        )
        play(self._maintenance.update_firmware(firmware, self._tell_firmware))
        return {}

    def _signed_update_firmware(self, payload: Payload) -> Payload:
        wanted, request_id = payload["firmware"], payload["requestId"]
        if not is_certificate(wanted["signingCertificate"]):
            return {"status": "InvalidCertificate"}
        busy = self._maintenance.is_updating
        retries, interval_s = retries_in(payload)
        firmware = Firmware(
            wanted["location"],
            epoch_of(wanted["retrieveDateTime"]) or 0.0,
            epoch_of(wanted.get("installDateTime")) or 0.0,
            is_signed=True,
            retries=retries,
            retry_interval_s=interval_s,
        )
        self._firmware_id = request_id
        play(
            self._maintenance.update_firmware(
                firmware, lambda status: self._tell_signed(status, request_id)
            )
        )
        return {"status": "AcceptedCanceled" if busy else "Accepted"}

    def _get_diagnostics(self, payload: Payload) -> Payload:
        name = self._maintenance.log_name()
        flow = self._maintenance.upload_log(
            payload["location"], name, tell=self._tell_upload, failed="UploadFailed"
        )
        play(flow)
        return {"fileName": name}

    def _get_log(self, payload: Payload) -> Payload:
        name, request_id = self._maintenance.log_name(), payload["requestId"]
        busy = self._maintenance.is_uploading
        self._log_id = request_id
        flow = self._maintenance.upload_log(
            payload["log"]["remoteLocation"],
            name,
            tell=lambda status: self._tell_log(status, request_id),
            failed="UploadFailure",
        )
        play(flow)
        return {"status": "AcceptedCanceled" if busy else "Accepted", "filename": name}

    def _tell_firmware(self, status: str) -> None:
        self._charger.call("FirmwareStatusNotification", {"status": status})

    def _tell_signed(self, status: str, request_id: int | None) -> None:
        self._tell("SignedFirmwareStatusNotification", status, request_id)

    def _tell_upload(self, status: str) -> None:
        self._charger.call("DiagnosticsStatusNotification", {"status": status})

    def _tell_log(self, status: str, request_id: int | None) -> None:
        self._tell("LogStatusNotification", status, request_id)

    def _tell(self, action: str, status: str, request_id: int | None) -> None:
        payload: Payload = {"status": status}
        if status != "Idle" and request_id is not None:
            payload["requestId"] = request_id
        self._charger.call(action, payload)

    # Triggers (5.17)

    def _trigger_message(self, payload: Payload) -> Payload:
        return self._trigger(payload, is_extended=False)

    def _extended_trigger_message(self, payload: Payload) -> Payload:
        return self._trigger(payload, is_extended=True)

    def _trigger(self, payload: Payload, *, is_extended: bool) -> Payload:
        charger = self._charger
        number = payload.get("connectorId", 0)
        if number != 0 and charger.connector(number) is None:
            return {"status": "Rejected"}
        match payload["requestedMessage"]:
            case "BootNotification":
                charger.boot()
            case "Heartbeat":
                charger.heartbeat()
            case "DiagnosticsStatusNotification":
                self._tell_upload(self._log_status())
            case "LogStatusNotification":
                self._tell_log(self._log_status(), self._log_id)
            case "FirmwareStatusNotification" if is_extended:
                self._tell_signed(self._firmware_status(), self._firmware_id)
            case "FirmwareStatusNotification":
                status = self._firmware_status()
                self._tell_firmware(status if status in _UNSIGNED else "Idle")
            case "SignChargePointCertificate":
                charger.call("SignCertificate", {"csr": SIGNING_REQUEST})
            case "StatusNotification":
                self._trigger_status(payload.get("connectorId"))
            case "MeterValues":
                for connector in charger.chosen(number):
                    charger.tell_aligned(connector, "Trigger")
        return {"status": "Accepted"}

    def _trigger_status(self, number: int | None) -> None:
        if not number:
            self._charger.tell_main_status()
        for connector in [] if number == 0 else self._charger.chosen(number or 0):
            self._charger.tell_status(connector)

    def _log_status(self) -> str:
        return "Uploading" if self._maintenance.is_uploading else "Idle"

    def _firmware_status(self) -> str:
        busy = self._maintenance.is_updating
        return self._maintenance.firmware_status if busy else "Idle"

    # Certificates

    def _certificate_signed(self, payload: Payload) -> Payload:
        valid = is_certificate(payload["certificateChain"])
        return {"status": "Accepted" if valid else "Rejected"}

    def _install_certificate(self, payload: Payload) -> Payload:
        kind, text = payload["certificateType"], payload["certificate"]
        return {"status": self._certificates.install(kind, text)}

    def _get_installed_certificate_ids(self, payload: Payload) -> Payload:
        found = self._certificates.find([payload["certificateType"]])
        if not found:
            return {"status": "NotFound"}
        return {
            "status": "Accepted",
            "certificateHashData": [hash_data for _kind, hash_data in found],
        }

    def _delete_certificate(self, payload: Payload) -> Payload:
        return {"status": self._certificates.delete(payload["certificateHashData"])}
