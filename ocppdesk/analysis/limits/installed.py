# SPDX-License-Identifier: Apache-2.0
"""The profiles that a charger holds, as far as messages tell.

OCPP 1.6, 3.13 and 5.5; OCPP 2.0.1, K01.FR.05, K09 and K10.
"""

from collections.abc import Callable, Iterable
from typing import Final

from ocppdesk.analysis.limits.profile import UNNAMED, US, Profile, Purpose
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part

_MOST: Final = 500  # no charger holds more; a flood of new ids must not pile up


class Installed:
    """The profiles of one charger; a reboot does not change them (K01.FR.27)."""

    def __init__(self) -> None:
        self.profiles: tuple[Profile, ...] = ()
        """In the order in which they were accepted."""

    def install(self, profile: Profile) -> None:
        """Take in a profile that was accepted; its namesake and its equal go."""
        kept = [old for old in self.profiles if not _replaces(profile, old)]
        if len(kept) >= _MOST:
            kept = [old for old in kept if not old.ends_before(profile.accepted)]
        self.profiles = (*kept[-_MOST + 1 :], profile)

    def clear(self, asked: Part) -> int:
        """Take out what a ClearChargingProfile names, and return how many that were.

        With an id nothing else counts; else each criterion has to match, and without
        any all go (OCPP 1.6, 5.5; OCPP 2.0.1, K10.FR.03 to 06).
        """
        number = asked.first("id", "chargingProfileId").text
        if number:
            return self._drop(lambda one: one.id == number)
        criteria = asked["chargingProfileCriteria"] or asked
        place = whole_number(criteria.first("connectorId", "evseId").value)
        purpose = criteria["chargingProfilePurpose"].text.lower()
        level = whole_number(criteria["stackLevel"].value)
        return self._drop(
            lambda one: (
                bool(one.id)
                and place in (None, one.connector)
                and purpose in ("", one.name.lower())
                and level in (None, one.level)
            )
        )

    def end_transaction(self, connector: int, number: str) -> None:
        """Take out the profiles that die with a transaction (OCPP 1.6, 3.13.1)."""
        self._drop(
            lambda one: (
                one.purpose is Purpose.TX
                and (
                    one.concerns(connector)
                    or (number != "" and one.transaction == number)
                )
                and (not number or one.transaction in ("", number))
            )
        )

    def drop_notified(self, source: str, connector: int | None) -> None:
        """Take out a limit that was notified (OCPP 2.0.1, K13).

        Args:
            source: Its `chargingLimitSource`; empty: any.
            connector: The EVSE; None: any.
        """
        self._drop(
            lambda one: (
                one.purpose in (Purpose.EXTERNAL, Purpose.GENERATION)
                and one.source != US
                and source in ("", one.source)
                and connector in (None, one.connector)
            )
        )

    def replace_all(self, profiles: Iterable[Profile]) -> None:
        """Take a full list of the charger for all that it holds."""
        notified = tuple(one for one in self.profiles if not one.id)
        self.profiles = notified
        for profile in profiles:
            self.install(profile)

    def _drop(self, is_meant: Callable[[Profile], bool]) -> int:
        kept = tuple(one for one in self.profiles if not is_meant(one))
        dropped = len(self.profiles) - len(kept)
        self.profiles = kept
        return dropped


def _replaces(new: Profile, old: Profile) -> bool:
    """Return whether a profile takes the place of another (K01.FR.05)."""
    if new.id and new.id == old.id and new.id != UNNAMED:
        return True
    if new.purpose is not old.purpose or new.connector != old.connector:
        return False
    if new.purpose is Purpose.EXTERNAL and new.source != old.source:
        return False
    # What was notified and what is reported later is the same limit of one source.
    return new.level == old.level or not (new.id and old.id)
