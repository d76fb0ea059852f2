# SPDX-License-Identifier: Apache-2.0
"""Colour rules: filters with colours; the first that matches colours a row."""

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Signal

from ocppdesk.filters.expression import FilterError, parse_filter
from ocppdesk.filters.nodes import And, Comparison, Filter, Not, Or, Presence, Regex
from ocppdesk.filters.paths import Path
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context, Operator, SlowPatternError

ICONS: Final = (
    "", "cross", "hourglass", "stop", "bolt", "power", "play", "heart",
    "star", "flag", "circle", "square", "diamond", "triangle",
)  # fmt: skip
"""The names of the icons a rule can have; empty for none."""

MOST_RULES: Final = 50
"""More would make rows slow to read."""

PATTERN_TIMEOUT_S: Final = 0.02
"""How long a regular expression of a rule may look at one text."""

_SLOW_S: Final = 0.001  # a regular expression that takes longer is on probation
_PROBATION_S: Final = 0.1  # and has so much time in all
_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")

Pair = tuple[str, str]
"""The colour of texts and that behind them, as `#RRGGBB`."""


@dataclass(frozen=True, slots=True)
class ColorRule:
    """A filter whose messages have colours of their own."""

    name: str
    """What it is called; screen readers say it."""
    expression: str
    """The filter as it is written."""
    light: Pair
    """Its colours in light themes."""
    dark: Pair
    """Its colours in dark themes."""
    icon: str = ""
    """One of `ICONS`, drawn before the name of the message."""
    is_on: bool = True
    """Whether it applies."""
    filter: Filter | None = field(init=False, compare=False, repr=False)
    """The filter; None if the expression is none."""
    problem: FilterError | None = field(init=False, compare=False, repr=False)
    """What is wrong with the expression; None if nothing is."""

    def __post_init__(self) -> None:
        found, problem = None, None
        try:
            found = parse_filter(self.expression)
        except FilterError as error:
            problem = error
        object.__setattr__(self, "filter", found)
        object.__setattr__(self, "problem", problem)


_DEFAULTS: Final = (
    (QT_TRANSLATE_NOOP("color_rules", "Errors and refusals"),
     "~err or res.status == Rejected",
     ("#7A0010", "#FDE3E3"), ("#FFC9C9", "#4A1A1E"), "cross"),
    (QT_TRANSLATE_NOOP("color_rules", "Unreadable messages"),
     "problem in {malformed, truncated}",
     ("#7A0010", "#FDE3E3"), ("#FFC9C9", "#4A1A1E"), "triangle"),
    (QT_TRANSLATE_NOOP("color_rules", "No answer"), "~q",
     ("#6B3F00", "#FFF0D6"), ("#FFD9A0", "#463312"), "hourglass"),
    # The field `status`, as OCPP 2.x calls it connectorStatus.
    (QT_TRANSLATE_NOOP("color_rules", "Faults"),
     "StatusNotification status == Faulted",
     ("#FFFFFF", "#A4262C"), ("#FFFFFF", "#9B2A30"), "stop"),
    (QT_TRANSLATE_NOOP("color_rules", "Against the specification"),
     "problem == invalid",
     ("#5C4300", "#FBF5C8"), ("#F3E3A1", "#3A3512"), "diamond"),
    (QT_TRANSLATE_NOOP("color_rules", "Transactions"),
     "action in {StartTransaction, StopTransaction, TransactionEvent}",
     ("#0B4A8F", "#E3EEFB"), ("#BBDCFF", "#17324F"), "bolt"),
    (QT_TRANSLATE_NOOP("color_rules", "Boot and connection"),
     "BootNotification or ~ws",
     ("#3F2B78", "#ECE6FA"), ("#D9CCFF", "#33284F"), "power"),
    (QT_TRANSLATE_NOOP("color_rules", "Commands"), "~out ~call",
     ("#0F5132", "#E0F3E8"), ("#B9F0D0", "#17402B"), "play"),
    (QT_TRANSLATE_NOOP("color_rules", "Heartbeats"), "Heartbeat",
     ("#5F6368", "#FFFFFF"), ("#9AA0A6", "#1E1F22"), "heart"),
)  # fmt: skip


def default_rules() -> tuple[ColorRule, ...]:
    """Return the rules that the program brings along, in their order."""
    return tuple(
        ColorRule(_tr(str(name)), expression, light, dark, icon)
        for name, expression, light, dark, icon in _DEFAULTS
    )


