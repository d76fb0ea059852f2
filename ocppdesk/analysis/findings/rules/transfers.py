# SPDX-License-Identifier: Apache-2.0
"""Firmware updates and logs (protocol handbook, 7.9 and 9)."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.boots import Booted
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import part_at, text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import HOUR, MINUTE, duration, times
from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

_FIRMWARE: Final = frozenset(
    {"FirmwareStatusNotification", "SignedFirmwareStatusNotification"}
)
_UPDATES: Final = frozenset({"UpdateFirmware", "SignedUpdateFirmware"})
_LOGS: Final = frozenset({"DiagnosticsStatusNotification", "LogStatusNotification"})
_ASKS: Final = frozenset({"GetDiagnostics", "GetLog"})
_DONE_LOADING: Final = frozenset(
    {"Downloaded", "SignatureVerified", "InstallScheduled", "InstallRebooting",
     "Installing", "Installed"}
)  # fmt: skip
_MAY_WAIT: Final = frozenset({"Downloaded", "SignatureVerified"})
_GOING_ON: Final = frozenset(
    {"Downloading", "Downloaded", "SignatureVerified", "InstallRebooting",
     "Installing"}
)  # fmt: skip
_WAITING: Final = frozenset({"DownloadScheduled", "InstallScheduled", "DownloadPaused"})
_BOOT: Final = "BootNotification"
_BOOT_WITHIN: Final = 15 * MINUTE
_MANY_UPLOADS: Final = 5
_PROMPTLY: Final = 2 * MINUTE
_MOST_KEPT: Final = 100


def _status(seen: Observation) -> str:
    """Return the status that a charger tells; empty for anything else."""
    if seen.is_answer or seen.message.direction is not Direction.IN:
        return ""
    return text_at(seen.payload, "status")


class DownloadFailed(Rule):
    """The charger says that the download of its firmware failed.

    If it tries again and succeeds, nothing is told.
    """

    id = "FW-01"
    actions = _FIRMWARE | _UPDATES
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._asked: Observation | None = None
        self._is_loading = False
        self._replaces_one = False
        self._failed: list[Evidence] = []
        self._failed_before: deque[Evidence] = deque(maxlen=_MOST_KEPT)

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for DownloadFailed (OCPP 1.6, 4.5; 2.0.1, L01)."""
        if seen.message.action in _UPDATES:
            if text_at(seen.payload, "status") in ("", "Accepted", "AcceptedCanceled"):
                self._begin(seen.call)
            return ()
        status = _status(seen)
        is_of_older = self._is_of_older(seen)
        self._replaces_one = False
        self._is_loading = status in ("Downloading", "DownloadPaused")
        if status in _DONE_LOADING:
            self._failed.clear()
        elif status == "DownloadFailed" and not is_of_older:
            asked = None if self._asked is None else self._asked.message.id
            self._failed.append(Evidence.of(seen, also=[asked]))
            del self._failed[1:-_MOST_KEPT]
        return ()

    def _begin(self, call: Observation | None) -> None:
        self._failed_before.extend(self._failed)
        self._failed.clear()
        self._asked, self._replaces_one = call, self._is_loading

    def _is_of_older(self, seen: Observation) -> bool:
        """Return whether it is of a job that a newer one cancelled (L01.FR.24)."""
        told = text_at(seen.payload, "requestId")
        if told and self._asked is not None:
            asked = text_at(self._asked.payload, "requestId")
            return bool(asked) and asked != told
        return self._replaces_one

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell of those after which nothing was loaded."""
        return [*self._failed_before, *self._failed]


class UpdateStuck(Rule):
    """An update that was under way says nothing for half an hour.

    Before it is installed it may wait for a session, or for the time that was set.
    """

    id = "FW-02"
    actions = _FIRMWARE | _UPDATES | {_BOOT}
    hears = Hears.CALLS

    _install_at: int | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the next status."""
        action, status = seen.message.action, _status(seen)
        if action in _UPDATES:
            told = part_at(seen.payload, "firmware").get("installDateTime")
            self._install_at = charger_time(told)
        if action == _BOOT:
            self.met("next")
        if action not in _FIRMWARE or not status:
            return ()
        self.met("next")
        if status in _GOING_ON:
            allowed = known.thresholds.firmware_silence_min * MINUTE
            facts = {"status": status, "allowed": duration(allowed)}
            begin = seen.at
            if status in _MAY_WAIT:
                begin = max(begin, self._install_at or 0)
            self.expect("next", begin + allowed, Evidence.of(seen, facts=facts))
        return ()

    def expired(
        self, key: object, evidence: Evidence | None, known: Known
    ) -> Iterable[Evidence]:
        """Say nothing while it may wait for a session."""
        if evidence is None:
            return ()
        may_wait = evidence.facts["status"] in _MAY_WAIT
        return () if may_wait and len(known.transactions) else (evidence,)


