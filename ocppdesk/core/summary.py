# SPDX-License-Identifier: Apache-2.0
"""One line that says a message, and one word that says how a call went."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.frames import ANSWERS, CALLS, MessageType, Problem, parse_frames
from ocppdesk.core.masking import MASK, is_secret, mask_text
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.phrases import answers, charger, csms
from ocppdesk.core.phrases.answers import status_phrase
from ocppdesk.core.phrases.charging import profile_text
from ocppdesk.core.phrases.parts import Part, dotted, line, listed, place, say

LONGEST: Final = 160
"""No summary has more characters."""


class ResultKind(enum.StrEnum):
    """How a call went."""

    OK = "ok"
    """It was answered, and with yes if there was anything to refuse."""
    REFUSED = "refused"
    """It was answered with no, or a part of it was."""
    ERROR = "error"
    """It was answered with a CALLERROR."""
    WAITING = "waiting"
    """It has no answer so far."""
    NONE = "none"
    """It gets no answer: not a call, or one that OCPP does not answer."""

    @property
    def symbol(self) -> str:
        """A sign for it; `text` of the result says the rest."""
        return _SYMBOLS[self]


_SYMBOLS: Final = {
    ResultKind.OK: "✓",
    ResultKind.REFUSED: "✗",
    ResultKind.ERROR: "✗",
    ResultKind.WAITING: "⏳",
    ResultKind.NONE: "",
}


@dataclass(frozen=True, slots=True)
class Result:
    """How a call went, with the word that its answer has for it."""

    kind: ResultKind
    """How it went."""
    text: str
    """The status or error code as sent; empty if there is none."""


def summary(message: Message, payload: Any) -> str:
    """Say a message in one line of at most 160 characters.

    Passwords and keys are masked. Nothing that a charger sends makes it raise.

    Args:
        message: The message; its raw text may be cut.
        payload: What `message.payload()` gave; None if it cannot be read.
    """
    if message.direction is Direction.LINK:
        text = message.text
    elif message.type in (MessageType.CALLERROR, MessageType.CALLRESULTERROR):
        text = _error_phrase(message)
    elif payload is None:
        text = _unread_phrase(message)
    else:
        text = _phrase(message, payload) or _told_scalars(payload)
    return line(mask_text(line(text, longest=4 * LONGEST)), longest=LONGEST)


def _phrase(message: Message, payload: Any) -> str:
    part = Part(payload)
    action = (message.action or "").casefold()
    if message.type is MessageType.CALLRESULT:
        phrase = _ANSWERS.get(action)
        text = "" if phrase is None else phrase(part)
        return text or status_phrase(part) or ("" if part else "Acknowledged")
    if message.type not in CALLS:
        return ""
    if action == "setchargingprofile":
        profile = part.first("csChargingProfiles", "chargingProfile")
        return profile_text(profile, part, at=message.at) if profile else ""
    phrase = _CALLS.get(action)
    return "" if phrase is None else phrase(part)


def _error_phrase(message: Message) -> str:
    frame = parse_frames(message.text)[0]
    code = message.error_code or frame.error_code or "Error without a code"
    return f"{code}: {frame.error_description}" if frame.error_description else code


def _unread_phrase(message: Message) -> str:
    """Say a message whose payload is not at hand: broken, or cut as too long."""
    is_broken = message.problem in (Problem.MALFORMED, Problem.TRUNCATED)
    if is_broken or len(message.raw) < _CUT:
        texts = [violation.text for violation in message.violations]
        # The last remark of the parser is why it gave up.
        remarks = parse_frames(message.text)[0].remarks
        why = [remark for remark in remarks[-1:] if remark in texts] or texts[:1]
        return why[0] if why else message.text
    known = Part(
        {
            "evseId": message.evse,
            "connectorId": message.connector,
            "transactionId": message.transaction_id,
        }
    )
    transaction = say("transaction {}", known["transactionId"].text)
    return listed("Long message", place(known), transaction)


_CUT: Final = 1_000  # characters that a table has of a long message, at the least
_FIRST: Final[tuple[str, ...]] = (
    "status",
    "type",
    "id",
    "requestId",
    "vendorId",
    "messageId",
)
_TOLD = 5  # scalars in the fallback


def _told_scalars(payload: Any) -> str:
    """Say a payload that nobody knows by its scalars."""
    if not isinstance(payload, dict):
        kinds = {list: "an array", str: "a text", bool: "true or false"}
        return f"The payload is {kinds.get(type(payload), 'a number')}, not an object."
    found = {}
    for key, value in list(payload.items())[:50]:
        name, text = Part(key).text, Part(value).text
        if name and text:
            found[name] = MASK if is_secret(name) else text
    names = [name for name in _FIRST if name in found]
    names += [name for name in found if name not in _FIRST]
    told = dotted(*(f"{name} {found[name]}" for name in names[:_TOLD]))
    if told:
        return told
    names = [Part(key).text for key in list(payload)[:_TOLD]]
    return listed(*names) or "No details"


def result(message: Message, answer: Message | None) -> Result:
    """Say how a call went.

    Args:
        message: The call; an answer says how the call that it answers went.
        answer: The first answer to it; None as long as there is none.
    """
    if message.direction is Direction.LINK:
        return Result(ResultKind.NONE, "")
    if message.type in ANSWERS:
        answer = message
    if answer is None:
        waits = message.type is MessageType.CALL and message.message_id is not None
        return Result(ResultKind.WAITING if waits else ResultKind.NONE, "")
    if answer.type is not MessageType.CALLRESULT:
        code = line(answer.error_code or "")
        return Result(ResultKind.ERROR, code or "no error code")
    return _answered(Part(answer.payload()), (answer.action or "").casefold())


def _answered(payload: Part, action: str) -> Result:
    words = list(_statuses(payload))
    refused = [word for word in words if not _is_yes(word, action)]
    if not refused:
        return Result(ResultKind.OK, words[0] if len(set(words)) == 1 else "")
    if len(words) == 1:
        return Result(ResultKind.REFUSED, refused[0])
    return Result(ResultKind.REFUSED, f"{refused[0]} ({len(refused)} of {len(words)})")


def _statuses(payload: Part) -> Iterator[str]:
    for holder in (payload, payload["idTagInfo"], payload["idTokenInfo"]):
        if holder["status"]:
            yield holder["status"].text
    content = payload.value if isinstance(payload.value, dict) else {}
    for value in content.values():
        if not isinstance(value, list):
            continue
        for item in value:
            status = Part(item).first("attributeStatus", "status")
            if status:
                yield status.text


_YES: Final = frozenset(
    {
        "accepted", "acceptedcanceled", "good", "processing", "rebootrequired",
        "scheduled", "unlocked", "unpublished",
    }
)  # fmt: skip
# These say that there was nothing to do or nothing to tell, which is no refusal.
_NOTHING: Final = frozenset({"emptyresultset", "noprofiles", "notariff"})
_NOTHING_OF: Final = frozenset(
    {
        ("clearchargingprofile", "unknown"),
        ("getinstalledcertificateids", "notfound"),
    }
)


def _is_yes(word: str, action: str) -> bool:
    folded = word.casefold()
    return folded in _YES or folded in _NOTHING or (action, folded) in _NOTHING_OF


_CALLS: Final = {
    action.casefold(): phrase
    for action, phrase in (charger.PHRASES | csms.PHRASES).items()
}
_ANSWERS: Final = {
    action.casefold(): phrase for action, phrase in answers.PHRASES.items()
}
