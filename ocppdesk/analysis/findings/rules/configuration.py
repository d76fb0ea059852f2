# SPDX-License-Identifier: Apache-2.0
"""Settings that were refused, lost, or are risky (protocol handbook, 7.11)."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import parts_at, text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import listed
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.core.configuration.values import same_value
from ocppdesk.core.masking import is_secret, mask_text
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number

_CHANGES: Final = frozenset({"ChangeConfiguration", "SetVariables"})
_READS: Final = frozenset({"GetConfiguration", "GetVariables", "NotifyReport"})
_LISTS: Final = ("data", "measurands")
_PHASE: Final = re.compile(r"\.(l[123]|n)(-(l[123]|n))?$")
_SHOWN: Final = 6  # names in a text
_NAMES_KEPT: Final = 200


def changes(seen: Observation) -> Iterator[tuple[str, str, str]]:
    """Return what an answer says to changes: name, value that was sent, status.

    OCPP 1.6, 5.3; OCPP 2.0.1, B05.
    """
    call = seen.call
    if call is None or seen.message.direction is not Direction.IN:
        return
    if seen.message.action == "ChangeConfiguration":
        status = text_at(seen.payload, "status") or seen.message.error_code or ""
        yield text_at(call.payload, "key"), text_at(call.payload, "value"), status
        return
    sent = {
        _variable(part): text_at(part, "attributeValue")
        for part in parts_at(call.payload, "setVariableData")
    }
    for part in parts_at(seen.payload, "setVariableResult"):
        name = _variable(part)
        yield name, sent.get(name, ""), text_at(part, "attributeStatus")


def _variable(part: object) -> str:
    return f"{text_at(part, 'component', 'name')}.{text_at(part, 'variable', 'name')}"


class ChangeRefused(Rule):
    """A change of a setting is refused, or takes effect only after a reboot.

    What waits for a reboot is told until a BootNotification comes.
    """

    id = "CFG-01"
    actions = _CHANGES
    hears = Hears.ANSWERS

    _REFUSALS: Final = {
        "Rejected": "rejected",
        "NotSupported": "unsupported",
        "UnknownComponent": "unsupported",
        "UnknownVariable": "unsupported",
        "NotSupportedAttributeType": "unsupported",
    }

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._names: dict[str, list[str]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the answers to changes."""
        if not seen.is_answer:
            return ()
        found = []
        for name, _value, status in changes(seen):
            variant = self._REFUSALS.get(status)
            if variant is None:
                continue
            names = self._names.setdefault(variant, [])
            if name not in names and len(names) < _NAMES_KEPT:
                names.append(name)
            facts = {"names": listed(names, most=_SHOWN), "number": len(names)}
            also = [seen.message.answer_to]
            found.append(
                Evidence.of(seen, also=also, facts=facts, key=variant, variant=variant)
            )
        return found

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell what waits for a reboot."""
        waiting = known.settings.waiting
        if not waiting:
            return ()
        at = max(entry.written_at or 0 for entry in waiting)
        names = listed((entry.address.text for entry in waiting), most=_SHOWN)
        return [Evidence(at, facts={"names": names}, key="reboot", variant="reboot")]


class NotStored(Rule):
    """A change is accepted, and what is read later is another value."""

    id = "CFG-02"
    actions = _READS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare what was just read with what was accepted."""
        if seen.message.direction is not Direction.IN:
            return ()
        return [
            Evidence.of(
                seen,
                key=entry.address.text,
                facts={
                    "name": entry.address.text,
                    "wanted": _shown(entry, entry.written),
                    "found": _shown(entry, entry.value),
                },
            )
            for entry in known.settings.entries
            if entry.read_at == seen.at and self._is_other(entry, known)
        ]

    def _is_other(self, entry: Entry, known: Known) -> bool:
        if entry.status != "Accepted" or entry.written is None or entry.value is None:
            return False
        if (entry.written_at or 0) > (entry.read_at or 0):
            return False
        kind = known.settings.type_of(entry)
        if entry.address.name.lower().endswith(_LISTS) and "," in entry.value:
            # Some spell a measurand out by its phases when it is read back.
            return _measurands(entry.written) != _measurands(entry.value)
        return not same_value(kind, entry.written, entry.value)


