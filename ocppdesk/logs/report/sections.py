# SPDX-License-Identifier: Apache-2.0
"""The sections of a report on one charger, but for findings and sessions, as HTML."""

from collections.abc import Iterator, Sequence
from typing import Final

from ocppdesk.analysis.answering.reply import Reply
from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.analysis.limits.answers import Allowances, Confidence
from ocppdesk.analysis.limits.remarks import is_of_before
from ocppdesk.analysis.limits.words import place_text
from ocppdesk.analysis.links import Closer, Link
from ocppdesk.analysis.sessions.words import time_span
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.core.masking import MASK
from ocppdesk.logs.report.content import ChargerContent, Content
from ocppdesk.logs.report.findings import message_line
from ocppdesk.logs.report.parts import numbered, table, told
from ocppdesk.logs.writing.markup import (
    counted,
    moment,
    shown_text,
)

_MOST_LINKS: Final = 40
_SECOND: Final = 1_000_000
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
        f"<li>{told(proof.text)}{numbered(proof.message)}</li>"
        for proof in reply.proofs
    )
    return (
        f'<div class="reply {reply.mood.value}"><h3>{shown_text(reply.question)}</h3>'
        f"<p>{told(reply.text)} <small>{_CERTAINTY[reply.confidence]}</small></p>"
        + (f"<ul>{proofs}</ul>" if proofs else "")
        + (f"<p><b>Next:</b> {told(reply.next)}</p>" if reply.next else "")
        + "</div>"
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


def limits(allowances: Sequence[Allowances]) -> str:
    """Tell what each connector was allowed at the end."""
    if not allowances:
        return "<p>No limit was set, and none was told.</p>"
    known = [one for one in allowances if _is_known(one)]
    unknown = [
        place_text(one.connector, is_2x=one.is_evse)
        for one in allowances
        if one not in known
    ]
    text = f"Nothing is known of {' and '.join(unknown)}."
    rest = f"<p>{shown_text(text)}</p>" if unknown else ""
    return "".join((*map(_allowed, known), rest))


def _is_known(found: Allowances) -> bool:
    # What was refused, or read from the settings, is something as well.
    remarks = (*found.last.remarks, *found.in_force.remarks)
    is_told = any(getattr(found, name).at is not None for _title, name in _LIMITS)
    return is_told or not all(map(is_of_before, remarks))


def _allowed(found: Allowances) -> str:
    rows = []
    for title, name in _LIMITS:
        answer = getattr(found, name)
        when = "" if answer.at is None else f"{moment(answer.at)[:19]}"
        remarks = "".join(f"<br><small>{told(one)}</small>" for one in answer.remarks)
        text = f"{told(answer.text)}{numbered(answer.message)}{remarks}"
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
