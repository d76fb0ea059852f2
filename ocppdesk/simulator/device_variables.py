# SPDX-License-Identifier: Apache-2.0
"""The variables of a 2.x charger (OCPP 2.0.1, part 2, section 3 and appendix 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.simulator.configuration_values import (
    Boolean,
    Items,
    Kind,
    Text,
    Whole,
    measurand_items,
)


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the charger."""

    name: str
    """Its name, such as `TxCtrlr`."""
    evse: int | None = None
    """The EVSE it belongs to."""
    connector: int | None = None
    """The connector it belongs to."""
    instance: str | None = None
    """Which one of several."""

    def payload(self) -> dict[str, Any]:
        """Return the ComponentType of the specification."""
        found: dict[str, Any] = {"name": self.name}
        if self.instance is not None:
            found["instance"] = self.instance
        if self.evse is not None:
            found["evse"] = {"id": self.evse}
            if self.connector is not None:
                found["evse"]["connectorId"] = self.connector
        return found

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "Component":
        """Read a ComponentType."""
        evse = payload.get("evse") or {}
        return cls(
            payload["name"],
            evse.get("id"),
            evse.get("connectorId"),
            payload.get("instance"),
        )


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable with its characteristics; its value is kept elsewhere."""

    component: Component
    """Where it belongs."""
    name: str
    """Its name, such as `TxStartPoint`."""
    value: str
    """Its value when the charger leaves the factory."""
    kind: Kind
    """What may be written."""
    data_type: str
    """As in `DataEnumType`."""
    instance: str | None = None
    """Which one of several of the same name."""
    mutability: str = "ReadWrite"
    """`ReadOnly`, `WriteOnly` or `ReadWrite`."""
    unit: str | None = None
    """Unit of the value."""
    needs_reboot: bool = False
    """Whether a new value waits for the next boot."""

    @property
    def key(self) -> tuple[Component, str, str | None]:
        """What identifies it."""
        return (self.component, self.name, self.instance)

    def payload(self) -> dict[str, Any]:
        """Return the VariableType of the specification."""
        found: dict[str, Any] = {"name": self.name}
        if self.instance is not None:
            found["instance"] = self.instance
        return found

    def characteristics(self) -> dict[str, Any]:
        """Return the VariableCharacteristicsType of the specification."""
        found: dict[str, Any] = {"dataType": self.data_type, "supportsMonitoring": True}
        if self.unit is not None:
            found["unit"] = self.unit
        if isinstance(self.kind, Whole) and self.mutability == "ReadWrite":
            found["minLimit"] = self.kind.lowest
            found["maxLimit"] = self.kind.highest
        if isinstance(self.kind, Items):
            found["valuesList"] = ",".join(sorted(self.kind.allowed))[:1000]
        return found


_BOOLEAN = Boolean()
_MEASURANDS = measurand_items(with_temperature=False)
_SAMPLED = (
    "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,"
    "Current.Offered,SoC"
)
_ENERGY = "Energy.Active.Import.Register"
_POINTS = Items(frozenset({"EVConnected", "Authorized", "PowerPathClosed"}))
_MESSAGE_LISTS = ("GetReport", "GetVariables", "SetVariables")

_FLAG_ROWS: Final = """
AuthCacheCtrlr Enabled true
AuthCtrlr AuthorizeRemoteStart true
AuthCtrlr LocalAuthorizeOffline true
AuthCtrlr LocalPreAuthorize false
AuthCtrlr OfflineTxForUnknownIdEnabled false
LocalAuthListCtrlr Enabled true
OCPPCommCtrlr QueueAllMessages false
OCPPCommCtrlr UnlockOnEVSideDisconnect true
AlignedDataCtrlr SendDuringIdle false
TxCtrlr StopTxOnEVSideDisconnect true
TxCtrlr StopTxOnInvalidId true
"""
"""Component, variable, value of the booleans that can be written."""

_NUMBER_ROWS: Final = """
AlignedDataCtrlr Interval 0 0 86400 s
AlignedDataCtrlr TxEndedInterval 0 0 86400 s
AuthCacheCtrlr LifeTime 86400 0 31536000 s
OCPPCommCtrlr HeartbeatInterval 300 0 86400 s
OCPPCommCtrlr MessageTimeout[Default] 30 5 600 s
OCPPCommCtrlr MessageAttempts[TransactionEvent] 3 1 100 -
OCPPCommCtrlr MessageAttemptInterval[TransactionEvent] 10 0 3600 s
OCPPCommCtrlr OfflineThreshold 60 0 86400 s
OCPPCommCtrlr ResetRetries 1 0 10 -
OCPPCommCtrlr RetryBackOffWaitMinimum 2 1 600 s
OCPPCommCtrlr RetryBackOffRandomRange 2 0 600 s
OCPPCommCtrlr RetryBackOffRepeatTimes 5 0 20 -
OCPPCommCtrlr WebSocketPingInterval! 60 0 3600 s
SampledDataCtrlr TxEndedInterval 0 0 86400 s
SampledDataCtrlr TxUpdatedInterval 10 0 86400 s
SmartChargingCtrlr LimitChangeSignificance 5 0 100 Percent
TxCtrlr EVConnectionTimeOut 60 5 3600 s
TxCtrlr MaxEnergyOnInvalidId 0 0 100000 Wh
"""
"""Component, variable, value, least, most, unit; `!` needs a reboot."""

_FIXED_ROWS: Final = """
ClockCtrlr TimeSource SequenceList Heartbeat
DisplayMessageCtrlr Available boolean true
DisplayMessageCtrlr SupportedFormats MemberList ASCII,UTF8
DisplayMessageCtrlr SupportedPriorities MemberList AlwaysFront,InFront,NormalCycle
LocalAuthListCtrlr BytesPerMessage integer 65000
LocalAuthListCtrlr Entries integer 100
LocalAuthListCtrlr ItemsPerMessage integer 50
MonitoringCtrlr Available boolean true
MonitoringCtrlr Enabled boolean true
MonitoringCtrlr ItemsPerMessage[SetVariableMonitoring] integer 20
MonitoringCtrlr BytesPerMessage[SetVariableMonitoring] integer 65000
OCPPCommCtrlr ActiveNetworkProfile integer 1
OCPPCommCtrlr FileTransferProtocols MemberList HTTP,HTTPS
OCPPCommCtrlr NetworkConfigurationPriority SequenceList 1
OCPPCommCtrlr NetworkProfileConnectionAttempts integer 3
ReservationCtrlr Available boolean true
ReservationCtrlr Enabled boolean true
ReservationCtrlr NonEvseSpecific boolean false
SecurityCtrlr CertificateEntries integer 8
SecurityCtrlr SecurityProfile integer 1
SmartChargingCtrlr Available boolean true
SmartChargingCtrlr Enabled boolean true
SmartChargingCtrlr Entries[ChargingProfiles] integer 20
SmartChargingCtrlr PeriodsPerSchedule integer 24
SmartChargingCtrlr Phases3to1 boolean true
SmartChargingCtrlr ProfileStackLevel integer 10
SmartChargingCtrlr RateUnit MemberList A,W
"""
"""Component, variable, data type, value of what can only be read."""


def standard_variables(connectors: int) -> Iterator[Variable]:
    """Yield the variables of a charger.

    Args:
        connectors: How many EVSEs it has; each has one connector.
    """
    yield from _controllers()
    station = Component("ChargingStation")
    for name in ("Model", "VendorName", "SerialNumber", "FirmwareVersion"):
        yield _fixed(station, name, "string", "")
    yield _fixed(station, "SupplyPhases", "integer", "3")
    yield from _states(station)
    for number in range(1, connectors + 1):
        evse = Component("EVSE", number)
        yield from _states(evse)
        yield _fixed(evse, "SupplyPhases", "integer", "3")
        yield _fixed(evse, "Power", "decimal", "0", unit="W")
        plug = Component("Connector", number, 1)
        yield from _states(plug)
        yield _fixed(plug, "ConnectorType", "OptionList", "cType2")
        yield _fixed(plug, "SupplyPhases", "integer", "3")


def flags(rows: str) -> Iterator[Variable]:
    """Yield booleans that can be written: lines of component, variable, value."""
    for line in rows.strip().splitlines():
        owner, label, value = line.split()
        name, instance = _split(label)
        yield Variable(Component(owner), name, value, _BOOLEAN, "boolean", instance)


def numbers(rows: str) -> Iterator[Variable]:
    """Yield whole numbers that can be written.

    Args:
        rows: Lines of component, variable, value, least, most and unit; `-` is no
            unit, and `!` behind a variable says that it needs a reboot.
    """
    for line in rows.strip().splitlines():
        owner, label, value, least, most, unit = line.split()
        name, instance = _split(label.removesuffix("!"))
        yield Variable(
            Component(owner),
            name,
            value,
            Whole(int(least), int(most)),
            "integer",
            instance,
            unit=None if unit == "-" else unit,
            needs_reboot=label.endswith("!"),
        )


def fixed(rows: str) -> Iterator[Variable]:
    """Yield what can only be read: lines of component, variable, type, value."""
    for line in rows.strip().splitlines():
        owner, label, data_type, value = line.split()
        name, instance = _split(label)
        yield _fixed(Component(owner), name, data_type, value, instance=instance)


def _controllers() -> Iterator[Variable]:
    yield from flags(_FLAG_ROWS)
    yield from numbers(_NUMBER_ROWS)
    yield from fixed(_FIXED_ROWS)
    for name in _MESSAGE_LISTS:
        device = Component("DeviceDataCtrlr")
        yield _fixed(device, "ItemsPerMessage", "integer", "20", instance=name)
        yield _fixed(device, "BytesPerMessage", "integer", "65000", instance=name)
    yield from _lists()
    clock = Component("ClockCtrlr")
    yield _fixed(clock, "DateTime", "dateTime", "")
    security = Component("SecurityCtrlr")
    yield Variable(security, "Identity", "", Text(48), "string", mutability="ReadOnly")
    yield Variable(security, "OrganizationName", "OCPP Desk", Text(50), "string")
    yield Variable(
        security,
        "BasicAuthPassword",
        "",
        Text(40, 16),
        "string",
        mutability="WriteOnly",
    )
    # Our own: what the installer has set for the site.
    yield Variable(
        Component("InstallationCtrlr"),
        "MaxCurrent",
        "32",
        Whole(6, 32),
        "integer",
        unit="A",
        needs_reboot=True,
    )


def _lists() -> Iterator[Variable]:
    for owner, name, value in (
        ("AlignedDataCtrlr", "Measurands", _ENERGY),
        ("AlignedDataCtrlr", "TxEndedMeasurands", ""),
        ("SampledDataCtrlr", "TxStartedMeasurands", _ENERGY),
        ("SampledDataCtrlr", "TxUpdatedMeasurands", _SAMPLED),
        ("SampledDataCtrlr", "TxEndedMeasurands", _ENERGY),
    ):
        yield Variable(Component(owner), name, value, _MEASURANDS, "MemberList")
    points = "EVConnected,Authorized"
    yield Variable(Component("TxCtrlr"), "TxStartPoint", points, _POINTS, "MemberList")
    yield Variable(Component("TxCtrlr"), "TxStopPoint", points, _POINTS, "MemberList")


def _states(owner: Component) -> Iterator[Variable]:
    yield _fixed(owner, "AvailabilityState", "OptionList", "Available")
    yield _fixed(owner, "Available", "boolean", "true")
    yield _fixed(owner, "Problem", "boolean", "false")


def _split(label: str) -> tuple[str, str | None]:
    name, bracket, instance = label.partition("[")
    return name, instance.removesuffix("]") if bracket else None


def _fixed(
    owner: Component,
    name: str,
    data_type: str,
    value: str,
    *,
    instance: str | None = None,
    unit: str | None = None,
) -> Variable:
    return Variable(
        owner, name, value, Text(), data_type, instance, "ReadOnly", unit=unit
    )
