# SPDX-License-Identifier: Apache-2.0
"""Is the charger communicating?"""

from collections.abc import Iterator
from typing import Final

from ocppdesk.analysis.answering.grounds import (
    MOST_PROOFS,
    Grounds,
    next_of,
    proof_of,
    trigger,
)
from ocppdesk.analysis.answering.reply import Deed, Mood, Proof, Question, Reply
from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.analysis.links import Closer, Link

_RULES: Final = (
    "CON-01", "CON-02", "CON-03", "CON-04", "CON-05", "CON-06", "BOOT-01", "BOOT-03",
    "CON-08", "PRO-01", "CON-", "BOOT-02", "PRO-02", "PRO-07",
)  # fmt: skip
"""In the order in which they are to be looked at (7.14)."""
_LATELY_US: Final = 15 * MINUTE
_END_US: Final = 5 * SECOND
_JUST_NOW_US: Final = 2 * SECOND
_WHO: Final = {
    Closer.CHARGER: "the charger closed it",
    Closer.CSMS: "the CSMS closed it",
    Closer.NOBODY: "it broke without a close frame",
}


def communicating(grounds: Grounds) -> Reply:
    """Reply whether the charger is there, registered and answering."""
    traffic = grounds.known.traffic
    if traffic.heard_at is None and not traffic.links:
        return Reply(
            Question.COMMUNICATING,
            "These messages hold nothing that the charger sent.",
            Mood.OPEN,
            Confidence.UNKNOWN,
            next="Check the address in the charger's settings, then its power and "
            "network.",
        )
    since = grounds.now if traffic.since is None else traffic.since
    # In a capture that ends with its connection, nobody knows what came later.
    end = grounds.now - (_END_US if grounds.is_review else 0)
    is_gone = traffic.is_connected is False and since < end
    return _gone(grounds) if is_gone else _there(grounds)


def _gone(grounds: Grounds) -> Reply:
    traffic, now = grounds.known.traffic, grounds.now
    since = traffic.since if traffic.since is not None else now
    last = _last_link(grounds)
    number = None if last is None else traffic.closed_by.get(last.number)
    why = "" if last is None else _WHO.get(last.closer, "")
    ago = duration(now - since)
    text = f"No: not connected for {ago}"
    if grounds.is_review:
        text = f"No: its connection ended {ago} before these messages end"
    if last is not None and why:
        code = f" (code {last.close_code})" if last.close_code else ""
        lived = "" if last.lived_us is None else f" after {duration(last.lived_us)}"
        text += f"; {why}{lived}{code}"
    proofs = [Proof("The last connection ended.", number, traffic.since)]
    found = _found(grounds, since=since - _LATELY_US)
    following = next_of(found) or (
        "Check the charger's power and network; it should connect again by itself "
        "within some minutes."
    )
    return Reply(
        Question.COMMUNICATING,
        f"{text}.",
        Mood.TROUBLE,
        Confidence.HIGH,
        (*proofs, *map(proof_of, found))[:MOST_PROOFS],
        following,
        findings=tuple(finding.rule for finding in found),
    )


def _there(grounds: Grounds) -> Reply:
    known = grounds.known
    parts, proofs = _signs(grounds)
    status = known.boots.status
    if status:
        is_registered = _is_registered(known)
        parts.append("registered" if is_registered else f"not accepted: {status}")
        booted = known.boots.last
        if booted is not None:
            told = f"BootNotification was answered with {status}."
            proofs.append(Proof(told, booted.answer or booted.message, booted.at))
    parts += _clock(grounds)
    found = _found(grounds, since=grounds.now - _LATELY_US)
    is_silent = _is_silent(grounds)
    is_trouble = bool(found) or is_silent or not _is_registered(known)
    begin = "Yes" if not is_trouble else "It is, with trouble"
    if is_silent:
        is_open = known.traffic.is_connected
        begin = "It is connected, but silent" if is_open else "Not lately"
    text = f"{begin}: {', '.join(parts)}."
    if found:
        possibly = "Possibly: " if found[0].is_possible else ""
        text += f" {possibly}{found[0].title}."
    following, deed = _following(grounds, found, is_silent=is_silent)
    return Reply(
        Question.COMMUNICATING,
        text,
        Mood.TROUBLE if is_trouble else Mood.FINE,
        Confidence.HIGH if known.traffic.is_connected else Confidence.MEDIUM,
        (*map(proof_of, found), *proofs)[:MOST_PROOFS],
        following,
        deed,
        tuple(finding.rule for finding in found),
    )


