# SPDX-License-Identifier: Apache-2.0
"""What the change of a setting may do to the charger and to who charges there."""

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ocppdesk.core.commands.risks import is_lockout_key
from ocppdesk.core.commands.sightings import Spot, places_text
from ocppdesk.core.configuration.keys import Reboot, about
from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.settings import Address


class Risk(enum.StrEnum):
    """A kind of risk of a change; the worst first."""

    DISCONNECTS = "disconnects"
    """🔌 The charger may leave, and may not come back by itself."""
    TRANSACTION = "transaction"
    """⚡ Somebody is charging."""
    REBOOT = "reboot"
    """⟳ It takes effect after a reboot."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A risk of one change."""

    risk: Risk
    """Its kind."""
    label: str
    """In a few words: `may disconnect this charger`."""
    text: str
    """What may happen and what to do before, as a sentence or two."""


_DISCONNECTS = Tag(
    Risk.DISCONNECTS,
    "may disconnect this charger",
    "The charger may disconnect and come back another way, or not at all. Have a way "
    "to it that does not need OCPP.",
)
_LEARNED = Tag(
    Risk.REBOOT,
    "needs a reboot",
    "This charger said so before: it stores the value, which is not in force before a "
    "reboot.",
)
_OFTEN = Tag(
    Risk.REBOOT,
    "often needs a reboot",
    "Many chargers take it over only when they reboot; the answer will tell.",
)


def tags_of(
    change: Change,
    *,
    learned: Collection[Address] = (),
    running: Sequence[Spot] = (),
) -> tuple[Tag, ...]:
    """Return the risks of a change, the worst first.

    Args:
        change: The change.
        learned: The settings to which this charger answered `RebootRequired` before;
            see `ChargerSettings.learned`.
        running: Where a transaction runs.
    """
    tags = []
    address = change.address
    known = about(address)
    reboot = Reboot.UNKNOWN if known is None else known.reboot
    if may_disconnect(address):
        tags.append(_DISCONNECTS)
    if running:
        tags.append(
            Tag(
                Risk.TRANSACTION,
                f"transaction running on {places_text(running)}",
                "Somebody is charging, and the change may show in the middle of the "
                "session.",
            )
        )
    if address in learned:
        tags.append(_LEARNED)
    elif reboot is Reboot.OFTEN:
        tags.append(_OFTEN)
    return tuple(tags)


def may_disconnect(address: Address) -> bool:
    """Return whether a setting decides how the charger connects."""
    known = about(address)
    if known is not None and known.reboot is Reboot.RECONNECTS:
        return True
    return is_lockout_key(address.name) or is_lockout_key(address.component)
