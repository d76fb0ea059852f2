# SPDX-License-Identifier: Apache-2.0
"""What may happen when a command is sent, by action and by what is in it."""

import enum
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ocppdesk.core.commands.schedules import limits_of
from ocppdesk.core.commands.sightings import Spot, places_text, spot_of
from ocppdesk.core.phrases.parts import Part


class Risk(enum.IntEnum):
    """How much a command can spoil, the least first."""

    READS = 0
    """It only reads."""
    LASTS = 1
    """It can be undone, but stays until somebody does."""
    CUSTOMER = 2
    """It starts or ends what a customer pays for."""
    CHARGER = 3
    """The charger may not come back."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What a command risks."""

    risk: Risk
    """How much."""
    text: str
    """What may happen, in a sentence or two."""

    @property
    def needs_consent(self) -> bool:
        """Whether somebody should be asked before."""
        return self.risk >= Risk.CUSTOMER


def danger_of(action: str, payload: Any, *, running: Sequence[Spot] = ()) -> Danger:
    """Say what a command risks.

    Args:
        action: The action, in any case.
        payload: What goes with it.
        running: Where somebody is charging.

    Returns:
        The worst that applies; an action that nobody knows may do anything.
    """
    folded = action.casefold()
    worst = _DANGERS.get(folded, _UNKNOWN)
    look = _LOOKS.get(folded)
    for found in look(Part(payload)) if look is not None else ():
        if found.risk > worst.risk:
            worst = found
    meant = spot_of(Part(payload))
    met = [one for one in running if meant.has(one.evse, one.connector)]
    if not met or worst.risk is Risk.READS:
        return worst
    text = f"{worst.text} ⚡ A transaction is running on {places_text(met)}."
    return replace(worst, text=text)


_READS: Final = Danger(
    Risk.READS, "It only reads. A weak firmware may stumble over it all the same."
)
_UNKNOWN: Final = Danger(
    Risk.CUSTOMER, "OCPP does not know this action: what it does, nobody can say."
)
_PAUSE: Final = Danger(
    Risk.CUSTOMER, "A limit of 0 pauses the charging of whoever is plugged in."
)
_DANGERS_BY_NAME: Final[dict[Risk, dict[str, str]]] = {
    Risk.LASTS: {
        "AFRRSignal": "Cars follow a signal of the grid until the next one.",
        "AdjustPeriodicEventStream": "The rate stays until it is changed again.",
        "CancelReservation": "Whoever reserved the connector loses it.",
        "ChangeAvailability": (
            "It survives a restart and a change of CSMS. An inoperative connector "
            "charges nobody until it is made operative again."
        ),
        "ChangeConfiguration": (
            "It survives a restart and a change of CSMS. Read and save the old value "
            "first."
        ),
        "ClearCache": "Cards that the charger knew by heart have to be asked about.",
        "ClearChargingProfile": (
            "The limits are gone for good. Cars may take the full current at once."
        ),
        "ClearDERControl": "Settings for the grid are removed for good.",
        "ClearDisplayMessage": "The message is gone from the display.",
        "ClearTariffs": "Prices are removed; customers may see none.",
        "ClearVariableMonitoring": "The monitor is gone; it raises no more events.",
        "CostUpdated": "The customer reads this amount on the display.",
        "CustomerInformation": (
            "With clear, what the charger knows of the customer is deleted."
        ),
        "DataTransfer": "Only the manufacturer knows what it does.",
        "NotifyAllowedEnergyTransfer": "The running session may change its direction.",
        "NotifyWebPaymentStarted": "The EVSE waits for the payment meanwhile.",
        "ReserveNow": "Until it expires, nobody else can charge there.",
        "SendLocalList": (
            "It survives a restart. A full list replaces every entry, an empty one "
            "removes them all."
        ),
        "SetChargingProfile": (
            "It survives a restart and a change of CSMS, until it is cleared."
        ),
        "SetDERControl": "It changes what the site feeds into the grid.",
        "SetDefaultTariff": "Customers pay by it from now on.",
        "SetDisplayMessage": "Customers read it until it is cleared.",
        "SetMonitoringBase": "Monitors that were set are replaced.",
        "SetMonitoringLevel": "Events that are less severe are not reported any more.",
        "SetVariableMonitoring": "It survives a restart, and raises events.",
        "SetVariables": (
            "It survives a restart and a change of CSMS. Read and save the old values "
            "first."
        ),
        "UnpublishFirmware": "Other chargers cannot fetch that firmware any more.",
        "UpdateDynamicSchedule": "The running session follows the new limit at once.",
        "UsePriorityCharging": "The session takes more current than planned.",
    },
    Risk.CUSTOMER: {
        "ChangeTransactionTariff": "The running session costs something else.",
        "RemoteStartTransaction": (
            "A session starts that somebody pays for, with the power on the cable."
        ),
        "RequestBatterySwap": "A battery is handed out.",
        "RequestStartTransaction": (
            "A session starts that somebody pays for, with the power on the cable."
        ),
        "RemoteStopTransaction": "The customer's session ends.",
        "RequestStopTransaction": "The customer's session ends.",
        "Reset": (
            "The charger restarts: sessions end, and it is away for minutes. Some do "
            "not come back by themselves."
        ),
        "UnlockConnector": (
            "The cable is released; a running session ends, and the cable can be taken."
        ),
    },
    Risk.CHARGER: {
        "CertificateSigned": (
            "The charger connects with the new certificate from now on. If it does "
            "not fit, it stays away."
        ),
        "DeleteCertificate": (
            "Without the certificate the charger may find no CSMS it trusts."
        ),
        "InstallCertificate": (
            "A wrong root certificate can keep the charger from connecting."
        ),
        "PublishFirmware": "Other chargers may install what is offered.",
        "SetNetworkProfile": (
            "The charger may connect elsewhere, or nowhere. Keep a profile in another "
            "slot to fall back on."
        ),
        "SignedUpdateFirmware": (
            "An update that fails can leave a charger that nobody reaches. Have "
            "somebody on site."
        ),
        "UpdateFirmware": (
            "An update that fails can leave a charger that nobody reaches. Have "
            "somebody on site."
        ),
    },
}
_READING: Final = """
ExtendedTriggerMessage GetBaseReport GetChargingProfiles GetCompositeSchedule
GetConfiguration GetDERControl GetDiagnostics GetDisplayMessages
GetInstalledCertificateIds GetLocalListVersion GetLog GetMonitoringReport
GetPeriodicEventStream GetReport GetTariffs GetTransactionStatus GetVariables
TriggerMessage
"""
_DANGERS: Final = {
    **{name.casefold(): _READS for name in _READING.split()},
    **{
        name.casefold(): Danger(risk, text)
        for risk, texts in _DANGERS_BY_NAME.items()
        for name, text in texts.items()
    },
}

