# SPDX-License-Identifier: Apache-2.0
"""What chargers say wrongly all the time; apply a habit before it connects."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.outbox import Call, Payload
from ocppdesk.simulator.profiles import parse_profile

_REGISTER: Final = "Energy.Active.Import.Register"
_FORBIDDEN: Final = {
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 0.0}],
    },
}


def keeps_old_limit(charger: Charger) -> None:
    """Obey a profile of 0 A that somebody stored long ago."""
    for connector in charger.connectors:
        profile = parse_profile(
            _FORBIDDEN | {"chargingProfileId": connector.number},
            connector=connector.number,
            at=charger.wall(),
        )
        charger.smart.install(profile)


def forgets_stop(charger: Charger) -> None:
    """Never send StopTransaction."""
    charger.outbox.bend = lambda call: (
        [] if call.action == "StopTransaction" else [call]
    )


def starts_twice(charger: Charger) -> None:
    """Send each StartTransaction again, as after a lost answer."""

    def bend(call: Call) -> list[Call]:
        is_start = call.action == "StartTransaction"
        return [call, replace(call, on_answer=None)] if is_start else [call]

    charger.outbox.bend = bend


def mistakes_kilowatt_hours(charger: Charger) -> None:
    """Report the register in kWh and call it Wh."""
    _change_register(charger, lambda text: f"{float(text) / 1000:.3f}")


def freezes_register(charger: Charger) -> None:
    """Report the value for ever that the register had at first."""
    shown = str(int(charger.build.register_wh))
    _change_register(charger, lambda _text: shown)
    change = charger.outbox.bend

    def bend(call: Call) -> Iterator[Call]:
        for bent in change(call):
            if bent.action == "StopTransaction":
                yield _altered(
                    bent, lambda payload: payload | {"meterStop": int(shown)}
                )
            else:
                yield bent

    charger.outbox.bend = bend


def breaks_json(charger: Charger) -> None:
    """Leave a comma behind the last value of MeterValues."""

    def spell(text: str) -> str:
        is_broken = '"MeterValues"' in text and text.endswith("}]")
        return f"{text[:-2]},}}]" if is_broken else text

    charger.spell = spell


def _change_register(charger: Charger, change: Callable[[str], str]) -> None:
    """Change what the register shows in meter values of any message."""

    def alter(payload: Payload) -> Payload:
        return _altered_values(payload, change)

    charger.outbox.bend = lambda call: [_altered(call, alter)]


def _altered(call: Call, alter: Callable[[Payload], Payload]) -> Call:
    build = call.build
    return replace(call, build=lambda: alter(build()))


def _altered_values(payload: Payload, change: Callable[[str], str]) -> Payload:
    found = dict(payload)
    for name in ("meterValue", "transactionData"):
        if name in payload:
            found[name] = [
                value
                | {"sampledValue": [_sampled(s, change) for s in value["sampledValue"]]}
                for value in payload[name]
            ]
    return found


def _sampled(sampled: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    if sampled["measurand"] != _REGISTER:
        return sampled
    return sampled | {"value": change(sampled["value"])}
