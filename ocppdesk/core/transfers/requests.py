# SPDX-License-Identifier: Apache-2.0
"""The requests that start a transfer, in the charger's version of OCPP.

OCPP 1.6, 5.9 and 5.19; "Improved security for OCPP 1.6-J", L01 and N01; OCPP 2.0.1, L01
and N01.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ocppdesk.core.versions import Version

SCHEMES: Final = ("http", "https", "ftp", "ftps", "sftp")
"""The protocols that a URL of a file may have (OCPP 2.0.1, L01 and N01)."""
LONGEST_LOCATION: Final = 512  # OCPP 2.0.1, FirmwareType.location
LOG_TYPES: Final = {
    Version.V16: ("DiagnosticsLog", "SecurityLog"),
    Version.V201: ("DiagnosticsLog", "SecurityLog"),
    Version.V21: ("DiagnosticsLog", "SecurityLog", "DataCollectorLog"),
}
"""The kinds of log that GetLog can ask for."""

_SOON: Final = 60  # a retrieve date is written so many seconds ago: "now" for any clock


@dataclass(frozen=True, slots=True)
class FirmwareWish:
    """What is asked of a charger that is to get new firmware."""

    retrieve_at: float | None = None
    """Not to be fetched before, seconds since 1970; None for at once."""
    install_at: float | None = None
    """Not to be installed before, seconds since 1970; None for at once. Signed firmware
    and OCPP 2.x only."""
    retries: int | None = None
    """How often a download that fails is tried again; None leaves it to the charger."""
    retry_interval_s: int | None = None
    """Seconds between the tries; None leaves it to the charger."""
    signing_certificate: str = ""
    """The certificate of the signature in PEM. On OCPP 1.6 it makes the difference
    between UpdateFirmware and SignedUpdateFirmware."""
    signature: str = ""
    """The signature of the file in base64."""


@dataclass(frozen=True, slots=True)
class LogWish:
    """What is asked of a charger that is to send a log."""

    log_type: str = "DiagnosticsLog"
    """One of `LOG_TYPES`. GetDiagnostics has no choice."""
    since: float | None = None
    """Nothing older is wanted, seconds since 1970."""
    until: float | None = None
    """Nothing newer is wanted, seconds since 1970."""
    retries: int | None = 1
    """How often an upload that fails is tried again: not 0, which one charger takes
    for “do not even try once” (protocol.md 9.4). None leaves it to the charger."""
    retry_interval_s: int | None = 30
    """Seconds between the tries; None leaves it to the charger."""
    uses_get_log: bool = True
    """OCPP 1.6: whether GetLog of the security extension is asked, or GetDiagnostics.
    OCPP 2.x only has GetLog."""


@dataclass(frozen=True, slots=True)
class Request:
    """A call to make."""

    action: str
    """The action."""
    payload: dict[str, Any]
    """Its payload."""
    request_id: int | None
    """The id that the statuses carry; None for the requests that have none."""


def firmware_request(
    version: Version, location: str, *, wish: FirmwareWish, request_id: int, now: float
) -> Request:
    """Build the request for new firmware.

    Args:
        version: The OCPP version of the connection.
        location: The URL of the file.
        wish: What is asked.
        request_id: The id for the versions that have one.
        now: The time, seconds since 1970.

    Raises:
        ValueError: If the wish cannot be said in that version.
    """
    _check_location(location)
    is_signed = bool(wish.signing_certificate)
    if is_signed != bool(wish.signature):
        raise ValueError(
            "Signed firmware needs both the signing certificate and the signature."
        )
    retrieve = _text(now - _SOON if wish.retrieve_at is None else wish.retrieve_at)
    tries = _tries(wish.retries, wish.retry_interval_s)
    if version is Version.V16 and not is_signed:
        if wish.install_at is not None:
            raise ValueError(
                "UpdateFirmware of OCPP 1.6 knows no time of installation; leave it "
                "out, or send signed firmware."
            )
        unsigned = {"location": location, "retrieveDate": retrieve, **tries}
        return Request("UpdateFirmware", unsigned, None)
    firmware: dict[str, Any] = {"location": location, "retrieveDateTime": retrieve}
    if wish.install_at is not None:
        firmware["installDateTime"] = _text(wish.install_at)
    if is_signed:
        firmware["signingCertificate"] = wish.signing_certificate
        firmware["signature"] = wish.signature
    action = "SignedUpdateFirmware" if version is Version.V16 else "UpdateFirmware"
    payload = {"requestId": request_id, **tries, "firmware": firmware}
    return Request(action, payload, request_id)


def log_request(
    version: Version, location: str, *, wish: LogWish, request_id: int
) -> Request:
    """Build the request for a log.

    Args:
        version: The OCPP version of the connection.
        location: The URL of the folder that the file is to be put into.
        wish: What is asked.
        request_id: The id for the requests that have one.

    Raises:
        ValueError: If the wish cannot be said in that version.
    """
    _check_location(location)
    tries = _tries(wish.retries, wish.retry_interval_s)
    if version is Version.V16 and not wish.uses_get_log:
        payload: dict[str, Any] = {"location": location, **tries}
        payload |= _span("startTime", wish.since) | _span("stopTime", wish.until)
        return Request("GetDiagnostics", payload, None)
    if wish.log_type not in LOG_TYPES[version]:
        known = ", ".join(LOG_TYPES[version])
        raise ValueError(f"OCPP {version} has no {wish.log_type}, only {known}.")
    log = {"remoteLocation": location}
    log |= _span("oldestTimestamp", wish.since) | _span("latestTimestamp", wish.until)
    payload = {
        "logType": wish.log_type,
        "requestId": request_id,
        **tries,
        "log": log,
    }
    return Request("GetLog", payload, request_id)


def _check_location(location: str) -> None:
    if len(location) > LONGEST_LOCATION:
        raise ValueError(
            f"The URL has {len(location)} characters; chargers take at most "
            f"{LONGEST_LOCATION}. Use a shorter file name."
        )


def _tries(retries: int | None, interval_s: int | None) -> dict[str, int]:
    found = {"retries": retries, "retryInterval": interval_s}
    return {key: value for key, value in found.items() if value is not None}


def _span(key: str, at: float | None) -> dict[str, str]:
    return {} if at is None else {key: _text(at)}


def _text(at: float) -> str:
    # Without a fraction: OCPP 1.6, 3.14 lets a charger have none.
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
