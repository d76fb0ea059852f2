# SPDX-License-Identifier: Apache-2.0
"""A card of which nothing was sent (protocol handbook, 7.3).

That it was shown no message of the charger tells; somebody beside it had it noted.
"""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import CARD_SHOWN

_FOLLOWING: Final = frozenset(
    {"Authorize", "StartTransaction", "StopTransaction", "TransactionEvent"}
)


class NothingSent(Rule):
    """A card was shown, as somebody noted, and neither Authorize nor a session came."""

    id = "AUTH-03"
    actions = _FOLLOWING | {CARD_SHOWN, "Disconnected"}
    hears = Hears.CHARGER_CALLS | Hears.LINKS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for what a card leads to; without a connection nothing is to come."""
        if seen.message.action != CARD_SHOWN:
            if _may_follow(seen):
                self.met(CARD_SHOWN)
            return ()
        allowed = known.thresholds.card_shown_s * SECOND
        facts = {"allowed": duration(allowed)}
        self.expect(CARD_SHOWN, seen.at + allowed, Evidence.of(seen, facts=facts))
        return ()


def _may_follow(seen: Observation) -> bool:
    """Return whether a message may come from the card: a mere update does not."""
    is_update = text_at(seen.payload, "eventType") == "Updated"
    return not is_update or "idToken" in seen.payload
