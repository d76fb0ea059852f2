# SPDX-License-Identifier: Apache-2.0
"""A group of findings as Markdown for a ticket.

Times are ISO 8601 with the offset of this computer's zone.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.capture.records import Charger
from ocppdesk.gui.findings import signs, wording
from ocppdesk.gui.findings.groups import Group
from ocppdesk.gui.findings.text import evidence
from ocppdesk.gui.messages.times import iso_local

_NO_TEXTS: Final[Mapping[int, str]] = MappingProxyType({})
_TICKS: Final = re.compile(r"`+")
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>#|~])")


def ticket(
    group: Group,
    lines: Mapping[int, str],
    texts: Mapping[int, str] = _NO_TEXTS,
    *,
    charger: Charger | None = None,
) -> str:
    """Return a group for a ticket; what chargers sent is no markup in it.

    Args:
        group: The group.
        lines: What evidence says, one line each, by the number of the message.
        texts: What it holds, where that belongs into a ticket.
        charger: Whom it is about, if the capture knows more than the identity.
    """
    first = group.findings[0]
    head = f"{signs.level_word(group.level)}: {first.title} ({first.rule})"
    about = [
        (_tr("Charger"), wording.charger_word(first.charger)),
        (_tr("Model"), "" if charger is None else model_of(charger)),
        (_tr("Where"), group.places),
        (_tr("Likely cause"), wording.verdict_words(first.verdicts)),
        (_tr("Certainty"), wording.sure_word(first)),
    ]
    told = [f"### {_escaped(head)}", ""]
    told += [f"- {label}: {_escaped(value)}" for label, value in about if value]
    for finding in group.findings:
        told += ["", *_part(finding, lines, texts, is_one=len(group.findings) == 1)]
    if first.next:
        told += ["", f"**{_tr('What to try')}**", ""]
        told += [f"{n}. {_escaped(step)}" for n, step in enumerate(first.next, 1)]
    if first.traps:
        told += ["", f"**{_tr('What could make it a false alarm')}**", ""]
        told += [f"- {_escaped(trap)}" for trap in first.traps]
    if first.reference:
        told += ["", f"{_tr('Reference')}: {_escaped(first.reference)}"]
    told += ["", f"_{_tr('Findings are hints, not a verdict.')}_", ""]
    return "\n".join(told)


def model_of(charger: Charger) -> str:
    """Return what kind of charger it is; empty where it did not tell."""
    firmware = charger.firmware and _tr("firmware {0}").format(charger.firmware)
    speaks = charger.version and f"OCPP {charger.version}"
    make = " ".join(part for part in (charger.vendor, charger.model) if part)
    return ", ".join(part for part in (make, firmware, speaks) if part)


def _part(
    finding: Finding,
    lines: Mapping[int, str],
    texts: Mapping[int, str],
    *,
    is_one: bool,
) -> list[str]:
    place = wording.place_word(finding)
    when = iso_local(finding.at)
    if finding.count > 1:
        when = _tr("{n} times, {first} to {last}").format(
            n=finding.count, first=when, last=iso_local(finding.last_at)
        )
    if not is_one:
        when = f"{_escaped(place or _tr('The whole charger'))}, {when}"
    told = [f"**{when}**", "", _escaped(finding.text)]
    shown = evidence(finding)
    if shown:
        told += ["", f"{_tr('Messages')}:", ""]
        for number in shown:
            told.append(f"- #{number} {_escaped(lines.get(number, ''))}".rstrip())
            told += _code(texts.get(number, ""))
    more = len(finding.messages) - len(shown)
    if more:
        told.append(f"- {_tr('and {n} more').format(n=more)}")
    return told


def _code(text: str) -> list[str]:
    """Return lines of code that belong to a point of a list."""
    if not text:
        return []
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [f"{fence}json", *text.splitlines(), fence]
    return ["", *(f"  {line}" for line in lines), ""]


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)
