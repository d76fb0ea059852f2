# SPDX-License-Identifier: Apache-2.0
"""What the chargers of the large capture say, as payloads."""

import random
from dataclasses import dataclass
from typing import Any, Final

TAGS: Final = tuple(f"{0x04A1B2C3D4 + 7919 * n:014X}" for n in range(240))
"""The RFID cards of the site."""
ACCEPTED: Final = TAGS[8:]
"""Those that may charge."""

FAULTS_16: Final = (
    *(["GroundFailure"] * 15),
    "OverCurrentFailure",
    "PowerMeterFailure",
    "HighTemperature",
    "OtherError",
)
"""Error codes of faults as often as they come."""
FIRMWARE_STEPS: Final = ("Downloading", "Downloaded", "Installing", "Installed")

CONFIGURATION: Final = (
    ("HeartbeatInterval", "120"),
    ("MeterValueSampleInterval", "60"),
    ("ConnectionTimeOut", "60"),
    ("AuthorizeRemoteTxRequests", "true"),
    ("LocalPreAuthorize", "false"),
    ("MeterValuesSampledData", "Current.Import,Energy.Active.Import.Register"),
    ("NumberOfConnectors", "2"),
    ("StopTransactionOnEVSideDisconnect", "true"),
    ("WebSocketPingInterval", "30"),
    ("SupportedFeatureProfiles", "Core,FirmwareManagement,SmartCharging"),
    ("ChargeProfileMaxStackLevel", "8"),
    ("ResetRetries", "3"),
)
"""Keys of OCPP 1.6 with their values."""
VARIABLES: Final = (
    ("OCPPCommCtrlr", "HeartbeatInterval", "120"),
    ("SampledDataCtrlr", "TxUpdatedInterval", "60"),
    ("AuthCtrlr", "AuthorizeRemoteStart", "true"),
    ("TxCtrlr", "EVConnectionTimeOut", "60"),
    ("SecurityCtrlr", "SecurityProfile", "1"),
)
"""Components, variables and values of OCPP 2.0.1."""

BROKEN: Final = (
    '[2,"7f","StatusNotification",{"connectorId":1,"errorCode":"NoErr',
    "PING",
    '{"action":"Heartbeat"}',
    '[2,"80","Heartbeat",{}',
    '\ufeff[2,"81","Heartbeat",{}]',
    '[9,"82","Heartbeat",{}]',
    '[2,"83","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":,}]}]',
    b'[2,"84","DataTransfer",{"vendorId":"Caf\xe9"}]',
    '[3,"nobody-asked",{"status":"Accepted"}]',
)
"""Frames that break the rules, each in its own way."""


@dataclass(slots=True)
class Outlet:
    """A connector, with what it does."""

    number: int
    status: str = "Available"
    transaction: int | str | None = None
    tag: str = ""
    amperes: float = 16.0
    """What the car takes on each phase."""
    energy_wh: float = 0.0
    """The meter."""
    ends_at: int = 0
    """When the car is full, microseconds since 1970."""
    sequence: int = 0
    """OCPP 2.x: `seqNo` of the next TransactionEvent."""


@dataclass(frozen=True, slots=True)
class Meter:
    """How a make of charger reports its meter."""

    phases: int
    has_details: bool
    """Whether context, format and location are written out."""
    has_temperature: bool
    sends_numbers: bool = False
    """OCPP 1.6: values as numbers, which the schema forbids."""


def readings(
    rng: random.Random, outlet: Outlet, meter: Meter
) -> list[tuple[str, str, str, float]]:
    """Return measurand, phase, unit and value of each thing measured."""
    found: list[tuple[str, str, str, float]] = [
        ("Energy.Active.Import.Register", "", "Wh", round(outlet.energy_wh))
    ]
    watts = 0.0
    for phase in range(1, meter.phases + 1):
        amperes = outlet.amperes + rng.uniform(-0.6, 0.4)
        if rng.random() < 0.004:
            amperes = rng.uniform(32.05, 35)
        watts += 230 * amperes
        found.append(("Current.Import", f"L{phase}", "A", round(amperes, 2)))
    found.append(("Power.Active.Import", "", "W", round(watts)))
    if rng.random() < 0.2:
        found.append(("Voltage", "L1-N", "V", round(rng.gauss(230, 2.5), 1)))
    if meter.has_temperature:
        found.append(("Temperature", "", "Celsius", round(rng.gauss(38, 5), 1)))
    return found


def sampled_16(
    rng: random.Random, outlet: Outlet, meter: Meter, context: str
) -> list[dict[str, Any]]:
    """Return `sampledValue` of OCPP 1.6."""
    sampled = []
    for measurand, phase, unit, value in readings(rng, outlet, meter):
        entry: dict[str, Any] = {"value": value if meter.sends_numbers else str(value)}
        if meter.has_details:
            entry |= {"context": context, "format": "Raw"}
        entry["measurand"] = measurand
        if phase:
            entry["phase"] = phase
        if meter.has_details:
            entry["location"] = "Outlet"
        sampled.append({**entry, "unit": unit})
    return sampled


def sampled_201(
    rng: random.Random, outlet: Outlet, meter: Meter, context: str
) -> list[dict[str, Any]]:
    """Return `sampledValue` of OCPP 2.0.1."""
    sampled = []
    for measurand, phase, unit, value in readings(rng, outlet, meter):
        entry: dict[str, Any] = {"value": value, "measurand": measurand}
        if meter.has_details:
            entry |= {"context": context, "location": "Outlet"}
        if phase:
            entry["phase"] = phase
        sampled.append({**entry, "unitOfMeasure": {"unit": unit}})
    return sampled


def boot_16(serial: str) -> dict[str, Any]:
    """Return the payload of a BootNotification of OCPP 1.6."""
    return {
        "chargePointVendor": "Elverk",
        "chargePointModel": "Duo 22",
        "chargePointSerialNumber": serial,
        "firmwareVersion": "4.1.7",
        "iccid": "89460800000012345678",
        "meterType": "EM340",
    }


def boot_201(serial: str) -> dict[str, Any]:
    """Return the payload of a BootNotification of OCPP 2.0.1."""
    station = {
        "vendorName": "Nordlade",
        "model": "N2 Pro",
        "serialNumber": serial,
        "firmwareVersion": "2.0.31",
    }
    return {"reason": "PowerUp", "chargingStation": station}


def status_16(
    outlet: Outlet, time_text: str, *, error: str = "NoError", vendor_code: str = ""
) -> dict[str, Any]:
    """Return the payload of a StatusNotification of OCPP 1.6."""
    payload: dict[str, Any] = {
        "connectorId": outlet.number,
        "errorCode": error,
        "status": outlet.status,
        "timestamp": time_text,
    }
    if vendor_code:
        payload |= {"vendorErrorCode": vendor_code, "info": "Protection has tripped"}
    return payload


def vendor_data(rng: random.Random) -> dict[str, Any]:
    """Return the payload of a DataTransfer."""
    data = (
        f'{{"rssi":-{rng.randrange(50, 110)},"cell":"{rng.getrandbits(28):x}",'
        f'"uptime":{rng.randrange(10**6)},"heap":{rng.randrange(10**5)},'
        f'"reconnects":{rng.randrange(40)}}}'
    )
    return {"vendorId": "com.elverk", "messageId": "modem", "data": data}


def charging_profile(limit: float) -> dict[str, Any]:
    """Return a charging profile of OCPP 1.6 that limits the current."""
    return {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
        },
    }