def rules_from(text: str) -> tuple[tuple[ColorRule, ...], tuple[str, ...]]:
    """Read rules as `text_of_rules` wrote them; an empty text has the default ones.

    Returns:
        The rules, and what could not be read, a sentence each. Where nothing can be
        read at all, the rules are the default ones.
    """
    if not text:
        return default_rules(), ()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        return default_rules(), (_tr("The colour rules that were kept are damaged."),)
    rules, complaints = [], []
    for number, entry in enumerate(found[:MOST_RULES], start=1):
        rule = _rule(entry)
        if rule is None:
            why = _tr("Colour rule {n} is damaged and was left out.")
            complaints.append(why.format(n=number))
        else:
            rules.append(rule)
            if rule.problem is not None:
                why = _tr("Colour rule “{name}” does not apply: {why}.")
                complaints.append(why.format(name=rule.name, why=rule.problem.message))
    return tuple(rules), tuple(complaints)


def text_of_rules(rules: Sequence[ColorRule]) -> str:
    """Return rules as a text for the settings; empty if they are the default ones."""
    if tuple(rules) == default_rules():
        return ""
    entries = [
        {
            "name": rule.name,
            "expression": rule.expression,
            "light": rule.light,
            "dark": rule.dark,
            "icon": rule.icon,
            "on": rule.is_on,
        }
        for rule in rules
    ]
    return json.dumps(entries, ensure_ascii=False)


class Colorist(QObject):
    """Finds the rule that colours a message.

    A rule whose regular expression takes too long is not asked again.

    Signals:
        stopped: A rule is not asked any more; why, as a sentence.
    """

    stopped = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: list[tuple[ColorRule, Filter, bool]] = []
        self._spent: dict[ColorRule, float] = {}
        self._stopped: set[ColorRule] = set()
        self.rules = default_rules()

    @property
    def rules(self) -> tuple[ColorRule, ...]:
        """The rules in their order, those that are off as well."""
        return self._rules

    @rules.setter
    def rules(self, rules: tuple[ColorRule, ...]) -> None:
        self._rules = rules
        self._asked = [
            (rule, rule.filter, _has_pattern(rule.filter))
            for rule in rules
            if rule.is_on and rule.filter is not None and rule not in self._stopped
        ]

    def rule_of(
        self, subjects: Sequence[Subject], context: Context
    ) -> ColorRule | None:
        """Return the first rule that one of some messages matches, None if none does.

        Args:
            subjects: A message; a call and its answer where they share a row.
            context: The time now, and what else filters go by.
        """
        for rule, chosen, has_pattern in self._asked:
            if has_pattern:
                if self._matches_in_time(rule, chosen, subjects, context):
                    return rule
            else:
                for subject in subjects:
                    if chosen.matches(subject, context):
                        return rule
        return None

    def _matches_in_time(
        self,
        rule: ColorRule,
        chosen: Filter,
        subjects: Sequence[Subject],
        context: Context,
    ) -> bool:
        context = replace(context, pattern_timeout_s=PATTERN_TIMEOUT_S)
        began = time.perf_counter()
        try:
            return any(chosen.matches(subject, context) for subject in subjects)
        except SlowPatternError:
            self._stop(rule)
            return False
        finally:
            took = time.perf_counter() - began
            if took > _SLOW_S:
                spent = self._spent[rule] = self._spent.get(rule, 0) + took
                if spent > _PROBATION_S:
                    self._stop(rule)

    def _stop(self, rule: ColorRule) -> None:
        if rule in self._stopped:
            return
        self._stopped.add(rule)
        self.rules = self._rules
        why = _tr(
            "The colour rule “{name}” takes too long and is off until the program is "
            "started again. Make its regular expression simpler."
        )
        self.stopped.emit(why.format(name=rule.name))


def _tr(text: str) -> str:
    return QCoreApplication.translate("color_rules", text)


def _rule(entry: Any) -> ColorRule | None:
    if not isinstance(entry, dict):
        return None
    name, expression = entry.get("name"), entry.get("expression")
    icon, is_on = entry.get("icon"), entry.get("on")
    light, dark = _pair(entry.get("light")), _pair(entry.get("dark"))
    are_texts = isinstance(name, str) and isinstance(expression, str)
    if not are_texts or icon not in ICONS or not isinstance(is_on, bool):
        return None
    if light is None or dark is None:
        return None
    return ColorRule(str(name), str(expression), light, dark, icon, is_on)


def _pair(value: Any) -> Pair | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(v, str) and _COLOR.fullmatch(v) for v in value):
        return None
    return value[0], value[1]


def _has_pattern(chosen: Filter) -> bool:
    """Return whether a filter has a regular expression somewhere in it."""
    if isinstance(chosen, And | Or):
        return any(_has_pattern(part) for part in chosen.parts)
    if isinstance(chosen, Not):
        return _has_pattern(chosen.part)
    if isinstance(chosen, Comparison):
        return chosen.operator is Operator.MATCHES
    if isinstance(chosen, Presence) and isinstance(chosen.operand, Path):
        tests = chosen.operand.tests
        return any(test.operator is Operator.MATCHES for test in tests)
    return isinstance(chosen, Regex)
