# SPDX-License-Identifier: Apache-2.0
"""Firmware updates and logs (protocol handbook, 7.9 and 9)."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import HOUR, MINUTE, duration, times
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

_FIRMWARE: Final = frozenset(
    {"FirmwareStatusNotification", "SignedFirmwareStatusNotification"}
)
_UPDATES: Final = frozenset({"UpdateFirmware", "SignedUpdateFirmware"})
_LOGS: Final = frozenset({"DiagnosticsStatusNotification", "LogStatusNotification"})
_ASKS: Final = frozenset({"GetDiagnostics", "GetLog"})
_GOING_ON: Final = frozenset({"Downloading", "Downloaded", "Installing"})
_WAITING: Final = frozenset({"DownloadScheduled", "InstallScheduled", "DownloadPaused"})
_BOOT: Final = "BootNotification"
_BOOT_WITHIN: Final = 15 * MINUTE
_MANY_UPLOADS: Final = 5


def _status(seen: Observation) -> str:
    """Return the status that a charger tells; empty for anything else."""
    if seen.is_answer or seen.message.direction is not Direction.IN:
        return ""
    return text_at(seen.payload, "status")


class DownloadFailed(Rule):
    """The charger says that the download of its firmware failed."""

    id = "FW-01"
    actions = _FIRMWARE | _UPDATES

    _asked: int | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for DownloadFailed (OCPP 1.6, 4.5; 2.0.1, L01)."""
        if seen.message.action in _UPDATES and not seen.is_answer:
            self._asked = seen.message.id
        if _status(seen) != "DownloadFailed":
            return ()
        # Of an older job it is a consequence of the newer one (L01.FR.24).
        lately = known.commands.lately(*_UPDATES, at=seen.at, within_us=2 * MINUTE)
        asked = text_at(seen.payload, "requestId")
        newest = text_at(lately[0].payload, "requestId") if lately else asked
        if asked and newest != asked:
            return ()
        return [Evidence.of(seen, also=[self._asked])]


class UpdateStuck(Rule):
    """An update that was under way says nothing for half an hour."""

    id = "FW-02"
    actions = _FIRMWARE | {_BOOT}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the next status."""
        status = _status(seen)
        if seen.message.action == _BOOT:
            if not seen.is_answer:
                self.met("next")
            return ()
        if not status:
            return ()
        self.met("next")
        if status in _GOING_ON:
            allowed = known.thresholds.firmware_silence_min * MINUTE
            facts = {"status": status, "allowed": duration(allowed)}
            self.expect("next", seen.at + allowed, Evidence.of(seen, facts=facts))
        return ()


class OldVersion(Rule):
    """The charger says Installed, and its next boot shows the version it had before.

    Without a boot in 15 minutes nobody knows whether the new one runs.
    """

    id = "FW-03"
    actions = _FIRMWARE | {_BOOT}

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._installed: Observation | None = None
        self._had = ""

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare the versions before and after."""
        if seen.message.action == _BOOT:
            return self._boot(seen, known)
        status = _status(seen)
        if status in _GOING_ON and known.boots.last is not None:
            self._had = known.boots.last.boot.firmware
        if status != "Installed":
            return ()
        boot = known.boots.last
        if boot is not None and self._had and boot.boot.firmware != self._had:
            return ()  # it booted with the new one before it said so
        self._installed = seen
        evidence = Evidence.of(
            seen, facts={"version": self._had or "?"}, variant="no_boot"
        )
        self.expect("boot", seen.at + _BOOT_WITHIN, evidence)
        return ()

    def _boot(self, seen: Observation, known: Known) -> Iterable[Evidence]:
        boot, installed = known.boots.last, self._installed
        if seen.is_answer or boot is None or installed is None:
            return ()
        self.met("boot")
        self._installed = None
        if not self._had or boot.boot.firmware != self._had:
            return ()
        facts = {"version": self._had}
        return [Evidence.of(seen, also=[installed.message.id], facts=facts)]


