# SPDX-License-Identifier: Apache-2.0
"""A group of findings as rich text."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.gui.findings import wording
from ocppdesk.gui.findings.groups import Group
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme

MESSAGE: Final = "message"
"""The scheme of links to messages; the rest is the number."""
RULE: Final = "rule"
"""The scheme of links to the help on a rule; the rest is its id."""
MOST_MESSAGES: Final = 8
"""Evidence that is listed of one finding: the first and the last ones."""

_MOST_FINDINGS: Final = 20


def evidence(finding: Finding) -> tuple[int, ...]:
    """Return the numbers of the messages that are listed."""
    numbers = finding.messages
    if len(numbers) <= MOST_MESSAGES:
        return numbers
    half = MOST_MESSAGES // 2
    return numbers[:half] + numbers[-half:]


def group_html(
    group: Group,
    theme: Theme,
    write: Callable[[int], str],
    lines: Mapping[int, str],
) -> str:
    """Return what there is to know about a group.

    Args:
        group: The group.
        theme: Where colours come from.
        write: Writes a time, microseconds since 1970.
        lines: What evidence says, one line each, by the number of the message.
    """
    first = group.findings[0]
    parts = [f"<p>{_about(group, theme)}</p>"]
    shown = group.findings[:_MOST_FINDINGS]
    for finding in shown:
        if len(group.findings) > 1:
            place = wording.place_word(finding) or _tr("The whole charger")
            parts.append(f"<h4>{escape(place)}</h4>")
        parts.append(f"<p>{escape(finding.text)}</p>")
        parts.append(_when(finding, theme, write))
        parts.append(_evidence(finding, theme, lines))
    hidden = len(group.findings) - len(shown)
    if hidden:
        text = _tr("and {n} more, with the same steps to try").format(n=grouped(hidden))
        parts.append(f"<p>{escape(text)}</p>")
    parts += [
        section(_tr("What to try"), items("ol", first.next)),
        section(_tr("What could make it a false alarm"), items("ul", first.traps)),
        section(
            _tr("Read more"),
            f"<p>{escape(first.reference)}<br>"
            f'<a href="{RULE}:{escape(first.rule)}">'
            f"{escape(_tr('Rule {id}: when it speaks').format(id=first.rule))}</a></p>",
        ),
    ]
    return "".join(parts)


def _about(group: Group, theme: Theme) -> str:
    first = group.findings[0]
    parts = [
        _tr("Likely cause: {cause}").format(
            cause=wording.verdict_words(first.verdicts)
        ),
        wording.sure_word(first),
        wording.charger_word(first.charger),
        group.places,
        first.rule,
    ]
    told = " · ".join(escape(part) for part in parts if part)
    return f'<span style="color:{theme.color("muted").name()}">{told}</span>'


def _when(finding: Finding, theme: Theme, write: Callable[[int], str]) -> str:
    if finding.count == 1:
        text = write(finding.at)
    else:
        text = _tr("{n} times, from {first} to {last}").format(
            n=grouped(finding.count),
            first=write(finding.at),
            last=write(finding.last_at),
        )
    return f'<p style="color:{theme.color("muted").name()}">{escape(text)}</p>'


def _evidence(finding: Finding, theme: Theme, lines: Mapping[int, str]) -> str:
    shown = evidence(finding)
    if not shown:
        return ""
    color = theme.color("accent").name()
    told = []
    for number in shown:
        link = f'<a style="color:{color}" href="{MESSAGE}:{number}">{number}</a>'
        told.append(f"{link}&nbsp; {escape(lines.get(number, ''))}")
    more = len(finding.messages) - len(shown)
    if more:
        text = _tr("and {n} more: Show messages").format(n=grouped(more))
        told.append(escape(text))
    return f"<p>{'<br>'.join(told)}</p>"


def section(title: str, body: str) -> str:
    """Return a body, which is rich text, below a title; nothing if there is none."""
    return f"<h4>{escape(title)}</h4>{body}" if body else ""


def items(tag: str, lines: Iterable[str]) -> str:
    """Return lines as a list, numbered (`ol`) or not (`ul`); nothing if none is."""
    each = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<{tag}>{each}</{tag}>" if each else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)