def _is_registered(known: Known) -> bool:
    return known.boots.status in ("", "Accepted")


def _clock(grounds: Grounds) -> Iterator[str]:
    """Say how far its clock is off, if that is known."""
    offset = grounds.known.clock.offset_us
    if offset is not None:
        sign = "+" if offset >= 0 else "-"
        is_right = abs(offset) < SECOND
        yield "clock right" if is_right else f"clock {sign}{duration(offset)}"
    elif grounds.found("CLK-02"):
        yield "clock never set"


def _following(
    grounds: Grounds, found: list[Finding], *, is_silent: bool
) -> tuple[str, Deed | None]:
    """Say what to try next, and the call that does so; neither if all is well."""
    known = grounds.known
    following = next_of(found)
    heartbeat = trigger(known, "Heartbeat")
    if is_silent:
        return following or "Ask it for a sign of life.", heartbeat
    if following:
        return following, None
    if not _is_registered(known):
        return "Accept the charger in the CSMS: until then it may not charge.", None
    offset, allowed = known.clock.offset_us, known.thresholds.clock_offset_s * SECOND
    if offset is not None and abs(offset) > allowed:
        return "Its clock is off: a Heartbeat sets it, in most chargers.", heartbeat
    return "", None


def _found(grounds: Grounds, *, since: int) -> list[Finding]:
    """Return what is in the way, what is sure and what has to be right first ahead."""
    found = grounds.found(*_RULES, least=Severity.MEDIUM, since=since)
    return sorted(found, key=lambda each: (each.is_possible, _place_of(each.rule)))


def _place_of(rule: str) -> int:
    return next(n for n, begin in enumerate(_RULES) if rule.startswith(begin))


def _is_silent(grounds: Grounds) -> bool:
    """Return whether it says nothing for longer than it may.

    A log holds no pings: without an interval that was granted it proves nothing.
    """
    known, link = grounds.known, _last_link(grounds)
    heard = known.traffic.heard_at or 0
    if link is not None and link.is_recorded:
        heard = max(heard, link.last_heard_at or link.began_at)
    elif known.boots.heartbeat_s is None:
        return False
    return grounds.now - heard > known.silence_us


def _signs(grounds: Grounds) -> tuple[list[str], list[Proof]]:
    """Say since when it is there, and when it was heard last."""
    traffic, now, link = grounds.known.traffic, grounds.now, _last_link(grounds)
    parts, proofs = [], []
    heard = traffic.heard_at
    if traffic.is_connected and traffic.since is not None:
        parts.append(f"connected for {duration(now - traffic.since)}")
        opened = next(reversed(traffic.opened_by.values()), None)
        proofs.append(Proof("The connection opened.", opened, traffic.since))
    if heard is not None:
        what = f" ({traffic.heard_action})" if traffic.heard_action else ""
        ago = duration(now - heard)
        ago += " before these messages end" if grounds.is_review else " ago"
        if not grounds.is_review and now - heard < _JUST_NOW_US:
            ago = "just now"
        if grounds.is_review and now - heard < _END_US:
            ago = "at the end of these messages"
        parts.append(f"last message {ago}{what}")
        proofs.append(
            Proof("The last message of the charger.", traffic.heard_message, heard)
        )
    pinged = None if link is None else link.last_heard_at
    if pinged is not None and pinged > (heard or 0) and not grounds.is_review:
        parts.append(f"last sign of life {duration(now - pinged)} ago")
    return parts, proofs


def _last_link(grounds: Grounds) -> Link | None:
    return next(reversed(grounds.known.traffic.links.values()), None)
