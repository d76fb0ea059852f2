# SPDX-License-Identifier: Apache-2.0
"""What was found in a capture, and what became of it here."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.core.findings import Level
from ocppdesk.gui.findings.groups import Group, GroupKey, State, grouped_findings
from ocppdesk.gui.findings.ignoring import ignored_text, parse_ignored
from ocppdesk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from ocppdesk.gui.analysing.sweep import Found

_SETTING: Final = "ignored_findings"


class FindingsBoard(QObject):
    """Findings of all chargers by rule and charger: new, seen or ignored.

    What is ignored is kept in the settings, for the charger of that name.

    Args:
        settings: Where what is ignored is kept.

    Signals:
        changed: There are other findings, or something else became of one.
        failed: What is ignored could not be kept; why, as a sentence.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._ignored = dict.fromkeys(parse_ignored(settings.ignored_findings))
        self._groups: dict[GroupKey, tuple[Finding, ...]] = {}
        # How bad a finding was when it was looked at: when it gets worse, it is new.
        self._seen: dict[GroupKey, int] = {}
        self.found: Found | None = None
        """What was told last; None: nothing was."""

    def show_found(self, found: "Found | None") -> None:
        """Take over what the analysis found; None forgets all, also what was seen."""
        if found is None or (self.found is not None and found.path != self.found.path):
            self._seen.clear()
        before, self.found = self.found, found
        if found is not None and before is not None and _is_same(before, found):
            return
        every = () if found is None else found.findings.values()
        self._groups = grouped_findings(one for some in every for one in some)
        self.changed.emit()

    def groups(self, charger: str = "") -> list[Group]:
        """Return everything, the worst first and what is ignored last.

        Args:
            charger: Only this charger, and what is about none in particular; empty
                means all.
        """
        found = [
            Group(findings, self.state_of(key))
            for key, findings in self._groups.items()
            if not charger or key[1] in (charger, "")
        ]
        return sorted(found, key=lambda group: group.order)

    def group(self, key: GroupKey) -> Group | None:
        """Return a group; None if there is none of that rule and charger."""
        findings = self._groups.get(key)
        return None if findings is None else Group(findings, self.state_of(key))

    def state_of(self, key: GroupKey) -> State:
        """Return what became of a group."""
        if key in self._ignored:
            return State.IGNORED
        worst = self._groups[key][0].severity
        is_seen = self._seen.get(key, -1) >= worst
        return State.SEEN if is_seen else State.NEW

    def see(self, key: GroupKey) -> None:
        """Learn that somebody looks at a group."""
        if key in self._groups and self.state_of(key) is State.NEW:
            self._seen[key] = self._groups[key][0].severity
            self.changed.emit()

    def ignore(self, key: GroupKey, *, is_ignored: bool) -> None:
        """Have a rule not count at a charger, or count again."""
        if is_ignored:
            self._ignored[key] = None
        else:
            self._ignored.pop(key, None)
        try:
            self._settings.change({_SETTING: ignored_text(self._ignored)})
        except SettingsError as error:
            # It is as wanted; only the next start will not know.
            self.failed.emit(str(error))
        self.changed.emit()

    def counts(
        self, state: State | None = None, charger: str = ""
    ) -> Mapping[Level, int]:
        """Return how many groups there are of each level; none is ignored.

        Args:
            state: Only new, or only seen ones.
            charger: As for `groups`.
        """
        return Counter(
            group.level
            for group in self.groups(charger)
            if group.state is not State.IGNORED and state in (None, group.state)
        )

    def counting(self) -> Mapping[str, tuple[Finding, ...]]:
        """Return the findings that are not ignored, by charger."""
        found: dict[str, tuple[Finding, ...]] = {}
        for (rule, charger), findings in self._groups.items():
            if (rule, charger) not in self._ignored:
                found[charger] = found.get(charger, ()) + findings
        return found


def _is_same(before: "Found", now: "Found") -> bool:
    """Return whether nothing has to be shown anew: neither findings nor progress."""
    return (before.path, before.findings) == (now.path, now.findings)
