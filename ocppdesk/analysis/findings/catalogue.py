# SPDX-License-Identifier: Apache-2.0
"""Which rules there are: those in the modules of `rules/`, and nothing else."""

import importlib
import inspect
import pkgutil
from functools import cache

from ocppdesk.analysis.findings import rules
from ocppdesk.analysis.findings.fleet_rule import FleetRule
from ocppdesk.analysis.findings.rule import Rule


@cache
def rule_types() -> tuple[type[Rule], ...]:
    """Return the rules that look at one charger, by id."""
    return tuple(t for t in _all() if issubclass(t, Rule))


@cache
def fleet_rule_types() -> tuple[type[FleetRule], ...]:
    """Return the rules that look at all chargers and attempts, by id."""
    return tuple(t for t in _all() if issubclass(t, FleetRule))


def about(kind: type[Rule] | type[FleetRule]) -> str:
    """Return when a rule speaks: the first paragraph of its docstring as one line."""
    first = (inspect.getdoc(kind) or "").split("\n\n", 1)[0]
    return " ".join(first.split())


def more_about(kind: type[Rule] | type[FleetRule]) -> str:
    """Return what else its docstring says, as one line; empty if that is all."""
    rest = (inspect.getdoc(kind) or "").split("\n\n")[1:]
    return " ".join(" ".join(rest).split())


def _all() -> list[type[Rule] | type[FleetRule]]:
    # A rule that looks at things of several kinds has a class for each.
    found: dict[tuple[str, str], type[Rule] | type[FleetRule]] = {}
    for module in pkgutil.iter_modules(rules.__path__):
        loaded = importlib.import_module(f"{rules.__name__}.{module.name}")
        for kind in vars(loaded).values():
            if (
                inspect.isclass(kind)
                and issubclass(kind, Rule | FleetRule)
                and kind.id
                and kind.__module__ == loaded.__name__
            ):
                found[kind.id, kind.__name__] = kind
    return [found[key] for key in sorted(found)]
