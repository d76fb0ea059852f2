# SPDX-License-Identifier: Apache-2.0
"""Firmware, logs, certificates, displays and triggers of a 2.x charger."""

from collections.abc import Callable
from typing import Any, Final

from ocppdesk.simulator.agenda import Flow, play
from ocppdesk.simulator.certificates import (
    SIGNING_REQUEST,
    Certificates,
    is_certificate,
)
from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.commands2x import answer
from ocppdesk.simulator.maintenance import Firmware, Maintenance, retries_in
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.times import epoch_of

_PUBLISHING: Final = ("Downloading", "Downloaded", "ChecksumVerified")
_LONGEST_PART: Final = 512


class Upkeep2x:
    """The commands for the upkeep of a 2.x charger.

    Args:
        charger: Who carries them out.
        maintenance: Its firmware and log jobs.
    """

    def __init__(self, charger: Charger2x, maintenance: Maintenance) -> None:
        self._charger = charger
        self._maintenance = maintenance
        self._certificates = Certificates()
        self._messages: dict[int, dict[str, Any]] = {}
        self._published: set[str] = set()
        self._firmware_id: int | None = None
        self._log_id: int | None = None

    def table(self) -> dict[str, Callable[[Payload], Payload]]:
        """Return each action with what carries it out."""
        return {
            "CertificateSigned": self._certificate_signed,
            "ClearDisplayMessage": self._clear_display_message,
            "CustomerInformation": self._customer_information,
            "DeleteCertificate": self._delete_certificate,
            "GetDisplayMessages": self._get_display_messages,
            "GetInstalledCertificateIds": self._get_installed_certificate_ids,
            "GetLog": self._get_log,
            "InstallCertificate": self._install_certificate,
            "PublishFirmware": self._publish_firmware,
            "SetDisplayMessage": self._set_display_message,
            "SetNetworkProfile": self._set_network_profile,
            "TriggerMessage": self._trigger_message,
            "UnpublishFirmware": self._unpublish_firmware,
            "UpdateFirmware": self._update_firmware,
        }

    # Firmware (L) and logs (N01)

    def _update_firmware(self, payload: Payload) -> Payload:
        wanted, request_id = payload["firmware"], payload["requestId"]
        certificate = wanted.get("signingCertificate")
        if certificate is not None and not is_certificate(certificate):
            return answer("InvalidCertificate")
        busy = self._maintenance.is_updating
        retries, interval_s = retries_in(payload)
        firmware = Firmware(
            wanted["location"],
            epoch_of(wanted["retrieveDateTime"]) or 0.0,
            epoch_of(wanted.get("installDateTime")) or 0.0,
            is_signed=certificate is not None,
            retries=retries,
            retry_interval_s=interval_s,
        )
        self._firmware_id = request_id
        play(
            self._maintenance.update_firmware(
                firmware, lambda status: self._tell_firmware(status, request_id)
            )
        )
        return answer("AcceptedCanceled" if busy else "Accepted")

    def _publish_firmware(self, payload: Payload) -> Payload:
        play(self._publish(payload))
        return answer("Accepted")

    def _publish(self, payload: Payload) -> Flow[None]:
        for status in (*_PUBLISHING, "Published"):
            yield from self._charger.agenda.pause(2.0)
            told = {"status": status, "requestId": payload["requestId"]}
            if status == "Published":
                self._published.add(payload["checksum"])
                told["location"] = [f"http://192.0.2.1/{payload['checksum']}"]
            self._charger.call("PublishFirmwareStatusNotification", told)

    def _unpublish_firmware(self, payload: Payload) -> Payload:
        known = payload["checksum"] in self._published
        self._published.discard(payload["checksum"])
        return answer("Unpublished" if known else "NoFirmware")

    def _get_log(self, payload: Payload) -> Payload:
        if payload["logType"] == "DataCollectorLog":  # of 2.1; there is no collector
            return answer("Rejected", "UnsupportedRequest")
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

    def _tell_firmware(self, status: str, request_id: int | None) -> None:
        self._tell("FirmwareStatusNotification", status, request_id)

    def _tell_log(self, status: str, request_id: int | None) -> None:
        self._tell("LogStatusNotification", status, request_id)

    def _tell(self, action: str, status: str, request_id: int | None) -> None:
        payload: Payload = {"status": status}
        if status != "Idle" and request_id is not None:
            payload["requestId"] = request_id
        self._charger.call(action, payload)

    # Triggers (F06)

    def _trigger_message(self, payload: Payload) -> Payload:
        charger = self._charger
        number = (payload.get("evse") or {}).get("id", 0)
        outlets = charger.chosen(number)
        if not outlets:
            return answer("Rejected", "UnknownEvse")
        maintenance = self._maintenance
        match payload["requestedMessage"]:
            case "BootNotification":
                if charger.registration == "Accepted":  # F06.FR.17
                    return answer("Rejected")
                charger.boot_reason = "Triggered"
                charger.boot()
            case "Heartbeat":
                charger.heartbeat()
            case "FirmwareStatusNotification":
                busy = maintenance.is_updating
                status = maintenance.firmware_status if busy else "Idle"
                self._tell_firmware(status, self._firmware_id)
            case "LogStatusNotification":
                status = "Uploading" if maintenance.is_uploading else "Idle"
                self._tell_log(status, self._log_id)
            case "SignChargingStationCertificate" | "SignCombinedCertificate":
                kind = "ChargingStationCertificate"
                request = {"csr": SIGNING_REQUEST, "certificateType": kind}
                charger.call("SignCertificate", request)
            case "StatusNotification":
                for connector in outlets:
                    charger.tell_status(connector)
            case "MeterValues":
                for connector in outlets:
                    charger.tell_aligned(connector, "Trigger")
            case "TransactionEvent":
                for connector in outlets:
                    charger.tell_triggered(connector)
            case _:  # ISO 15118 certificates, and publishing
                return answer("NotImplemented")
        return answer("Accepted")

    # Certificates (A and M)

    def _certificate_signed(self, payload: Payload) -> Payload:
        valid = is_certificate(payload["certificateChain"])
        return answer(*(("Accepted",) if valid else ("Rejected", "InvalidCertificate")))

    def _install_certificate(self, payload: Payload) -> Payload:
        kind, text = payload["certificateType"], payload["certificate"]
        return answer(self._certificates.install(kind, text))

    def _get_installed_certificate_ids(self, payload: Payload) -> Payload:
        found = self._certificates.find(payload.get("certificateType"))
        if not found:
            return answer("NotFound")
        chain = [
            {"certificateType": kind, "certificateHashData": hash_data}
            for kind, hash_data in found
        ]
        return {"status": "Accepted", "certificateHashDataChain": chain}

    def _delete_certificate(self, payload: Payload) -> Payload:
        return answer(self._certificates.delete(payload["certificateHashData"]))

    # Display (O), customer (N09), network (B09)

    def _set_display_message(self, payload: Payload) -> Payload:
        message = payload["message"]
        if message["message"]["format"] not in ("ASCII", "UTF8"):
            return answer("NotSupportedMessageFormat")
        if "messageExtra" in message:  # 2.1, O01.FR.19: it has one language
            return answer("Rejected", "UnsupportedParam")
        wanted = message.get("transactionId")
        if wanted is not None and self._charger.with_transaction(wanted) is None:
            return answer("UnknownTransaction")
        self._messages[message["id"]] = message
        return answer("Accepted")

    def _clear_display_message(self, payload: Payload) -> Payload:
        known = self._messages.pop(payload["id"], None)
        return answer("Unknown" if known is None else "Accepted")

    def _get_display_messages(self, payload: Payload) -> Payload:
        found = [
            message
            for number, message in self._messages.items()
            if number in payload.get("id", [number])
            and payload.get("priority") in (None, message["priority"])
            and payload.get("state") in (None, message.get("state"))
        ]
        if not found:
            return answer("Unknown")
        report = {"requestId": payload["requestId"], "messageInfo": found}
        self._charger.call("NotifyDisplayMessages", report)
        return answer("Accepted")

    def _customer_information(self, payload: Payload) -> Payload:
        token = (payload.get("idToken") or {}).get("idToken")
        named = token or payload.get("customerIdentifier")
        if named is None and "customerCertificate" not in payload:
            return answer("Invalid")
        known = None if token is None else self._charger.tokens.known(token)
        text = "" if known is None else f"{token}: {known.status}"
        if payload["clear"] and token is not None:
            self._charger.tokens.forget(token)
        report = {
            "requestId": payload["requestId"],
            "generatedAt": self._charger.timestamp(),
            "seqNo": 0,
            "data": (text if payload["report"] else "")[:_LONGEST_PART],
        }
        self._charger.call("NotifyCustomerInformation", report)
        return answer("Accepted")

    def _set_network_profile(self, payload: Payload) -> Payload:
        data = payload["connectionData"]
        if not data["ocppCsmsUrl"].lower().startswith(("ws://", "wss://")):
            return answer("Rejected", "InvalidURL")
        if data["ocppTransport"] != "JSON" or data["securityProfile"] < 1:
            return answer("Rejected", "InvalidValue")
        return answer("Accepted")