class OldVersion(Rule):
    """The charger says Installed, and its next boot shows the version it had before.

    Without a boot in 15 minutes nobody knows whether the new one runs.
    """

    id = "FW-03"
    actions = _FIRMWARE | {_BOOT}
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._installed: Observation | None = None
        self._had = ""
        self._is_under_way = False
        self._booted: Booted | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare the versions before and after."""
        if seen.message.action == _BOOT:
            return self._boot(seen, known)
        status = _status(seen)
        if status in _GOING_ON and not self._is_under_way:
            last = known.boots.last
            self._is_under_way, self._booted = True, None
            self._had = "" if last is None else last.boot.firmware
        elif status == "Installed":
            self._wait(seen, known)
            self._is_under_way = False
        elif status in ("InstallationFailed", "DownloadFailed"):
            self._is_under_way = False
        return ()

    def _wait(self, seen: Observation, known: Known) -> None:
        """Wait for the boot that shows the version, unless it has been."""
        booted, last = self._booted, known.boots.last
        if not self._is_under_way:
            # The steps before were not told; it may just have booted.
            self._had = "" if last is None else last.boot.firmware
            if last is not None and seen.at - last.at < _BOOT_WITHIN:
                return
        if booted is not None and (not self._had or booted.boot.firmware != self._had):
            return  # it booted with the new one before it said so
        self._installed = seen
        facts = {
            "version": self._had,
            "before": f"; before it was {self._had}" if self._had else "",
        }
        also = [] if booted is None else [booted.message]
        variant = "no_boot" if booted is None else ""
        evidence = Evidence.of(seen, also=also, facts=facts, variant=variant)
        self.expect("boot", seen.at + _BOOT_WITHIN, evidence)

    def _boot(self, seen: Observation, known: Known) -> Iterable[Evidence]:
        boot, installed = known.boots.last, self._installed
        if boot is None:
            return ()
        if self._is_under_way:
            self._booted = boot
        if installed is None:
            return ()
        self.met("boot")
        self._installed = None
        if not self._had or boot.boot.firmware != self._had:
            return ()
        facts = {"version": self._had, "before": ""}
        return [Evidence.of(seen, also=[installed.message.id], facts=facts)]


class SignatureRefused(Rule):
    """The charger refuses the signature or the certificate of a firmware."""

    id = "FW-04"
    actions = _FIRMWARE | _UPDATES | {"SecurityEventNotification"}
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

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
    """A connector is still unavailable a quarter of an hour after an update ended.

    What the CSMS took out of service does not count.
    """

    id = "FW-05"
    actions = _FIRMWARE
    hears = Hears.CHARGER_CALLS

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
                is_possible=known.traffic.is_connected is False,
            )
            for state in known.connectors
            if state.status == "Unavailable"
            and known.availability.out_of_service_by(state.evse or state.connector)
            is None
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
    hears = Hears.CALLS

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
            # What was asked for before is given up.
            self._asked, self._uploads = seen.message.id, 0
            self.met("end")
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
    """The charger is asked for a log and has none to give.

    Some name no file, and upload one all the same.
    """

    id = "FW-07"
    actions = _ASKS | _LOGS
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for answers without a file (OCPP 1.6, 5.9; 2.0.1, N01.FR.05)."""
        action = seen.message.action or ""
        if action in _LOGS:
            if _status(seen) not in ("", "Idle"):
                self.met("upload")
            return ()
        if seen.call is None:
            return ()
        also, facts = [seen.call.message.id], {"action": action}
        evidence = Evidence.of(seen, also=also, facts=facts)
        if action == "GetLog":
            is_refused = text_at(seen.payload, "status") == "Rejected"
            return [evidence] if is_refused else ()
        if not text_at(seen.payload, "fileName"):
            self.expect("upload", seen.at + _PROMPTLY, evidence)
        return ()
