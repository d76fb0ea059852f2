# SPDX-License-Identifier: Apache-2.0
"""What happens to a session, in the words of a technician."""

from typing import Final

from ocppdesk.analysis.sessions.events import State, TransactionId
from ocppdesk.core.phrases.parts import Part, id_text, number_text

STATES: Final = {
    State.AVAILABLE: "The connector is free (Available)",
    State.PREPARING: "The connector is in use (Preparing)",
    State.CHARGING: "The charger offers power (Charging)",
    State.SUSPENDED_EV: "The car takes no power (SuspendedEV)",
    State.SUSPENDED_EVSE: "The charger offers no power (SuspendedEVSE)",
    State.FINISHING: "The session is over, the plug is still in (Finishing)",
    State.RESERVED: "The connector is reserved (Reserved)",
    State.UNAVAILABLE: "The connector is out of service (Unavailable)",
    State.FAULTED: "The charger reports a fault (Faulted)",
}

_REASONS: Final = {
    "DeAuthorized": "the CSMS did not accept the card",
    "EmergencyStop": "the emergency stop was pressed",
    "EnergyLimitReached": "the energy limit was reached",
    "EVDisconnected": "the car was unplugged",
    "GroundFault": "the residual-current protection tripped",
    "HardReset": "the charger was reset",
    "ImmediateReset": "the charger was reset",
    "Local": "somebody stopped it at the charger",
    "LocalOutOfCredit": "the credit was used up",
    "MasterPass": "somebody stopped it with a master card",
    "Other": "the charger does not say why",
    "OvercurrentFault": "the overcurrent protection tripped",
    "PowerLoss": "the charger lost its supply",
    "PowerQuality": "the supply was not good enough",
    "Reboot": "the charger restarted by itself",
    "Remote": "the CSMS asked for it",
    "ReqEnergyTransferRejected": "the car asked for what the charger cannot do",
    "SOCLimitReached": "the car's state of charge reached its limit",
    "SoftReset": "the charger was reset",
    "StoppedByEV": "the car ended it",
    "TimeLimitReached": "the time limit was reached",
    "Timeout": "no car was connected in time",
    "UnlockCommand": "the CSMS had the plug unlocked",
}
"""By the reason of OCPP 1.6 (7.36) and the stoppedReason of 2.x (2.0.1, 3.67)."""
_BY_NAME: Final = {name.casefold(): text for name, text in _REASONS.items()}

_VERDICTS: Final = {
    "blocked": "it is blocked",
    "expired": "it has expired",
    "invalid": "it is not known",
    "unknown": "it is not known",
    "concurrenttx": "it is in use in another transaction",
    "nocredit": "it has no credit",
    "notallowedtypeevse": "it is not meant for this kind of charger",
    "notatthislocation": "it is not meant for this place",
    "notatthistime": "it is not meant for this time",
}


def energy(wh: float) -> str:
    """Write an energy: `850 Wh`, `12.4 kWh`."""
    if abs(wh) < 1000:
        return f"{number_text(wh, digits=0)} Wh"
    return f"{number_text(wh / 1000)} kWh"


def time_span(seconds: float) -> str:
    """Write a duration as people say it: `45 s`, `12 min`, `1 h 5 min`, `2 d 3 h`."""
    seconds = max(seconds, 0)
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def repeated(text: str, times: int, seconds: float) -> str:
    """Say that something came many times, from the first to the last."""
    within = f" in {time_span(seconds)}" if seconds >= 1 else ""
    return f"{text} ({times} times{within})"


def transaction(number: TransactionId | None) -> str:
    """Name a transaction; of a long number, a UUID, the head is enough."""
    if number is None:
        return "A transaction"
    return f"Transaction {id_text(Part(number))}"


def shown(tag: str) -> str:
    """Say that a card is shown, before the answer comes."""
    return f"Card {tag} is shown" if tag else "A card without a number is shown"


def judged(tag: str, verdict: str) -> str:
    """Say what became of a card."""
    card = f"Card {tag}" if tag else "The card without a number"
    if verdict.casefold() == "accepted":
        return f"{card} accepted"
    if not verdict:
        return f"{card}: the CSMS gave no usable answer"
    why = _VERDICTS.get(verdict.casefold())
    return f"{card} refused: {f'{why} ({verdict})' if why else verdict}"


def remote_start(tag: str) -> str:
    """Say that the CSMS asks for a start."""
    return (
        f"The CSMS asks to start with card {tag}" if tag else "The CSMS asks to start"
    )


def answered(verdict: str, why: str) -> str:
    """Say what the charger answers to a command, as a part of a sentence."""
    if verdict.casefold() == "accepted":
        return "the charger accepts"
    told = verdict or why or "no status"
    if verdict and why:
        told = f"{verdict}, {why}"
    if not verdict:
        return f"the charger answers with an error ({told})"
    if verdict.casefold() in ("rejected", "unlockfailed", "notsupported"):
        return f"the charger refuses ({told})"
    return f"the charger answers {told}"


def started(
    number: TransactionId | None, register_wh: float | None, cause: str = ""
) -> str:
    """Say that a transaction has begun."""
    text = f"{transaction(number)} started"
    if register_wh is not None:
        text += f" at {number_text(register_wh, digits=0)} Wh"
    return f"{text}, {cause}" if cause else text


def reason(word: str) -> str:
    """Say why a transaction ended, as a part of a sentence with the word itself."""
    if not word:
        return "no reason was given, which means Local"
    told = _BY_NAME.get(word.casefold())
    return f"{told} ({word})" if told else word


def stopped(word: str, register_wh: float | None) -> str:
    """Say that a transaction has ended."""
    at = "" if register_wh is None else f" at {number_text(register_wh, digits=0)} Wh"
    return f"Stopped{at}: {reason(word)}"
