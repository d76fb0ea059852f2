# SPDX-License-Identifier: Apache-2.0
"""Sessions made by hand."""

from dataclasses import replace

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.sessions.story import (
    Certainty,
    Energy,
    EnergySource,
    Line,
    Outcome,
    Quality,
    Story,
    Transaction,
)

SECOND = 1_000_000
START = 1_769_864_731_204_000
"""2026-01-31T13:05:31.204Z, in microseconds."""

ENERGY = Energy(
    12_831.0,
    EnergySource.METER,
    Quality.EXACT,
    others=((EnergySource.POWER, 12_640.0),),
)
SUSPECT = Energy(
    412_831.0, EnergySource.REGISTER, Quality.SUSPECT, ("The register fell.",)
)


def line(seconds, text, message=None, **more):
    """Return a line so many seconds after the start."""
    return Line(START + seconds * SECOND, message, text, **more)


def transaction(number=512, energy=ENERGY, **more):
    """Return a transaction of an hour."""
    usual = Transaction(
        id=number,
        id_tag="04A1B2C3",
        began_at=START,
        ended_at=START + 3_600 * SECOND,
        start_message=12,
        stop_message=30,
        meter_start_wh=152_300.0,
        meter_stop_wh=165_131.0,
        stop_reason="EVDisconnected",
        energy=energy,
    )
    return replace(usual, **more)


def story(number=1, **more):
    """Return a session of an hour that charged; one a day."""
    began = START + number * 86_400 * SECOND
    usual = Story(
        number=number,
        charger="CP-0042",
        evse=None,
        connector=1,
        began_at=began,
        ended_at=began + 3_600 * SECOND,
        transactions=(transaction(500 + number),),
        lines=(
            line(0, "The plug was put in.", 10 * number),
            line(20, "Card 04A1B2C3 was accepted.", 10 * number + 2),
            line(3_600, "The driver unplugged.", 10 * number + 8),
        ),
        outcome=Outcome.COMPLETED,
        certainty=Certainty.OBSERVED,
        summary="Charged 12.83 kWh in an hour.",
        id_tag="04A1B2C3",
        stop_reason="EVDisconnected",
        energy_wh=12_831.0,
        peak_w=11_040.0,
        mean_w=10_730.0,
        mean_transaction_w=9_050.0,
        charging_s=3_300.0,
    )
    return replace(usual, **more)


def failed(number=1, outcome=Outcome.FAILED_NO_PLUG, **more):
    """Return a start that failed."""
    usual = story(
        number,
        transactions=(),
        outcome=outcome,
        summary="No plug came.",
        missing_step="plug",
        stop_reason="",
        energy_wh=None,
        peak_w=None,
        mean_w=None,
        mean_transaction_w=None,
        charging_s=None,
    )
    return replace(usual, **more)


def running(number=1, **more):
    """Return a session that goes on."""
    usual = story(
        number,
        outcome=Outcome.OPEN,
        ended_at=None,
        stop_reason="",
        transactions=(transaction(500 + number, ended_at=None, stop_message=None),),
    )
    return replace(usual, **more)


def facts(*stories, charger="CP-0042"):
    """Return the facts on a charger with these sessions."""
    return Facts(charger, 1_000, (), stories, ())