# AuthorizationKey, SecurityProfile: security extension of 1.6, 2.3 and 4; the others
# are those of 2.x, and what manufacturers call the address of the CSMS.
_LOCKOUT: Final = re.compile(
    r"authorizationkey|basicauthpassword|securityprofile|networkprofile"
    r"|networkconfigurationpriority|^identity$|url|endpoint|apn|\bhost\b|simpin"
    r"|wifi|ipaddress|^dns|gateway|centralsystem",
    re.IGNORECASE,
)


def is_lockout_key(name: str) -> bool:
    """Return whether a configuration key or variable decides how a charger connects."""
    return _LOCKOUT.search(name) is not None


def _lockout(name: str) -> Danger:
    return Danger(
        Risk.CHARGER,
        f"{name} decides how the charger connects. With a wrong value it does not "
        "come back; somebody would have to go there.",
    )


def _keys(payload: Part) -> Iterator[Danger]:
    if is_lockout_key(payload["key"].text):
        yield _lockout(payload["key"].text)


def _variables(payload: Part) -> Iterator[Danger]:
    for data in payload["setVariableData"].items():
        name = data["variable"]["name"].text
        if is_lockout_key(name) or is_lockout_key(data["component"]["name"].text):
            yield _lockout(name)


def _profile(payload: Part) -> Iterator[Danger]:
    if 0 in limits_of(payload.value):
        yield _PAUSE


def _update(payload: Part) -> Iterator[Danger]:
    if payload["scheduleUpdate"]["limit"].number == 0:
        yield _PAUSE


_LOOKS: Final[dict[str, Callable[[Part], Iterator[Danger]]]] = {
    "changeconfiguration": _keys,
    "setvariables": _variables,
    "setchargingprofile": _profile,
    "updatedynamicschedule": _update,
}
