# SPDX-License-Identifier: Apache-2.0
"""Settings that are risky, or explain a lot (protocol handbook, 7.11)."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.configuration import (
    CHANGES,
    READS,
    SHOWN,
    keep,
    messages_of,
)
from ocppdesk.analysis.findings.wording import listed
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.configuration.settings import Address, key_address, variable_address
from ocppdesk.core.configuration.values import flag_of, split_items
from ocppdesk.core.numbers import whole_number


class _Oddity(NamedTuple):
    """What is odd about some settings."""

    names: tuple[str, ...]
    """A key, or a variable as `Address.text` has it."""
    what: str
    """As a sentence."""
    is_possible: bool = False
    """Whether it may be all right."""


class _SettingsRule(Rule):
    """Judges settings by their values, whenever some were read or written."""

    actions = READS | CHANGES
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By time: the message that told of settings.
        self._messages: dict[Hashable, tuple[int, ...]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Keep which message told."""
        keep(self._messages, seen.at, messages_of(seen))
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Judge them as they are now."""
        for oddity in self._oddities(known):
            at = self._told_at(oddity.names, known)
            yield Evidence(
                at or known.traffic.last_at or 0,
                self._messages.get(at, ()),
                facts={
                    "what": oddity.what,
                    "names": listed(oddity.names, most=SHOWN),
                },
                key=oddity.names,
                is_possible=oddity.is_possible,
            )

    def _oddities(self, known: Known) -> Iterator[_Oddity]:
        """Return what is odd about settings."""
        raise NotImplementedError

    def _told_at(self, names: tuple[str, ...], known: Known) -> int | None:
        """Return when the newest of some settings was told."""
        entries = (known.settings.entry(_address(name)) for name in names)
        times = [
            max(entry.read_at or 0, entry.written_at or 0)
            for entry in entries
            if entry is not None
        ]
        return max(times, default=None)


class RiskyTimers(_SettingsRule):
    """An interval or time-out is set so that sessions, links or data suffer.

    Whether a long one is wanted, as with a metered SIM card, only the owner knows.
    """

    id = "CFG-04"

    _SHORT_TIMEOUT: Final = 20
    _LONG_SILENCE: Final = 300
    _MANY_SAMPLES: Final = 5
    _LATE_STATUS: Final = 30

    def _oddities(self, known: Known) -> Iterator[_Oddity]:
        timeout = "TxCtrlr.EVConnectionTimeOut" if known.is_2x else "ConnectionTimeOut"
        told = _number(known, timeout)
        if told is not None and 0 < told < self._SHORT_TIMEOUT:
            yield _Oddity((timeout,), f"Drivers have {told} s to plug in.")
        yield from self._pings(known)
        yield from self._samples(known)
        least = _number(known, "MinimumStatusDuration")
        if least is not None and least > self._LATE_STATUS:
            yield _Oddity(
                ("MinimumStatusDuration",),
                f"A status is told only after {least} s; shorter ones are never seen.",
            )

    def _pings(self, known: Known) -> Iterator[_Oddity]:
        ping = "WebSocketPingInterval"
        beat = "HeartbeatInterval"
        if known.is_2x:
            ping, beat = f"OCPPCommCtrlr.{ping}", f"OCPPCommCtrlr.{beat}"
        pings, beats = _number(known, ping), _number(known, beat)
        if beats is None:
            beats = known.boots.heartbeat_s
        if pings == 0 and beats is not None and beats > self._LONG_SILENCE:
            yield _Oddity(
                (ping, beat),
                f"The charger sends no pings and a Heartbeat every {beats} s: routers "
                "forget such a connection, and nobody notices that it is gone.",
            )
        attempts, retry = _attempts(known), _retry(known)
        tries, wait = _number(known, attempts), _number(known, retry)
        if pings and tries and wait and 0 < tries * wait <= pings:
            yield _Oddity(
                (ping, attempts, retry),
                f"The charger pings every {pings} s, and gives a message up after "
                f"about {tries * wait} s: over a connection that is dead it throws "
                "data away before it notices.",
            )

    def _samples(self, known: Known) -> Iterator[_Oddity]:
        interval = _sampling(known)
        every = _number(known, interval)
        if every == 0 and not _number(known, _aligning(known)):
            yield _Oddity((interval,), "No values are sent while charging.")
        elif every is not None and 0 < every < self._MANY_SAMPLES:
            what = f"Values are sent every {every} s, which is a flood."
            yield _Oddity((interval,), what)


def _attempts(known: Known) -> str:
    if known.is_2x:
        return "OCPPCommCtrlr.MessageAttempts[TransactionEvent]"
    return "TransactionMessageAttempts"


def _retry(known: Known) -> str:
    if known.is_2x:
        return "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]"
    return "TransactionMessageRetryInterval"


def _sampling(known: Known) -> str:
    if known.is_2x:
        return "SampledDataCtrlr.TxUpdatedInterval"
    return "MeterValueSampleInterval"


def _aligning(known: Known) -> str:
    return "AlignedDataCtrlr.Interval" if known.is_2x else "ClockAlignedDataInterval"


class DataLossSettings(_SettingsRule):
    """Settings by which a single failure loses the data of a transaction."""

    id = "CFG-05"

    def _oddities(self, known: Known) -> Iterator[_Oddity]:
        attempts = _attempts(known)
        told = _number(known, attempts)
        if told is not None and told <= 1:
            yield _Oddity(
                (attempts,),
                "A message of a transaction that fails once is thrown away.",
            )
        every = _sampling(known)
        ended, aligned = "StopTxnSampledData", "StopTxnAlignedData"
        if known.is_2x:
            ended = "SampledDataCtrlr.TxEndedMeasurands"
            aligned = "AlignedDataCtrlr.TxEndedMeasurands"
        if _number(known, every) or _value(known, aligned):
            return
        is_off = _number(known, every) == 0 and not _number(known, _aligning(known))
        if is_off and _value(known, ended) == "":
            yield _Oddity(
                (every, ended),
                "Nothing but the first and last reading tells of a session's energy.",
            )


class StartsForAnybody(_SettingsRule):
    """Settings by which sessions start or go on without an accepted card."""

    id = "CFG-06"

    _FREE: Final = "Sessions start without a card."
    _ODD: Final = (
        # Zaptec, MicroOcpp (also with the prefix of older versions).
        ("FreeVend", True, _FREE),
        ("FreeCharging", True, _FREE),
        ("FreeVendActive", True, _FREE),
        ("Cst_FreeVendActive", True, _FREE),
        ("AO_FreeVendActive", True, _FREE),
        ("AuthCtrlr.Enabled", False, _FREE),
        ("AllowOfflineTxForUnknownId", True, "Unknown cards may charge while offline."),
        ("AuthCtrlr.OfflineTxForUnknownIdEnabled", True,
         "Unknown cards may charge while offline."),
        ("LocalPreAuthorize", True, "Known cards start before the CSMS is asked."),
        ("AuthCtrlr.LocalPreAuthorize", True,
         "Known cards start before the CSMS is asked."),
        ("StopTransactionOnInvalidId", False,
         "A session goes on though its card is refused."),
        ("TxCtrlr.StopTxOnInvalidId", False,
         "A session goes on though its card is refused."),
    )  # fmt: skip
    """Name, the value that lets anybody charge, and what it means."""

    def _oddities(self, known: Known) -> Iterator[_Oddity]:
        for name, odd, what in self._ODD:
            if _flag(known, name) is odd:
                yield _Oddity((name,), what)


class SurvivesUnplugging(Rule):
    """A transaction goes on though the car was unplugged, as the settings have it."""

    id = "CFG-07"
    actions = frozenset({"StatusNotification", "TransactionEvent"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for a car that went while its transaction goes on.

        OCPP 1.6, 4.9; OCPP 2.0.1, E10.
        """
        is_gone = (
            self._is_gone_1(seen)
            if seen.message.action == "StatusNotification"
            else self._is_gone_2(seen)
        )
        if not is_gone:
            return ()
        name = (
            "TxCtrlr.StopTxOnEVSideDisconnect"
            if known.is_2x
            else "StopTransactionOnEVSideDisconnect"
        )
        ends = _flag(known, name)
        if ends:
            return ()  # it ends in a moment
        is_told = ends is not None
        facts = {"name": name, "is": "is" if is_told else "seems to be"}
        return [Evidence.of(seen, facts=facts, is_possible=not is_told)]

    def _is_gone_1(self, seen: Observation) -> bool:
        if text_at(seen.payload, "status") != "SuspendedEV":
            return False
        return "disconnect" in text_at(seen.payload, "info").lower()

    def _is_gone_2(self, seen: Observation) -> bool:
        trigger = text_at(seen.payload, "triggerReason")
        return (
            text_at(seen.payload, "eventType") == "Updated"
            and trigger in ("EVCommunicationLost", "EVDeparted")
            and text_at(seen.payload, "transactionInfo", "chargingState") == "Idle"
        )


