# SPDX-License-Identifier: Apache-2.0
"""What the charger says it offers, and what really flows."""

from dataclasses import replace

from ocppdesk.analysis.limits.answers import Answer, Confidence
from ocppdesk.analysis.limits.comparing import NOTABLE_A, OLD, age, differ, unique
from ocppdesk.analysis.limits.in_force import Place
from ocppdesk.analysis.limits.offers import COMPOSITE, Offer
from ocppdesk.analysis.limits.readings import CURRENT_OFFERED, IMPORT, POWER, Reading
from ocppdesk.analysis.limits.remarks import floor
from ocppdesk.analysis.limits.schedule import Period
from ocppdesk.analysis.limits.state import State
from ocppdesk.analysis.limits.supply import DEFAULT_PHASES, Supply
from ocppdesk.analysis.limits.words import amps_text, watts_text


def offered_answer(state: State, place: Place, offers: list[Offer], now: int) -> Answer:
    """Tell what the charger says it offers.

    Args:
        state: What is known.
        place: The connector.
        offers: What it said of now, the newest first.
        now: The moment, microseconds since 1970.
    """
    remarks: list[str] = []
    composite = state.offers.composite(place.connector)
    if composite is not None and composite.at_time(now, place.supply) is None:
        remarks.append(
            f"The composite schedule of message {composite.message} says nothing of "
            "now any more."
        )
    refused = state.composite_refused.get(place.connector)
    if refused is not None:
        remarks.append(f"The charger refused GetCompositeSchedule (message {refused}).")
    if state.vendor_told is not None:
        remarks.append(
            "The vendor's message {} (message {}) may tell of currents; its layout is "
            "not public.".format(*state.vendor_told)
        )
    if not offers:
        remarks.append(
            "Ask the charger: GetCompositeSchedule, or have it send Current.Offered "
            "with its meter values."
        )
        return Answer(
            "The charger has not said what it offers.",
            remarks=tuple(remarks),
            told="What the charger offers is not known",
        )
    offer = offers[0]
    for other in offers[1:]:
        if other.amps is not None and differ(offer.amps, other.amps):
            remarks.append(
                f"{other.kind} said {amps_text(other.amps)} before (message "
                f"{other.message})."
            )
    if offer.kind == COMPOSITE:
        remarks.append(
            "It is what the charger expects. Without a profile some chargers answer "
            "with a number of their own."
        )
    remarks[:0] = floor(offer.amps, place.supply)
    if now - offer.at > OLD:
        remarks.append(age(now - offer.at))
    amount = "an amount that is not told in amps"
    if offer.amps is not None:
        amount = f"{offer.amps:.1f} A"
    elif offer.watts is not None:
        amount = watts_text(offer.watts)
    note = f": {offer.note}" if offer.note else ""
    confidence = Confidence.MEDIUM
    if offer.kind == CURRENT_OFFERED:
        confidence = Confidence.HIGH
    elif offer.kind == "DataTransfer":
        confidence = Confidence.LOW
    return Answer(
        f"The charger offers {amount} ({offer.kind}{note}).",
        offer.at,
        offer.message,
        offer.amps,
        offer.watts,
        confidence,
        unique(remarks),
        f"Charger offers {amount} ({{at}})",
    )


def flowing_answer(state: State, place: Place, now: int) -> Answer:
    """Tell what really flows: the newest current, else the newest power."""
    current = state.readings.of(place.connector, IMPORT)
    power = state.readings.of(place.connector, POWER)
    if current is not None and (power is None or current.at >= power.at):
        found = _by_current(current, power)
    elif power is not None:
        found = _by_power(power, place.supply)
    else:
        return Answer(
            "No current and no power was measured.",
            remarks=("Have the charger send Current.Import with its meter values.",),
            told="What flows was not measured",
        )
    remarks = list(found.remarks)
    if found.at is not None and now - found.at > OLD:
        remarks.append(age(now - found.at))
    is_over = place.connector > 0 and not place.has_transaction
    if is_over and (found.amps or 0.0) > NOTABLE_A:
        remarks.append("No transaction is known to run.")
    return replace(
        found,
        text=f"{found.text}.",
        remarks=tuple(remarks),
        told=f"Flowing: {found.text}",
    )


def _by_current(current: Reading, power: Reading | None) -> Answer:
    flowing = [one for one in current.phases if round(one[1], 1)]
    text = ", ".join(f"{value:.1f} A on {name}" for name, value in flowing)
    watts = None
    if power is not None and current.at - power.at < OLD:
        watts = power.total
    return Answer(
        text or f"{current.highest:.1f} A",
        current.at,
        current.message,
        current.highest,
        watts,
        Confidence.HIGH,
    )


def _by_power(power: Reading, supply: Supply) -> Answer:
    watts = power.total
    found = supply.amps(Period(0, watts, supply.phases), "W")
    told = watts_text(watts)
    answer = Answer(
        told, power.at, power.message, None, watts, confidence=Confidence.MEDIUM
    )
    if found is None:
        return answer
    remark = f"Calculated from {told}"
    if not supply.is_dc:
        count = supply.phases or DEFAULT_PHASES
        plural = "" if count == 1 else "s"
        remark += f" at {supply.nominal_volts:.0f} V on {count} phase{plural}"
    amps = round(found, 3)
    return replace(answer, text=f"{found:.1f} A", amps=amps, remarks=(f"{remark}.",))
