# SPDX-License-Identifier: Apache-2.0
"""The protocol itself (protocol handbook, 7.10)."""

from collections.abc import Iterable

from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Rule
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction


class ErrorFromCharger(Rule):
    """The charger answers a command with a CALLERROR."""

    id = "PRO-03"
    actions = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at errors only."""
        if not seen.is_error or seen.message.direction is not Direction.IN:
            return ()
        message = seen.message
        action, code = message.action or "an unknown call", message.error_code or "none"
        facts = {"action": action, "code": code}
        return [Evidence.of(seen, also=[message.answer_to], facts=facts, key=action)]
