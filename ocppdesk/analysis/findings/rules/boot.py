# SPDX-License-Identifier: Apache-2.0
"""Boot and registration (protocol handbook, 7.2)."""

from collections.abc import Iterable
from typing import ClassVar, Final

from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Rule
from ocppdesk.analysis.findings.wording import MINUTE, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

_BOOT: Final = "BootNotification"


class ResetWithoutEffect(Rule):
    """A Reset is accepted, and the charger neither leaves nor boots within 5 minutes.

    A charger of OCPP 2.x that says `Scheduled` waits until it is idle, which may take
    as long as it wants (OCPP 2.0.1, B12).
    """

    id = "BOOT-06"
    actions: ClassVar[frozenset[str]] = frozenset({"Reset", _BOOT, "Disconnected"})

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for what shows the restart."""
        if not seen.is_answer:
            if seen.message.action != "Reset":
                self.met("restart")
        elif (
            seen.is_result("Reset", Direction.IN)
            and seen.call is not None
            and text_at(seen.payload, "status") == "Accepted"
        ):
            allowed = known.thresholds.reset_min * MINUTE
            kind = text_at(seen.call.payload, "type") or "unknown"
            facts = {"kind": kind, "allowed": duration(allowed)}
            evidence = Evidence.of(seen, also=[seen.call.message.id], facts=facts)
            self.expect("restart", seen.at + allowed, evidence)
        return ()