class SignatureRefused(Rule):
    """The charger refuses the signature or the certificate of a firmware."""

    id = "FW-04"
    actions = _FIRMWARE | _UPDATES | {"SecurityEventNotification"}

    _REFUSALS: Final = (
        "InvalidSignature", "InvalidCertificate", "RevokedCertificate",
        "InvalidFirmwareSignature", "InvalidFirmwareSigningCertificate",
    )  # fmt: skip

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for refusals (OCPP 2.0.1, L01.FR.02, L01.FR.03 and L01.FR.22)."""
        if seen.message.direction is not Direction.IN:
            return ()
        if seen.is_answer:
            is_update = seen.message.action in _UPDATES
            told = text_at(seen.payload, "status") if is_update else ""
        elif seen.message.action == "SecurityEventNotification":
            told = text_at(seen.payload, "type")
        else:
            told = _status(seen)
        if told not in self._REFUSALS:
            return ()
        also = [seen.message.answer_to]
        return [Evidence.of(seen, also=also, facts={"told": told})]


class LeftUnavailable(Rule):
    """A connector is still unavailable a quarter of an hour after an update ended."""

    id = "FW-05"
    actions = _FIRMWARE

    _ended: tuple[int, int, str] | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note when an update ends."""
        status = _status(seen)
        if status in ("Installed", "InstallationFailed"):
            self._ended = (seen.at, seen.message.id, status)
        elif status in _GOING_ON | _WAITING:
            self._ended = None
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Look which connectors are unavailable."""
        if self._ended is None or len(known.transactions):
            return ()
        at, number, status = self._ended
        allowed = known.thresholds.after_update_min * MINUTE
        return [
            Evidence(
                at,
                tuple(sorted((number, state.since_message))),
                evse=state.evse or None,
                connector=state.connector,
                facts={"status": status, "since": duration(now - at)},
            )
            for state in known.connectors
            if state.status == "Unavailable"
            and now - at > allowed
            and state.since < at + allowed
            and at - state.since < HOUR
        ]


class UploadFailed(Rule):
    """The upload of a log fails, takes a quarter of an hour, or begins again and again.

    In OCPP 1.6 the charger does not say why.
    """

    id = "FW-06"
    actions = _LOGS | _ASKS

    _FAILURES: Final = (
        "UploadFailed", "UploadFailure", "BadMessage", "PermissionDenied",
        "NotSupportedOperation",
    )  # fmt: skip

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._asked: int | None = None
        self._uploads = 0

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Follow the statuses (OCPP 1.6, 4.4; 2.0.1, N01)."""
        if seen.message.action in _ASKS:
            if not seen.is_answer:
                self._asked, self._uploads = seen.message.id, 0
            return ()
        status = _status(seen)
        if not status:
            return ()
        also = [self._asked]
        if status != "Uploading":
            self.met("end")
            self._uploads = 0
            if status not in self._FAILURES:
                return ()
            facts = {"status": status}
            return [Evidence.of(seen, also=also, facts=facts, key=status)]
        self._uploads += 1
        allowed = known.thresholds.log_upload_min * MINUTE
        if not self.waits("end"):
            facts = {"allowed": duration(allowed)}
            evidence = Evidence.of(
                seen, also=also, facts=facts, key="slow", variant="slow"
            )
            self.expect("end", seen.at + allowed, evidence)
        if self._uploads <= _MANY_UPLOADS:
            return ()
        facts = {"often": times(self._uploads)}
        return [Evidence.of(seen, also=also, facts=facts, key="again", variant="again")]


class NoLog(Rule):
    """The charger is asked for a log and has none to give."""

    id = "FW-07"
    actions = _ASKS
    hears = Hears.ANSWERS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for answers without a file (OCPP 1.6, 5.9; 2.0.1, N01.FR.05)."""
        if not seen.is_answer or seen.is_error or seen.call is None:
            return ()
        if seen.message.direction is not Direction.IN:
            return ()
        is_log = seen.message.action == "GetLog"
        lacks = (
            text_at(seen.payload, "status") == "Rejected"
            if is_log
            else not text_at(seen.payload, "fileName")
        )
        if not lacks:
            return ()
        facts = {"action": seen.message.action}
        return [Evidence.of(seen, also=[seen.call.message.id], facts=facts)]
