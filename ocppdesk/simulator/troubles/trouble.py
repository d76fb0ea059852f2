# SPDX-License-Identifier: Apache-2.0
"""What a trouble is: a charger that is odd, and what happens to it."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from ocppdesk.core.versions import Version
from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.clock import Clock
from ocppdesk.simulator.simulated import SimulatedCharger
from ocppdesk.simulator.troubles.scripts import stay


def _well_behaved(charger: Charger) -> None:
    """Change nothing."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble."""

    name: str
    """What it is called on the command line."""
    summary: str
    """What it plays, as a sentence."""
    script: Callable[[SimulatedCharger], Awaitable[None]] = stay
    """What happens; it returns when everything that matters was said."""
    habit: Callable[[Charger], None] = _well_behaved
    """What the charger does wrongly all the time."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Configuration other than that of the factory, by its 1.6 names."""
    clock_ahead_s: float | None = 0.0
    """How much its clock is ahead, whatever the CSMS says; None: it begins in 1970."""
    has_identity: bool = True
    """Whether the URL that it calls ends with its identity."""
    uses_tls: bool = False
    """Whether it speaks TLS whatever the URL says."""

    def charger(
        self,
        url: str,
        *,
        version: str = Version.V16,
        identity: str = "SIM-1",
        clock: Clock | None = None,
        starts_at: float | None = None,
        on_frame: Callable[[str, str], None] | None = None,
        on_link: Callable[[str], None] | None = None,
    ) -> SimulatedCharger:
        """Make the charger; run it, and the script besides.

        Args:
            url: The CSMS, without the identity: `ws://host:port/path`.
            version: `1.6`, `2.0.1` or `2.1`.
            identity: The charger's name.
            clock: Where the time comes from.
            starts_at: What the time is at first, seconds since 1970; None for now.
            on_frame: Told each frame: `">"` when sent, `"<"` when received, and its
                text.
            on_link: Told in a sentence what happens to the connection.

        Raises:
            ValueError: If the address or the version is of no use.
        """
        wall = time.time() if starts_at is None else starts_at
        ahead = self.clock_ahead_s
        simulated = SimulatedCharger(
            self._url(url),
            identity=identity if self.has_identity else "",
            version=version,
            settings=self.settings,
            clock=clock,
            starts_at=0.0 if ahead is None else wall + ahead,
            on_frame=on_frame,
            on_link=on_link,
        )
        simulated.charger.keeps_own_clock = ahead != 0.0
        self.habit(simulated.charger)
        return simulated

    def _url(self, url: str) -> str:
        parts = urlsplit(url)
        if self.uses_tls:
            parts = parts._replace(scheme="wss")
        if not self.has_identity:
            parts = parts._replace(path="")
        return urlunsplit(parts)
