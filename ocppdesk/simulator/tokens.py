# SPDX-License-Identifier: Apache-2.0
"""What a charger knows about tokens by itself: the local list and the cache.

OCPP 1.6, 3.5.1 to 3.5.3 and 5.15; OCPP 2.0.1, C10 and D01.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ocppdesk.simulator.configuration_values import Settings

ACCEPTED = "Accepted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about a token."""

    status: str
    """As in `AuthorizationStatus`: `Accepted` or why not."""
    group: str | None = None
    """The group that it belongs to (`parentIdTag`, `groupIdToken`)."""

    @property
    def is_accepted(self) -> bool:
        """Whether it may charge."""
        return self.status == ACCEPTED


class Tokens:
    """The local authorization list and the cache of one charger.

    Args:
        settings: Says whether they are in use, and how long the list may be.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._list: dict[str, Verdict] = {}
        self._cache: dict[str, Verdict] = {}
        self.version = 0

    def known(self, token: str) -> Verdict | None:
        """Return what is known about a token; the list comes before the cache."""
        folded = token.casefold()
        if self._settings.flag("LocalAuthListEnabled") and folded in self._list:
            return self._list[folded]
        if self._settings.flag("AuthorizationCacheEnabled"):
            return self._cache.get(folded)
        return None

    def remember(self, token: str, verdict: Verdict) -> None:
        """Put what the CSMS has said about a token into the cache."""
        self._cache[token.casefold()] = verdict

    def forget(self, token: str) -> None:
        """Take a token out of list and cache."""
        self._list.pop(token.casefold(), None)
        self._cache.pop(token.casefold(), None)

    def clear_cache(self) -> bool:
        """Empty the cache; returns whether there is one."""
        self._cache.clear()
        return self._settings.flag("AuthorizationCacheEnabled")

    def update(
        self,
        version: int,
        entries: Iterable[tuple[str, Verdict | None]],
        *,
        is_full: bool,
    ) -> str:
        """Update the list; returns the status for SendLocalList.

        Args:
            version: The version that the list will have.
            entries: Tokens with what is known; None takes a token out.
            is_full: Whether the old list is replaced, not amended.
        """
        sent = list(entries)
        if len(sent) > self._settings.number("SendLocalListMaxLength"):
            return "Failed"
        if not is_full and version <= self.version:
            return "VersionMismatch"
        new = {} if is_full else dict(self._list)
        for token, verdict in sent:
            if verdict is None:
                new.pop(token.casefold(), None)
            else:
                new[token.casefold()] = verdict
        if len(new) > self._settings.number("LocalAuthListMaxLength"):
            return "Failed"
        self._list, self.version = new, version
        return ACCEPTED
