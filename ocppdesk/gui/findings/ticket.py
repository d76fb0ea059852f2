# SPDX-License-Identifier: Apache-2.0
"""A group of findings as Markdown for a ticket.

Times are ISO 8601 with the offset of this computer's zone.
"""

import re
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.gui.findings import signs, wording
from ocppdesk.gui.findings.groups import Group
from ocppdesk.gui.findings.text import evidence
from ocppdesk.gui.messages.times import iso_local

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>#|~])")


def ticket(group: Group, lines: Mapping[int, str]) -> str:
    """Return a group for a ticket; what chargers sent is no markup in it.

    Args:
        group: The group.
        lines: What evidence says, one line each, by the number of the message.
    """
    first = group.findings[0]
    head = f"{signs.level_word(group.level)}: {first.title} ({first.rule})"
    about = [
        (_tr("Charger"), wording.charger_word(first.charger)),
        (_tr("Where"), group.places),
        (_tr("Likely cause"), wording.verdict_words(first.verdicts)),
        (_tr("Certainty"), wording.sure_word(first)),
    ]
    told = [f"### {_escaped(head)}", ""]
    told += [f"- {label}: {_escaped(value)}" for label, value in about if value]
    for finding in group.findings:
        told += ["", *_part(finding, lines, is_one=len(group.findings) == 1)]
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


def _part(finding: Finding, lines: Mapping[int, str], *, is_one: bool) -> list[str]:
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
        told += [f"- #{n} {_escaped(lines.get(n, ''))}".rstrip() for n in shown]
    more = len(finding.messages) - len(shown)
    if more:
        told.append(f"- {_tr('and {n} more').format(n=more)}")
    return told


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)
