# SPDX-License-Identifier: Apache-2.0
"""The configuration of an OCPP 1.6 charger (OCPP 1.6, 5.3, 5.8 and 9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.simulator.configuration_values import (
    Boolean,
    HexText,
    Items,
    Kind,
    Text,
    Whole,
    measurand_items,
    split_items,
)

_SAMPLED: Final = (
    "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,"
    "Current.Offered,SoC"
)
_ENERGY: Final = "Energy.Active.Import.Register"
_LIST = measurand_items(with_temperature=True)
_ROTATIONS = ("NotApplicable", "Unknown", "RST", "RTS", "SRT", "STR", "TRS", "TSR")
_ROTATION = Items(frozenset(f"{n}.{name}" for n in range(10) for name in _ROTATIONS))
_BOOLEAN = Boolean()
_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Key:
    """One configuration key."""

    name: str
    """Its name."""
    value: str
    """Its value when the charger leaves the factory."""
    kind: Kind
    """What may be written."""
    readonly: bool = False
    """Whether a CSMS may only read it."""
    needs_reboot: bool = False
    """Whether a new value waits for the next boot."""
    is_secret: bool = False
    """Whether reading it does not tell the value."""


def _fixed(name: str, value: str) -> Key:
    return Key(name, value, _TEXT, readonly=True)


_KEYS: Final = (
    # Core profile (9.1)
    Key("AllowOfflineTxForUnknownId", "false", _BOOLEAN),
    Key("AuthorizationCacheEnabled", "true", _BOOLEAN),
    Key("AuthorizeRemoteTxRequests", "true", _BOOLEAN),
    Key("BlinkRepeat", "3", Whole(0, 100)),
    Key("ClockAlignedDataInterval", "0", Whole(0, 86_400)),
    Key("ConnectionTimeOut", "60", Whole(5, 3600)),
    Key("ConnectorPhaseRotation", "0.RST,1.RST", _ROTATION, needs_reboot=True),
    _fixed("ConnectorPhaseRotationMaxLength", "10"),
    _fixed("GetConfigurationMaxKeys", "50"),
    Key("HeartbeatInterval", "300", Whole(0, 86_400)),
    Key("LightIntensity", "80", Whole(0, 100)),
    Key("LocalAuthorizeOffline", "true", _BOOLEAN),
    Key("LocalPreAuthorize", "false", _BOOLEAN),
    Key("MaxEnergyOnInvalidId", "0", Whole(0, 100_000)),
    Key("MessageTimeout", "30", Whole(5, 600)),
    Key("MeterValuesAlignedData", _ENERGY, _LIST),
    _fixed("MeterValuesAlignedDataMaxLength", "20"),
    Key("MeterValuesSampledData", _SAMPLED, _LIST),
    _fixed("MeterValuesSampledDataMaxLength", "20"),
    Key("MeterValueSampleInterval", "10", Whole(0, 86_400)),
    Key("MinimumStatusDuration", "0", Whole(0, 300)),
    _fixed("NumberOfConnectors", "2"),
    Key("ResetRetries", "1", Whole(0, 10)),
    Key("StopTransactionOnEVSideDisconnect", "true", _BOOLEAN),
    Key("StopTransactionOnInvalidId", "true", _BOOLEAN),
    Key("StopTxnAlignedData", "", _LIST),
    _fixed("StopTxnAlignedDataMaxLength", "20"),
    Key("StopTxnSampledData", _ENERGY, _LIST),
    _fixed("StopTxnSampledDataMaxLength", "20"),
    _fixed(
        "SupportedFeatureProfiles",
        "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,"
        "RemoteTrigger",
    ),
    Key("TransactionMessageAttempts", "3", Whole(1, 100)),
    Key("TransactionMessageRetryInterval", "10", Whole(0, 3600)),
    Key("UnlockConnectorOnEVSideDisconnect", "true", _BOOLEAN),
    Key("WebSocketPingInterval", "60", Whole(0, 3600), needs_reboot=True),
    # Local list, reservation, smart charging, firmware (9.2 to 9.4, errata)
    Key("LocalAuthListEnabled", "true", _BOOLEAN),
    _fixed("LocalAuthListMaxLength", "100"),
    _fixed("SendLocalListMaxLength", "50"),
    _fixed("ReserveConnectorZeroSupported", "false"),
    _fixed("ChargeProfileMaxStackLevel", "10"),
    _fixed("ChargingScheduleAllowedChargingRateUnit", "Current,Power"),
    _fixed("ChargingScheduleMaxPeriods", "24"),
    _fixed("ConnectorSwitch3to1PhaseSupported", "true"),
    _fixed("MaxChargingProfilesInstalled", "20"),
    _fixed("SupportedFileTransferProtocols", "HTTP,HTTPS"),
    # "Improved security for OCPP 1.6-J", 4.2
    _fixed("AdditionalRootCertificateCheck", "false"),
    Key("AuthorizationKey", "", HexText(), is_secret=True),
    _fixed("CertificateSignedMaxChainSize", "10000"),
    _fixed("CertificateStoreMaxLength", "8"),
    Key("CpoName", "", Text(50)),
    _fixed("SecurityProfile", "0"),
    # Our own: what the installer has set for the site.
    Key("InstallationMaxCurrent", "32", Whole(6, 32), needs_reboot=True),
)


class Configuration16:
    """The keys of one charger, with the values that a reboot will activate.

    Args:
        preset: Values other than those of the factory, read-only keys included; a
            name that is not known becomes a key of its own.
    """

    def __init__(self, preset: Mapping[str, str] | None = None) -> None:
        self._keys = {key.name.casefold(): key for key in _KEYS}
        self._active = {name: key.value for name, key in self._keys.items()}
        for name, value in (preset or {}).items():
            self._keys.setdefault(name.casefold(), Key(name, value, _TEXT))
            self._active[name.casefold()] = value
        self._stored = dict(self._active)

    def text(self, name: str) -> str:
        """Return the value that is in force; empty for an unknown key."""
        return self._active.get(name.casefold(), "")

    def number(self, name: str) -> int:
        """Return the value that is in force as a number; 0 if it is none."""
        value = self.text(name)
        return int(value) if value.removeprefix("-").isdecimal() else 0

    def flag(self, name: str) -> bool:
        """Return whether the value that is in force is `true`."""
        return self.text(name).lower() == "true"

    def items(self, name: str) -> list[str]:
        """Return the items of the list that is in force."""
        return split_items(self.text(name))

    def get(
        self, names: Iterable[str] | None = None
    ) -> tuple[list[dict[str, Any]], list[str]]:
        """Return keys as GetConfiguration answers, and the names that are unknown.

        A value that waits for a reboot is shown already: it is what is stored.
        """
        wanted = list(names or [])
        unknown = [name for name in wanted if name.casefold() not in self._keys]
        folded = [name.casefold() for name in wanted] or sorted(self._keys)
        return [self._entry(n) for n in folded if n in self._keys], unknown

    def _entry(self, folded: str) -> dict[str, Any]:
        key = self._keys[folded]
        entry: dict[str, Any] = {"key": key.name, "readonly": key.readonly}
        if not key.is_secret:
            entry["value"] = self._stored[folded]
        return entry

    def change(self, name: str, value: str) -> str:
        """Write a key; returns the ConfigurationStatus (OCPP 1.6, 5.3)."""
        folded = name.casefold()
        key = self._keys.get(folded)
        if key is None:
            return "NotSupported"
        normal = None if key.readonly else key.kind.normal(value)
        if normal is None:
            return "Rejected"
        self._stored[folded] = normal
        if key.needs_reboot:
            return "RebootRequired"
        self._active[folded] = normal
        return "Accepted"

    def assign(self, name: str, value: str) -> None:
        """Change a value from inside, read-only or not, at once."""
        self._active[name.casefold()] = value
        self._stored[name.casefold()] = value

    def restart(self) -> None:
        """Activate what waited for a reboot."""
        self._active = dict(self._stored)