class StartStopPoints(_SettingsRule):
    """Transactions of OCPP 2.x begin at a point that none of the stop points ends."""

    id = "CFG-08"

    _PAIRS: Final = ("ParkingBayOccupancy", "Authorized")

    def _oddities(self, known: Known) -> Iterator[_Oddity]:
        if not known.is_2x:
            return
        names = ("TxCtrlr.TxStartPoint", "TxCtrlr.TxStopPoint")
        starts, stops = (split_items(_value(known, name) or "") for name in names)
        if "DataSigned" in stops:
            what = "DataSigned is no point at which a transaction can end."
            yield _Oddity(names[1:], what)
        if not starts or not stops:
            return
        for point in self._PAIRS:
            if point not in starts or point in stops:
                continue
            if "EVConnected" in stops:
                # Ended by unplugging; but not if nothing was ever plugged in.
                what = (
                    f"Transactions begin with {point}, and EVConnected ends them: "
                    "one without a car may stay open."
                )
            else:
                what = (
                    f"Transactions begin with {point}, and neither that nor "
                    "EVConnected ends them."
                )
            yield _Oddity(names, what, is_possible="EVConnected" in stops)


def _address(name: str) -> Address:
    """Return which setting a name is: a key, or a variable as `Address.text` has it."""
    return variable_address(name) or key_address(name)


def _value(known: Known, name: str) -> str | None:
    """Return the value of a setting; of an instance, else of the variable as such."""
    address = _address(name)
    found = known.setting(address)
    if found is None and address.instance:
        return known.setting(replace(address, instance=""))
    return found


def _number(known: Known, name: str) -> int | None:
    return whole_number(_value(known, name))


def _flag(known: Known, name: str) -> bool | None:
    return flag_of(_value(known, name) or "")
