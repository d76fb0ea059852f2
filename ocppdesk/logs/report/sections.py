# SPDX-License-Identifier: Apache-2.0
"""The parts of a report on one charger, as HTML."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.answering.reply import Reply
from ocppdesk.analysis.findings.cases import place_words
from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.analysis.limits.answers import Allowances, Confidence
from ocppdesk.analysis.limits.words import place_text
from ocppdesk.analysis.links import Closer, Link
from ocppdesk.analysis.sessions.story import Certainty, Outcome, Story
from ocppdesk.analysis.sessions.words import energy, time_span
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.core.frames import MessageType
from ocppdesk.core.masking import MASK, mask_text
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.phrases.charging import quantity
from ocppdesk.core.summary import summary
from ocppdesk.logs.report.charts import session_charts
from ocppdesk.logs.report.content import EVIDENCE, ChargerContent, Content
from ocppdesk.logs.writing.markup import (
    body_text,
    counted,
    masked,
    moment,
    shown_text,
)

_MOST_LINKS: Final = 40
_MOST_SESSIONS: Final = 200  # in the table
_MOST_TOLD: Final = 50  # sessions with their story and charts
_MOST_NUMBERS: Final = 40
_SECOND: Final = 1_000_000
_WAYS: Final = {
    Direction.IN: "from charger ◀",
    Direction.OUT: "to charger ▶",
    Direction.LINK: "connection",
}
_CLOSERS: Final = {
    Closer.CHARGER: "the charger",
    Closer.CSMS: "the CSMS",
    Closer.NOBODY: "nobody: it broke",
    Closer.UNKNOWN: "",
}
_CERTAINTY: Final = {
    Confidence.HIGH: "certain",
    Confidence.MEDIUM: "likely",
    Confidence.LOW: "possible",
    Confidence.UNKNOWN: "not known",
}
_LIMITS: Final = (
    ("Last set", "last"),
    ("In force", "in_force"),
    ("Offered", "offered"),
    ("Flowing", "flowing"),
)


def told(text: str) -> str:
    """Return a sentence as HTML, secrets masked."""
    return shown_text(mask_text(text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are HTML already."""
    heads = "".join(f"<th>{shown_text(text)}</th>" for text in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def name_of(content: ChargerContent) -> str:
    """Return what a charger is called."""
    return content.charger.identity or "(no identity)"


def overview(content: Content) -> str:
    """Tell of several chargers which of them is in trouble, with links to each."""
    rows = [
        (
            f'<a href="#c{index}">{shown_text(name_of(each))}</a>',
            told(" ".join((each.charger.vendor, each.charger.model)).strip()),
            f"{each.count:,}",
            _worst(each.findings),
        )
        for index, each in enumerate(content.chargers)
    ]
    return table(("Charger", "Model", "Messages", "Worst finding"), rows)


def _worst(found: Sequence[Finding]) -> str:
    counting = [each for each in found if each.severity > Severity.INFO]
    if not counting:
        return "Nothing speaks for a problem."
    worst = counting[0]
    word = worst.severity.word
    more = len(counting) - 1
    others = f" <small>and {more} more</small>" if more else ""
    return (
        f'<span class="{word}"><span class="level">{word}</span></span> '
        f"{told(worst.title)}{others}"
    )


def plate(content: ChargerContent) -> str:
    """Tell what the charger is."""
    charger = content.charger
    latest = next((link for link in reversed(content.links) if link.opened_at), None)
    rows = [
        ("Identity", name_of(content)),
        ("Vendor", charger.vendor),
        ("Model", charger.model),
        ("Serial number", charger.serial),
        ("Firmware", charger.firmware),
        ("OCPP", charger.version),
        ("Sub-protocol", latest.subprotocol if latest else ""),
        ("Called from", latest.address if latest else ""),
        ("Called path", latest.path if latest else ""),
        ("Last boot", f"{moment(charger.boot_at)} UTC" if charger.boot_at else ""),
    ]
    cells = "".join(
        f"<dt>{name}</dt><dd>{told(value)}</dd>" for name, value in rows if value
    )
    return f'<dl class="plate">{cells}</dl>'


def replies(content: ChargerContent) -> str:
    """Tell the answers to the five questions."""
    return "".join(_reply(reply) for reply in content.facts.replies)


def _reply(reply: Reply) -> str:
    proofs = "".join(
        f"<li>{told(proof.text)}{_number(proof.message)}</li>" for proof in reply.proofs
    )
    return (
        f'<div class="reply {reply.mood.value}"><h3>{shown_text(reply.question)}</h3>'
        f"<p>{told(reply.text)} <small>{_CERTAINTY[reply.confidence]}</small></p>"
        + (f"<ul>{proofs}</ul>" if proofs else "")
        + (f"<p><b>Next:</b> {told(reply.next)}</p>" if reply.next else "")
        + "</div>"
    )


def _number(message: int | None) -> str:
    return "" if message is None else f" <small>#{message}</small>"


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


def connections(links: Sequence[Link]) -> str:
    """Tell the connections and attempts of a charger."""
    opened = [link for link in links if link.opened_at is not None]
    failed = len(links) - len(opened)
    ended = [link for link in opened if link.ended_at is not None]
    broken = sum(link.closer is Closer.NOBODY for link in ended)
    counts = [counted(len(opened), "connection")]
    counts += [f"{counted(broken, 'break')} without a close frame"] if broken else []
    counts += [f"{counted(failed, 'attempt')} that failed"] if failed else []
    head = ("Began (UTC)", "Lasted", "From", "Ended by", "Code", "What happened")
    rows = [
        (
            moment(link.began_at),
            _lived(link),
            told(link.peer),
            "" if link.ended_at is None else _CLOSERS[link.closer],
            "" if link.close_code is None else str(link.close_code),
            told(" ".join((link.cause, link.close_reason, link.fix, *link.remarks))),
        )
        for link in links[-_MOST_LINKS:]
    ]
    left = len(links) - len(rows)
    note = f"<p><small>{counted(left, 'earlier one')} left out.</small></p>"
    listed = table(head, rows) if rows else ""
    return f"<p>{', '.join(counts)}.</p>{listed}{note if left else ''}"


def _lived(link: Link) -> str:
    if link.opened_at is None:
        return "never open"
    lived = link.lived_us
    return "still open" if lived is None else time_span(lived / _SECOND)


def sessions(content: ChargerContent) -> str:
    """Tell the sessions: a table, then each with what happened and its charts."""
    stories = content.facts.stories
    if not stories:
        return "<p>Nobody has tried to charge in these messages.</p>"
    head = (
        "No.", "Began (UTC)", "Where", "Lasted", "Energy", "Peak", "Card",
        "What became of it",
    )  # fmt: skip
    rows = [
        (
            str(story.number),
            moment(story.began_at)[:19],
            place_words(story.evse, story.connector),
            _lasted(story),
            "" if story.energy_wh is None else energy(story.energy_wh),
            "" if story.peak_w is None else quantity(story.peak_w, "W"),
            told(story.id_tag),
            _outcome(story),
        )
        for story in stories[-_MOST_SESSIONS:]
    ]
    parts = [table(head, rows)]
    if len(stories) > len(rows):
        left = counted(len(stories) - len(rows), "earlier session")
        parts.append(f"<p><small>{left} left out.</small></p>")
    if len(stories) > _MOST_TOLD:
        parts.append(f"<p><small>The last {_MOST_TOLD} are told below.</small></p>")
    parts += [_story(story, content) for story in stories[-_MOST_TOLD:]]
    return "".join(parts)


def _story(story: Story, content: ChargerContent) -> str:
    lines = "".join(
        f"<li{' class=problem' if line.is_problem else ''}>"
        f"<time>{moment(line.at)[11:19]}</time> {told(line.text)}"
        f"{_certainty(line.certainty)}{_number(line.message)}</li>"
        for line in story.lines
    )
    where = place_words(story.evse, story.connector)
    title = f"Session {story.number}, {moment(story.began_at)[:16]} UTC, {where}"
    charts = "".join(session_charts(story, content.facts))
    return (
        f'<div class="story"><h3>{shown_text(title)}</h3><p>{told(story.summary)}</p>'
        f'{charts}<ul class="lines">{lines}</ul></div>'
    )


def _certainty(certainty: Certainty) -> str:
    return "" if certainty is Certainty.OBSERVED else f" <small>({certainty})</small>"


def _lasted(story: Story) -> str:
    if story.ended_at is None:
        return "goes on" if story.outcome is Outcome.OPEN else ""
    return time_span((story.ended_at - story.began_at) / _SECOND)


def _outcome(story: Story) -> str:
    text = story.outcome.replace("_", " ")
    if story.missing_step:
        text += f", missing: {story.missing_step}"
    return told(f"{text} · {story.stop_reason}" if story.stop_reason else text)


def limits(allowances: Sequence[Allowances]) -> str:
    """Tell what each connector was allowed at the end."""
    if not allowances:
        return "<p>No limit was set, and none was told.</p>"
    known = [one for one in allowances if _is_known(one)]
    unknown = [place_text(one.connector, is_2x=one.is_evse)
               for one in allowances if one not in known]  # fmt: skip
    text = f"Nothing is known of {' and '.join(unknown)}."
    rest = f"<p>{shown_text(text)}</p>" if unknown else ""
    return "".join((*map(_allowed, known), rest))


def _is_known(found: Allowances) -> bool:
    return any(getattr(found, name).at is not None for _title, name in _LIMITS)


def _allowed(found: Allowances) -> str:
    rows = []
    for title, name in _LIMITS:
        answer = getattr(found, name)
        when = "" if answer.at is None else f"{moment(answer.at)[:19]}"
        remarks = "".join(f"<br><small>{told(one)}</small>" for one in answer.remarks)
        text = f"{told(answer.text)}{_number(answer.message)}{remarks}"
        rows.append((title, text, when, str(answer.confidence)))
    place = place_text(found.connector, is_2x=found.is_evse)
    head = ("", "Limit", "Since (UTC)", "Certainty")
    title = place[0].upper() + place[1:]
    return f"<h3>{shown_text(title)}</h3>{table(head, rows)}"


def changes(content: ChargerContent) -> str:
    """Tell how the settings have changed between the first and the last snapshot."""
    found = content.changes
    if found is None:
        return (
            "<p>There are not two snapshots of its settings to compare. One is taken "
            "whenever the settings are read.</p>"
        )
    differences = found.differences
    rows = [
        (told(p.here.address.text), _value(p.here), _value(p.there))
        for p in differences.different
    ]
    rows += [
        (told(e.address.text), _value(e), "<i>gone</i>")
        for e in differences.missing_there
    ]
    rows += [
        (told(e.address.text), "<i>not there</i>", _value(e))
        for e in differences.missing_here
    ]
    first, last = moment(found.first.at)[:16], moment(found.last.at)[:16]
    if not rows:
        return f"<p>No setting differs between {first} and {last} UTC.</p>"
    return table(("Setting", f"{first} UTC", f"{last} UTC"), rows)


def _value(entry: Entry) -> str:
    if entry.is_secret:
        return MASK
    return "<i>not told</i>" if entry.value is None else told(entry.value)


def notes(content: ChargerContent, whole: Content) -> Iterator[str]:
    """Tell the messages that somebody has marked or noted something on."""
    for number in content.noted:
        message = whole.messages.get(number)
        if message is None:
            continue
        note = whole.annotations.notes.get(number, "")
        star = "★ " if number in whole.annotations.marks else ""
        text = f'<p class="note">{star}{told(note)}</p>' if note or star else ""
        yield f"{text}{message_line(message)}"
