# SPDX-License-Identifier: Apache-2.0
"""What chargers say wrongly all the time; apply a habit before it connects."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from ocppdesk.core.versions import Version
from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.outbox import Call, Payload
from ocppdesk.simulator.profiles import parse_profile

_REGISTER: Final = "Energy.Active.Import.Register"


def keeps_old_limit(charger: Charger) -> None:
    """Obey a profile of 0 A that somebody stored long ago."""
    for connector in charger.connectors:
        profile = parse_profile(
            _forbidding(connector.number, charger.version),
            connector=connector.number,
            at=charger.wall(),
        )
        charger.smart.install(profile)


def _forbidding(number: int, version: Version) -> dict[str, Any]:
    period = {"startPeriod": 0, "limit": 0.0}
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
    profile = {
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
    }
    if version is Version.V16:
        return profile | {"chargingProfileId": number, "chargingSchedule": schedule}
    return profile | {"id": number, "chargingSchedule": [{"id": number, **schedule}]}


def forgets_stop(charger: Charger) -> None:
    """Never tell the end of a transaction."""
    charger.outbox.bend = lambda call: (
        [] if _tells(call, "StopTransaction", "Ended") else [call]
    )


def starts_twice(charger: Charger) -> None:
    """Tell each start of a transaction again, as after a lost answer."""

    def bend(call: Call) -> list[Call]:
        is_start = _tells(call, "StartTransaction", "Started")
        return [call, replace(call, on_answer=None)] if is_start else [call]

    charger.outbox.bend = bend


def mistakes_kilowatt_hours(charger: Charger) -> None:
    """Report the register in kWh and call it Wh."""
    _change_register(charger, lambda value: round(value / 1000.0, 3))


def freezes_register(charger: Charger) -> None:
    """Report the value for ever that the register had at first."""
    shown = int(charger.build.register_wh)
    _change_register(charger, lambda _value: shown)
    change = charger.outbox.bend

    def bend(call: Call) -> Iterator[Call]:
        for bent in change(call):
            if bent.action == "StopTransaction":
                yield _altered(bent, lambda payload: payload | {"meterStop": shown})
            else:
                yield bent

    charger.outbox.bend = bend


def breaks_json(charger: Charger) -> None:
    """Leave a comma behind the last value of a message with meter values."""

    def spell(text: str) -> str:
        has_values = '"MeterValues"' in text or '"MeterValuePeriodic"' in text
        return f"{text[:-2]},}}]" if has_values and text.endswith("}]") else text

    charger.spell = spell


def _tells(call: Call, action: str, event: str) -> bool:
    """Return whether a call is an action of 1.6, or the event that 2.x has for it."""
    if call.action == "TransactionEvent":
        return bool(call.build()["eventType"] == event)
    return call.action == action


def _change_register(charger: Charger, change: Callable[[float], float]) -> None:
    """Change what the register shows in meter values of any message."""

    def alter(payload: Payload) -> Payload:
        return _altered_values(payload, change)

    charger.outbox.bend = lambda call: [_altered(call, alter)]


def _altered(call: Call, alter: Callable[[Payload], Payload]) -> Call:
    build = call.build
    return replace(call, build=lambda: alter(build()))


def _altered_values(payload: Payload, change: Callable[[float], float]) -> Payload:
    found = dict(payload)
    for name in ("meterValue", "transactionData"):
        if name in payload:
            found[name] = [
                value
                | {"sampledValue": [_sampled(s, change) for s in value["sampledValue"]]}
                for value in payload[name]
            ]
    return found


def _sampled(
    sampled: dict[str, Any], change: Callable[[float], float]
) -> dict[str, Any]:
    if sampled["measurand"] != _REGISTER:
        return sampled
    value = change(float(sampled["value"]))
    # A value is text in 1.6, and a number in 2.x.
    return sampled | {"value": str(value) if type(sampled["value"]) is str else value}
