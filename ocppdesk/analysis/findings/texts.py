# SPDX-License-Identifier: Apache-2.0
"""The texts of findings, from `resources/findings/`: an entry for each rule."""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from ocppdesk.analysis.findings.finding import Severity, Verdict
from ocppdesk.resources import resource

UNKNOWN: Final = "(not known)"
"""What stands where a fact is missing."""

_FORMATTER: Final = string.Formatter()


@dataclass(frozen=True, slots=True)
class Text:
    """What is said about the findings of a rule, with {placeholders} in it."""

    title: str
    severity: Severity
    verdicts: tuple[Verdict, ...]
    """The likeliest first."""
    text: str
    """What was seen and what it means."""
    next: tuple[str, ...]
    """What to do, in the order in which to try it."""
    traps: tuple[str, ...]
    """What could make it a false alarm."""
    reference: str
    """Where to read about it: sections of OCPP, threads of public projects."""
    variants: "Mapping[str, Text]"
    """Other texts for certain evidence, by name."""

    def of_variant(self, name: str) -> "Text":
        """Return the text of a variant; of one that there is none of, its own."""
        return self.variants.get(name, self)

    def filled(self, facts: Mapping[str, object]) -> "Text":
        """Return it with facts in place of the placeholders.

        One that is empty takes the space before it along.
        """
        nothing = [f" {{{name}}}" for name, fact in facts.items() if fact == ""]

        def fill(text: str) -> str:
            if "{" not in text:
                return text
            for placeholder in nothing:
                text = text.replace(placeholder, "")
            filled = _FORMATTER.vformat(text, (), _Facts(facts))
            # A place is words of ours; what chargers sent is never written otherwise.
            is_place = text.startswith("{where}")
            return f"{filled[:1].upper()}{filled[1:]}" if is_place else filled

        return replace(
            self,
            title=fill(self.title),
            text=fill(self.text),
            next=tuple(map(fill, self.next)),
            traps=tuple(map(fill, self.traps)),
        )

    def placeholders(self) -> set[str]:
        """Return the names of all placeholders."""
        return {
            name
            for part in (self.title, self.text, *self.next, *self.traps)
            for _literal, name, _spec, _conversion in _FORMATTER.parse(part)
            if name is not None
        }


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return UNKNOWN


@cache
def texts() -> Mapping[str, Text]:
    """Return the texts of all rules by id."""
    found: dict[str, Text] = {}
    for path in sorted(resource("findings").glob("*.toml")):
        entries = tomllib.loads(path.read_text("utf-8"))
        found.update({id: _text(entry) for id, entry in entries.items()})
    return found


def _text(entry: Mapping[str, Any]) -> Text:
    variants = {
        name: _text({**entry, "variants": {}, **other})
        for name, other in entry.get("variants", {}).items()
    }
    return Text(
        title=entry["title"],
        severity=Severity[entry["severity"].upper()],
        verdicts=tuple(Verdict(word) for word in entry["verdict"]),
        text=entry["text"],
        next=tuple(entry["next"]),
        traps=tuple(entry["traps"]),
        reference=entry["reference"],
        variants=variants,
    )
