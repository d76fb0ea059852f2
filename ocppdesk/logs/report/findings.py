# SPDX-License-Identifier: Apache-2.0
"""The findings of a report with their messages, as HTML."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.findings.cases import place_words
from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.summary import summary
from ocppdesk.logs.report.content import EVIDENCE, Content
from ocppdesk.logs.report.parts import told
from ocppdesk.logs.writing.markup import body_text, masked, moment, shown_text

_MOST_NUMBERS: Final = 40
_WAYS: Final = {
    Direction.IN: "from charger ◀",
    Direction.OUT: "to charger ▶",
    Direction.LINK: "connection",
}


def findings(found: Iterable[Finding], content: Content) -> str:
    """Tell what is wrong, with the messages that show it."""
    return "".join(_finding(each, content) for each in found)


def _finding(finding: Finding, content: Content) -> str:
    causes = ", or ".join(verdict.words for verdict in finding.verdicts)
    is_placed = finding.evse or finding.connector
    where = place_words(finding.evse, finding.connector) if is_placed else ""
    when = f"{moment(finding.at)} UTC"
    if finding.count > 1:
        when = f"{finding.count:,} times, {when} to {moment(finding.last_at)} UTC"
    unsure = "possible, not proved" if finding.is_possible else ""
    parts_about = (finding.rule, f"Likely cause: {causes}", unsure, where, when)
    about = " · ".join(part for part in parts_about if part)
    parts = [
        f'<div class="finding {finding.severity.word}"><h3>'
        f'<span class="level">{finding.severity.word}</span> {told(finding.title)}'
        f"</h3><p><small>{shown_text(about)}</small></p><p>{told(finding.text)}</p>"
    ]
    if finding.next:
        steps = "".join(f"<li>{told(step)}</li>" for step in finding.next)
        parts.append(f"<p><b>What to do</b></p><ol>{steps}</ol>")
    if finding.traps:
        traps = " ".join(map(told, finding.traps))
        parts.append(f"<p><b>Could be a false alarm:</b> {traps}</p>")
    shown = finding.messages[:EVIDENCE]
    evidence = [content.messages[n] for n in shown if n in content.messages]
    if evidence:
        parts.append("<p><b>Evidence</b></p>")
        parts += map(message_line, evidence)
    more = finding.messages[EVIDENCE:]
    if more:
        numbers = ", ".join(f"#{number}" for number in more[:_MOST_NUMBERS])
        dots = " …" if len(more) > _MOST_NUMBERS else ""
        parts.append(f"<p><small>Also in {numbers}{dots}</small></p>")
    if finding.reference:
        parts.append(f"<p><small>{shown_text(finding.reference)}</small></p>")
    return "".join([*parts, "</div>"])


def message_line(message: Message) -> str:
    """Tell a message in a line that opens to its text."""
    shown = replace(message, raw=masked(message.text))
    name = message.action or "(no action)"
    if message.type in (MessageType.CALLERROR, MessageType.CALLRESULTERROR):
        name = f"{name} · error"
    elif message.type is MessageType.CALLRESULT:
        name = f"{name} · answer"
    line = summary(shown, shown.payload())
    return (
        f'<details class="message"><summary><span>#{message.id}</span>'
        f"<time>{moment(message.at)}</time><i>{_WAYS[message.direction]}</i>"
        f"<b>{shown_text(name)}</b><em>{told(line)}</em></summary>"
        f"<pre>{shown_text(body_text(shown))}</pre></details>"
    )
