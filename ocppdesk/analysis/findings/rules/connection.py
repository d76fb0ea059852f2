# SPDX-License-Identifier: Apache-2.0
"""Connections of one charger (protocol handbook, 7.1)."""

from collections.abc import Iterable

from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Needs, Rule
from ocppdesk.analysis.findings.wording import duration


class SilentLink(Rule):
    """A connection is open, and for more than three intervals nothing came over it.

    The interval is the longest of the granted heartbeat interval and a minute; pongs
    count as well where the connection was recorded here.
    """

    id = "CON-08"
    needs = Needs.LINKS

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Look at the connection that is open now."""
        traffic = known.traffic
        if not traffic.is_connected or not traffic.links:
            return ()
        link = list(traffic.links.values())[-1]
        if link.ended_at is not None:
            return ()
        heard = max(link.last_heard_at or link.began_at, traffic.heard_at or 0)
        silent = now - heard
        if silent <= known.silence_us:
            return ()
        facts = {"silent": duration(silent), "allowed": duration(known.silence_us)}
        return [Evidence(heard, facts=facts)]