def _measurands(text: str) -> set[str]:
    """Return the measurands of a list, without phases."""
    return {_PHASE.sub("", each.strip().casefold()) for each in text.split(",")}


def _shown(entry: Entry, value: str | None) -> str:
    if entry.is_secret:
        return "another one" if value else "none"
    return f"“{mask_text(value or '')}”"


class UnsupportedMeasurand(Rule):
    """A list of measurands is refused as a whole."""

    id = "CFG-03"
    actions = _CHANGES
    hears = Hears.ANSWERS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for lists that were refused."""
        if not seen.is_answer:
            return ()
        return [
            Evidence.of(
                seen,
                also=[seen.message.answer_to],
                key=name,
                facts={"name": name, "value": value, "status": status},
            )
            for name, value, status in changes(seen)
            if name.lower().endswith(_LISTS)
            and "," in value
            and status in ("Rejected", "NotSupported")
        ]


class _SettingsRule(Rule):
    """Judges settings by their values, whenever some were read or written."""

    actions = _READS | _CHANGES

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Judge them as they are now."""
        return [
            Evidence(
                self._told_at(names, known),
                facts={"what": what, "names": listed(names, most=_SHOWN)},
                key=names,
            )
            for names, what in self._oddities(known)
        ]

    def _oddities(self, known: Known) -> Iterator[tuple[tuple[str, ...], str]]:
        """Return the names of settings, and what is odd about them, as a sentence."""
        raise NotImplementedError

    def _told_at(self, names: tuple[str, ...], known: Known) -> int:
        ends = tuple(name.rpartition(".")[2].lower() for name in names)
        times = [
            max(entry.read_at or 0, entry.written_at or 0)
            for entry in known.settings.entries
            if entry.address.name.lower() in ends
        ]
        return max(times, default=known.traffic.last_at or 0)


class RiskyTimers(_SettingsRule):
    """An interval or time-out is set so that sessions, links or data suffer.

    Whether a long one is wanted, as with a metered SIM card, only the owner knows.
    """

    id = "CFG-04"

    def _oddities(self, known: Known) -> Iterator[tuple[tuple[str, ...], str]]:
        timeout = "TxCtrlr.EVConnectionTimeOut" if known.is_2x else "ConnectionTimeOut"
        told = _number(known, timeout)
        if told is not None and 0 < told < 20:
            yield (timeout,), f"Drivers have {told} s to plug in."
        ping = (
            "OCPPCommCtrlr.WebSocketPingInterval"
            if known.is_2x
            else "WebSocketPingInterval"
        )
        beat = "OCPPCommCtrlr.HeartbeatInterval" if known.is_2x else "HeartbeatInterval"
        pings, beats = _number(known, ping), _number(known, beat)
        if beats is None:
            beats = known.boots.heartbeat_s
        if pings == 0 and beats is not None and beats > 300:
            yield (
                (ping, beat),
                f"The charger sends no pings and a Heartbeat every {beats} s: routers "
                "forget such a connection, and nobody notices that it is gone.",
            )
        interval = (
            "SampledDataCtrlr.TxUpdatedInterval"
            if known.is_2x
            else "MeterValueSampleInterval"
        )
        every = _number(known, interval)
        if every == 0:
            yield (interval,), "No values are sent while charging."
        elif every is not None and 0 < every < 5:
            yield (interval,), f"Values are sent every {every} s, which is a flood."
        least = _number(known, "MinimumStatusDuration")
        if least is not None and least > 30:
            yield (
                ("MinimumStatusDuration",),
                f"A status is told only after {least} s; shorter ones are never seen.",
            )


