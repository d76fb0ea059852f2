# SPDX-License-Identifier: Apache-2.0
"""OCPP versions: their sub-protocols, who may send which action, and the schemas.

Actions and senders: OCPP 1.6 sections 4 and 5, "Improved security for OCPP 1.6-J"
section 4, OCPP 2.0.1 and 2.1 part 2. The JSON schemas are those of the `ocpp` package.
"""

import enum
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson


class Version(enum.StrEnum):
    """An OCPP version that the program speaks."""

    V16 = "1.6"
    V201 = "2.0.1"
    V21 = "2.1"


SUBPROTOCOLS: Final = {
    "ocpp1.6": Version.V16,
    "ocpp2.0.1": Version.V201,
    "ocpp2.1": Version.V21,
}
"""WebSocket sub-protocol names (IANA registry) and the version each stands for."""

_CHARGER_16 = """
Authorize BootNotification DataTransfer DiagnosticsStatusNotification
FirmwareStatusNotification Heartbeat LogStatusNotification MeterValues
SecurityEventNotification SignCertificate SignedFirmwareStatusNotification
StartTransaction StatusNotification StopTransaction
"""
_CSMS_16 = """
CancelReservation CertificateSigned ChangeAvailability ChangeConfiguration ClearCache
ClearChargingProfile DataTransfer DeleteCertificate ExtendedTriggerMessage
GetCompositeSchedule GetConfiguration GetDiagnostics GetInstalledCertificateIds
GetLocalListVersion GetLog InstallCertificate RemoteStartTransaction
RemoteStopTransaction ReserveNow Reset SendLocalList SetChargingProfile
SignedUpdateFirmware TriggerMessage UnlockConnector UpdateFirmware
"""
_CHARGER_201 = """
Authorize BootNotification ClearedChargingLimit DataTransfer
FirmwareStatusNotification Get15118EVCertificate GetCertificateStatus Heartbeat
LogStatusNotification MeterValues NotifyChargingLimit NotifyCustomerInformation
NotifyDisplayMessages NotifyEVChargingNeeds NotifyEVChargingSchedule NotifyEvent
NotifyMonitoringReport NotifyReport PublishFirmwareStatusNotification
ReportChargingProfiles ReservationStatusUpdate SecurityEventNotification
SignCertificate StatusNotification TransactionEvent
"""
_CSMS_201 = """
CancelReservation CertificateSigned ChangeAvailability ClearCache ClearChargingProfile
ClearDisplayMessage ClearVariableMonitoring CostUpdated CustomerInformation
DataTransfer DeleteCertificate GetBaseReport GetChargingProfiles GetCompositeSchedule
GetDisplayMessages GetInstalledCertificateIds GetLocalListVersion GetLog
GetMonitoringReport GetReport GetTransactionStatus GetVariables InstallCertificate
PublishFirmware RequestStartTransaction RequestStopTransaction ReserveNow Reset
SendLocalList SetChargingProfile SetDisplayMessage SetMonitoringBase
SetMonitoringLevel SetNetworkProfile SetVariableMonitoring SetVariables TriggerMessage
UnlockConnector UnpublishFirmware UpdateFirmware
"""
_CHARGER_21 = """
BatterySwap ClosePeriodicEventStream GetCertificateChainStatus NotifyDERAlarm
NotifyDERStartStop NotifyPeriodicEventStream NotifyPriorityCharging NotifySettlement
OpenPeriodicEventStream PullDynamicScheduleUpdate ReportDERControl VatNumberValidation
"""
_CSMS_21 = """
AFRRSignal AdjustPeriodicEventStream ChangeTransactionTariff ClearDERControl
ClearTariffs GetDERControl GetPeriodicEventStream GetTariffs
NotifyAllowedEnergyTransfer NotifyWebPaymentStarted RequestBatterySwap SetDERControl
SetDefaultTariff UpdateDynamicSchedule UsePriorityCharging
"""

_BY_CHARGER: Final = {
    Version.V16: frozenset(_CHARGER_16.split()),
    Version.V201: frozenset(_CHARGER_201.split()),
    Version.V21: frozenset((_CHARGER_201 + _CHARGER_21).split()),
}
_BY_CSMS: Final = {
    Version.V16: frozenset(_CSMS_16.split()),
    Version.V201: frozenset(_CSMS_201.split()),
    Version.V21: frozenset((_CSMS_201 + _CSMS_21).split()),
}


def charger_actions(version: Version) -> frozenset[str]:
    """Return the actions that a charger may send."""
    return _BY_CHARGER[version]


def csms_actions(version: Version) -> frozenset[str]:
    """Return the actions that a CSMS may send."""
    return _BY_CSMS[version]


@cache
def _by_folded_name(version: Version) -> dict[str, str]:
    names = charger_actions(version) | csms_actions(version)
    return {name.casefold(): name for name in names}


def find_action(action: str, preferred: Version) -> tuple[str, Version] | None:
    """Find an action whatever its case, first in one version, then in the others.

    Args:
        action: The name as somebody wrote it.
        preferred: The version that the connection speaks.

    Returns:
        The specification's spelling and the version that has it, or None.
    """
    if action in _BY_CHARGER[preferred] or action in _BY_CSMS[preferred]:
        return action, preferred
    folded = action.casefold()
    for version in (preferred, *(v for v in Version if v is not preferred)):
        name = _by_folded_name(version).get(folded)
        if name is not None:
            return name, version
    return None


_FOLDERS: Final = {Version.V16: "v16", Version.V201: "v201", Version.V21: "v21"}


@cache
def _schemas(version: Version) -> Path:
    # Importing the package takes most of a second; its folder is all that is needed.
    spec = importlib.util.find_spec("ocpp")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("The package 'ocpp' is not installed.")
    return Path(spec.submodule_search_locations[0], _FOLDERS[version], "schemas")


@cache
def schema(version: str, action: str, *, is_request: bool) -> dict[str, Any] | None:
    """Return the JSON schema of a payload.

    Args:
        version: The OCPP version, as in `Version`.
        action: The action in the specification's spelling.
        is_request: Whether the payload is that of the call, not of its answer.

    Returns:
        The schema, or None if that version has no such payload.
    """
    known = Version(version)
    if action not in _BY_CHARGER[known] | _BY_CSMS[known]:
        return None
    # Named after the title in 1.6, and for the one 2.1 message without an answer.
    names = [f"{action}Request.json", f"{action}.json"]
    if not is_request:
        names = [f"{action}Response.json"]
    paths = [_schemas(known) / name for name in names]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        return None
    found: dict[str, Any] = orjson.loads(path.read_text("utf-8-sig"))
    return found
