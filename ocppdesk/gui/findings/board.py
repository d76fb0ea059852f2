# SPDX-License-Identifier: Apache-2.0
"""What was found in a capture, and what became of it here."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from operator import attrgetter
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
_ORDER: Final = attrgetter("order")


class FindingsBoard(QObject):
    """Findings of all chargers by rule and charger: new, seen or ignored.

    What is ignored is kept in the settings, for the charger of that name.

    Args:
        settings: Where what is ignored is kept.

    Signals:
        changed: There are other findings, or something else became of one.
        completed: All that is recorded is looked through, which it was not before.
        failed: What is ignored could not be kept; why, as a sentence.
    """

    changed = Signal()
    completed = Signal()
    failed = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._ignored = dict.fromkeys(parse_ignored(settings.ignored_findings))
        self._groups: dict[GroupKey, Group] = {}
        self._sorted: list[Group] | None = []
        # How bad a finding was when it was looked at: when it gets worse, it is new.
        self._seen: dict[GroupKey, int] = {}
        self.found: Found | None = None
        """What was told last; None: nothing was."""

    def show_found(self, found: "Found | None") -> None:
        """Take over what the analysis found; None forgets all, also what was seen."""
        if found is None or (self.found is not None and found.path != self.found.path):
            self._seen.clear()
            self._groups.clear()
            self.found = None
        before, self.found = self.found, found
        self._take(before, found)
        was_complete = before is not None and before.is_complete
        if found is not None and found.is_complete and not was_complete:
            self.completed.emit()

    def groups(self, charger: str = "") -> list[Group]:
        """Return everything, the worst first and what is ignored last.

        Args:
            charger: Only this charger, and after that what is about none in
                particular; empty means all.
        """
        if self._sorted is None:
            self._sorted = sorted(self._groups.values(), key=_ORDER)
        if not charger:
            return list(self._sorted)
        own = [group for group in self._sorted if group.key[1] == charger]
        return own + [group for group in self._sorted if not group.key[1]]

    def group(self, key: GroupKey) -> Group | None:
        """Return a group; None if there is none of that rule and charger."""
        return self._groups.get(key)

    def see(self, key: GroupKey) -> None:
        """Learn that somebody looks at a group."""
        group = self._groups.get(key)
        if group is not None and group.state is State.NEW:
            self._seen[key] = group.findings[0].severity
            self._judge(key)

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
        self._judge(key)

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
            for group in self._groups.values()
            if (not charger or group.key[1] in (charger, ""))
            and group.state is not State.IGNORED
            and state in (None, group.state)
        )

    def counting(self) -> Mapping[str, tuple[Finding, ...]]:
        """Return the findings that are not ignored, by charger."""
        found: dict[str, tuple[Finding, ...]] = {}
        for (_rule, charger), group in self._groups.items():
            if group.state is not State.IGNORED:
                found[charger] = found.get(charger, ()) + group.findings
        return found

    def _take(self, before: "Found | None", found: "Found | None") -> None:
        old = {} if before is None else before.findings
        new = {} if found is None else found.findings
        changed = {
            name for name in old.keys() | new.keys() if old.get(name) != new.get(name)
        }
        if not changed and before is not None and found is not None:
            return
        # With many chargers, only those are put in order of which something is new.
        for key in [key for key in self._groups if key[1] in changed]:
            del self._groups[key]
        for key, findings in grouped_findings(
            finding for name in changed for finding in new.get(name, ())
        ).items():
            self._groups[key] = Group(findings, self._state(key, findings))
        self._sorted = None
        self.changed.emit()

    def _state(self, key: GroupKey, findings: tuple[Finding, ...]) -> State:
        if key in self._ignored:
            return State.IGNORED
        is_seen = self._seen.get(key, -1) >= findings[0].severity
        return State.SEEN if is_seen else State.NEW

    def _judge(self, key: GroupKey) -> None:
        """Take over what became of a group."""
        old = self._groups.get(key)
        if old is not None:
            new = Group(old.findings, self._state(key, old.findings))
            self._groups[key] = new
            if self._sorted is not None and new.order == old.order:
                self._sorted[bisect_left(self._sorted, new.order, key=_ORDER)] = new
            else:
                self._sorted = None
        self.changed.emit()