class DataLossSettings(_SettingsRule):
    """Settings by which a single failure loses the data of a transaction."""

    id = "CFG-05"

    def _oddities(self, known: Known) -> Iterator[tuple[tuple[str, ...], str]]:
        attempts = (
            "OCPPCommCtrlr.MessageAttempts"
            if known.is_2x
            else "TransactionMessageAttempts"
        )
        told = _number(known, attempts)
        if told is not None and told <= 1:
            yield (
                (attempts,),
                "A message of a transaction that fails once is thrown away.",
            )
        if known.is_2x:
            every, ended = (
                "SampledDataCtrlr.TxUpdatedInterval",
                "SampledDataCtrlr.TxEndedMeasurands",
            )
        else:
            every, ended = "MeterValueSampleInterval", "StopTxnSampledData"
        if _number(known, every) == 0 and _value(known, ended) == "":
            yield (
                (every, ended),
                "Nothing but the first and last reading tells of a session's energy.",
            )


class StartsForAnybody(_SettingsRule):
    """Settings by which sessions start or go on without an accepted card."""

    id = "CFG-06"

    _ON: Final = (
        ("FreeVend", "Sessions start without a card."),
        ("FreeVendActive", "Sessions start without a card."),
        ("FreeCharging", "Sessions start without a card."),
        ("AllowOfflineTxForUnknownId", "Unknown cards may charge while offline."),
        ("LocalPreAuthorize", "Known cards start before the CSMS is asked."),
    )
    _OFF: Final = (
        ("StopTransactionOnInvalidId", "A session goes on though its card is refused."),
    )

    def _oddities(self, known: Known) -> Iterator[tuple[tuple[str, ...], str]]:
        for name, what in self._ON:
            if _is(known, name, "true"):
                yield (name,), what
        for name, what in self._OFF:
            if _is(known, name, "false"):
                yield (name,), what
        if _is(known, "AuthCtrlr.Enabled", "false"):
            yield ("AuthCtrlr.Enabled",), "Sessions start without a card."


class SurvivesUnplugging(Rule):
    """A transaction goes on though the car was unplugged, as the settings have it."""

    id = "CFG-07"
    actions = frozenset({"StatusNotification"})
    hears = Hears.CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for a car that went while its transaction goes on (OCPP 1.6, 4.9)."""
        if seen.is_answer or text_at(seen.payload, "status") != "SuspendedEV":
            return ()
        if "disconnect" not in text_at(seen.payload, "info").lower():
            return ()
        is_known = _is(known, "StopTransactionOnEVSideDisconnect", "false")
        return [Evidence.of(seen, is_possible=not is_known)]


class StartStopPoints(_SettingsRule):
    """Transactions of OCPP 2.x begin at a point that none of the stop points ends."""

    id = "CFG-08"

    _PAIRS: Final = ("ParkingBayOccupancy", "Authorized")

    def _oddities(self, known: Known) -> Iterator[tuple[tuple[str, ...], str]]:
        if not known.is_2x:
            return
        names = ("TxCtrlr.TxStartPoint", "TxCtrlr.TxStopPoint")
        starts, stops = (_listed(known, name) for name in names)
        if "DataSigned" in stops:
            yield names[1:], "DataSigned is no point at which a transaction can end."
        if not starts or not stops:
            return
        for point in self._PAIRS:
            # What comes later than authorisation ends with it as well.
            if point in starts and point not in stops and "EVConnected" not in stops:
                yield (
                    names,
                    f"Transactions begin with {point}, and neither that nor "
                    "EVConnected ends them.",
                )


def _value(known: Known, name: str) -> str | None:
    """Return the value of a key, or of a variable as `Component.Variable`."""
    component, _, variable = name.rpartition(".")
    return known.variable(component, variable) if component else known.key(name)


def _number(known: Known, name: str) -> int | None:
    return whole_number(_value(known, name))


def _is(known: Known, name: str, wanted: str) -> bool:
    return not is_secret(name) and (_value(known, name) or "").lower() == wanted


def _listed(known: Known, name: str) -> list[str]:
    parts = (_value(known, name) or "").split(",")
    return [part.strip() for part in parts if part.strip()]
