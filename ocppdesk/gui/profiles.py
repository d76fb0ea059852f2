# SPDX-License-Identifier: Apache-2.0
"""Profiles: sets of columns, chips, colours and docks for one kind of work each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ocppdesk.gui.messages.layout_state import LayoutState
from ocppdesk.settings import DECLARED, Settings, Value

_SETTINGS: Final = {
    setting.name: setting
    for setting in DECLARED
    if setting.name
    in (
        "columns", "chips", "color_rules", "exchanges", "time_mode", "newest_first"
    )
}  # fmt: skip
_DOCKS: Final = "docks"


@dataclass(frozen=True, slots=True)
class Profile:
    """How the window is until somebody changes it."""

    name: str
    """What it is called."""
    settings: Mapping[str, Value] = field(default_factory=dict)
    """The settings that are not as declared."""
    docks: Mapping[str, bool] = field(default_factory=dict)
    """Whether docks are shown, by name."""

    def values(self) -> dict[str, Value]:
        """Return all settings that profiles are about, by name."""
        defaults = {name: setting.default for name, setting in _SETTINGS.items()}
        return {**defaults, **self.settings}


def _columns(shown: Mapping[str, bool], **widths: int) -> str:
    return LayoutState(shown=shown, widths=widths).text()


_ALL_DOCKS: Final = {"chargers": True, "detail": True}
PROFILES: Final = (
    Profile("Live", {}, _ALL_DOCKS),
    Profile(
        "Review",
        {
            "columns": _columns(
                {"message_id": True, "transaction": True, "size": True}
            ),
            "time_mode": "Local date and time",
            # What happened is read from its beginning.
            "newest_first": False,
        },
        _ALL_DOCKS,
    ),
    Profile(
        "Charts",
        {
            "columns": _columns(
                {
                    "number": False, "delta": False, "result": False, "latency": False,
                    "marks": False, "problem": False, "json": False,
                }
            )
        },
        {"chargers": True, "detail": False},
    ),
    Profile(
        "Commissioning",
        {
            "columns": _columns({"json": False, "delta": False}, result=200),
            "chips": json.dumps(
                {"order": ["config", "errors", "no-answer", "firmware", "auth"]}
            ),
        },
        _ALL_DOCKS,
    ),
)  # fmt: skip
"""The profiles in their order; the first one is that of a first start."""


class Profiles:
    """The profiles, with what the user changed in each.

    What is changed in a profile is there again whenever somebody comes back to it. The
    setting `profiles` keeps it for those that are not the current one.

    Args:
        settings: Where the look of the window is kept.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def names(self) -> list[str]:
        """Return the names of all profiles, in their order."""
        return [profile.name for profile in PROFILES]

    @property
    def current(self) -> str:
        """The name of the profile that was chosen last."""
        return self._profile(self._settings.profile).name

    def apply(self, name: str, docks: Mapping[str, bool]) -> dict[str, bool]:
        """Go over to another profile; the settings change all at once.

        Args:
            name: Its name; one that does not exist stands for the first profile.
            docks: Whether docks are shown now, by name.

        Returns:
            Whether docks are to be shown from now on, by name.

        Raises:
            SettingsError: If the settings cannot be written; nothing changed then.
        """
        leaving, coming = self._profile(self.current), self._profile(name)
        if leaving is coming:
            return dict(docks)
        changed = _read(self._settings.profiles)
        changed[leaving.name] = self._differences(leaving, docks)
        mine = changed.pop(coming.name, {})
        self._change(coming, mine, changed)
        return {**coming.docks, **_docks_of(mine)}

    def reset(self) -> dict[str, bool]:
        """Have the current profile as it came, without what the user changed.

        Returns:
            Whether docks are to be shown from now on, by name.

        Raises:
            SettingsError: If the settings cannot be written; nothing changed then.
        """
        profile = self._profile(self.current)
        self._change(profile, {}, _read(self._settings.profiles))
        return dict(profile.docks)

    def _profile(self, name: str) -> Profile:
        return next((p for p in PROFILES if p.name == name), PROFILES[0])

    def _differences(
        self, profile: Profile, docks: Mapping[str, bool]
    ) -> dict[str, Any]:
        """Return what is not as the current profile came."""
        found: dict[str, Any] = {
            name: getattr(self._settings, name)
            for name, value in profile.values().items()
            if getattr(self._settings, name) != value
        }
        moved = {
            name: is_shown
            for name, is_shown in docks.items()
            if is_shown is not profile.docks.get(name, True)
        }
        return {**found, _DOCKS: moved} if moved else found

    def _change(
        self, profile: Profile, mine: Mapping[str, Any], others: Mapping[str, Any]
    ) -> None:
        kept = {name: found for name, found in others.items() if found}
        fitting = {
            name: value
            for name, value in mine.items()
            if name in _SETTINGS and _SETTINGS[name].check(value) is None
        }
        self._settings.change(
            {
                **profile.values(),
                **fitting,
                "profile": profile.name,
                "profiles": json.dumps(kept, ensure_ascii=False) if kept else "",
            }
        )


def _read(text: str) -> dict[str, dict[str, Any]]:
    """Return what was changed in profiles; what is damaged is left out."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in entries if isinstance(value, dict)}


def _docks_of(changed: Mapping[str, Any]) -> dict[str, bool]:
    docks = changed.get(_DOCKS)
    entries = docks.items() if isinstance(docks, dict) else ()
    return {name: value for name, value in entries if isinstance(value, bool)}
