# SPDX-License-Identifier: Apache-2.0
"""Frames put together from the columns of a row: action, payload, message id, type."""

import ast
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson

from ocppdesk.core.frames import CALLS, MessageType, json_text
from ocppdesk.logs.reading.columns import JsonText, plain
from ocppdesk.logs.reading.found import State

ASSEMBLED: Final = "The frame was put together from the columns of its row."
"""The repair that stands on every such frame."""
_WITHOUT_ID: Final = "The row has no message id; an empty one was put in its place."
_ROW_ID: Final = (
    "The row has no message id; the number of the call's row is in its place."
)
_PYTHON: Final = "The payload was written in Python's notation."
_TEXT_PAYLOAD: Final = "The payload is text, not a JSON object."

ERROR_CODES: Final = frozenset(
    (
        *("NotImplemented", "NotSupported", "InternalError", "ProtocolError"),
        *("SecurityError", "FormationViolation", "FormatViolation", "GenericError"),
        *("PropertyConstraintViolation", "OccurenceConstraintViolation"),
        *("OccurrenceConstraintViolation", "TypeConstraintViolation"),
        *("MessageTypeNotSupported", "RpcFrameworkError"),
    )
)
"""The error codes of OCPP-J 1.6 table 7 and OCPP 2.0.1 part 4, 4.3."""

_ERRORS: Final = {plain(code): code for code in ERROR_CODES}
_SUFFIX: Final = re.compile(
    r"(?<=\w)(?:[._ ]?(?P<call>Request|Req)|[._ ]?(?P<result>Response|Confirmation"
    r"|Conf|Res))\Z|(?<=\w)[._ ](?:(?P<call2>req|request)|(?P<result2>conf|res"
    r"|response|confirmation))\Z"
)
_TYPES: Final = {
    "2": MessageType.CALL, "call": MessageType.CALL, "request": MessageType.CALL,
    "req": MessageType.CALL, "callrequest": MessageType.CALL,
    "3": MessageType.CALLRESULT, "callresult": MessageType.CALLRESULT,
    "response": MessageType.CALLRESULT, "res": MessageType.CALLRESULT,
    "conf": MessageType.CALLRESULT, "confirmation": MessageType.CALLRESULT,
    "result": MessageType.CALLRESULT, "callresponse": MessageType.CALLRESULT,
    "4": MessageType.CALLERROR, "callerror": MessageType.CALLERROR,
    "error": MessageType.CALLERROR,
    "5": MessageType.CALLRESULTERROR, "callresulterror": MessageType.CALLRESULTERROR,
    "6": MessageType.SEND, "send": MessageType.SEND,
}  # fmt: skip
_LINKS: Final = re.compile(
    r"(?:charge ?point|charging ?station|charge ?box|charger|station|device|socket"
    r"|web ?socket|client|connection|cp)?[ _-]?(?:is )?(?:(?P<opened>connect(?:ed)?"
    r"|open(?:ed)?|online|established)|(?P<closed>disconnect(?:ed|ion)?|close[d]?"
    r"|offline|lost))\Z"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a row tells of a frame."""

    action: str = ""
    """The action, perhaps with a suffix, or the code of an error."""
    payload: Any = None
    """The payload: a text, a `JsonText`, or None."""
    message_id: str = ""
    """The message id."""
    type: str = ""
    """The message type as a number or a word."""
    error_code: str = ""
    """Of an error: the code."""
    error_description: str = ""
    """Of an error: the description."""


class Assembled(NamedTuple):
    """A frame that was put together."""

    raw: str
    """The frame."""
    value: Any
    """Its JSON value; None if the payload is cut off or is no JSON."""
    state: State
    """How much of it there is."""
    repairs: tuple[str, ...]
    """What was done, a sentence each."""


@lru_cache(maxsize=1_000)  # a log has some dozens
def split_action(text: str) -> tuple[str, MessageType | None]:
    """Take the suffix off an action that tells the message type.

    Returns:
        The action and the type, None if there was no suffix. An error code stays as it
        is and is a CALLERROR.
    """
    text = text.strip()
    code = _ERRORS.get(plain(text))
    if code is not None:
        return code, MessageType.CALLERROR
    match = _SUFFIX.search(text)
    if match is None:
        return text, None
    is_call = match["call"] or match["call2"]
    kind = MessageType.CALL if is_call else MessageType.CALLRESULT
    return text[: match.start()], kind


@lru_cache(maxsize=1_000)
def link_event(action: str) -> bool | None:
    """Tell whether an action is about the connection: whether it came, or None."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", split_action(action)[0]).lower()
    match = _LINKS.match(words)
    return None if match is None else match["opened"] is not None


def type_of(parts: Parts, *, is_pending: bool) -> MessageType | None:
    """Tell the message type of a row.

    Args:
        parts: What the row tells.
        is_pending: Whether a call with its message id came and was not answered.
    """
    said = _TYPES.get(plain(parts.type))
    suffix = split_action(parts.action)[1]
    if suffix is MessageType.CALLERROR or said is MessageType.CALLERROR:
        return MessageType.CALLERROR
    if said is not None or suffix is not None:
        return said or suffix
    if parts.error_code and parts.error_code.upper() != "NULL":
        return MessageType.CALLERROR
    if is_pending:
        return MessageType.CALLRESULT
    return MessageType.CALL if parts.action else None


def assemble(parts: Parts, kind: MessageType) -> Assembled:
    """Put a frame together; the payload keeps the very text that the row has."""
    repairs = [ASSEMBLED]
    action, _suffix = split_action(parts.action)
    message_id = parts.message_id.strip()
    if not message_id:
        repairs.append(_WITHOUT_ID)
    elif message_id.startswith("row "):
        repairs.append(_ROW_ID)
    payload = _payload(parts.payload)
    repairs += payload.repairs
    head = f"[{int(kind)},{json_text(message_id)}"
    if kind in CALLS:
        raw = f"{head},{json_text(action)},{payload.text}]"
        value = [int(kind), message_id, action, payload.value]
    elif kind in (MessageType.CALLERROR, MessageType.CALLRESULTERROR):
        return _error(parts, kind, payload, repairs)
    else:
        raw = f"{head},{payload.text}]"
        value = [int(kind), message_id, payload.value]
    if payload.state is not State.COMPLETE:
        return Assembled(raw[:-1], None, payload.state, tuple(repairs))
    return Assembled(raw, value, State.COMPLETE, tuple(repairs))


class _Payload(NamedTuple):
    text: str
    value: Any
    state: State = State.COMPLETE
    repairs: tuple[str, ...] = ()


def _error(
    parts: Parts, kind: MessageType, payload: _Payload, repairs: list[str]
) -> Assembled:
    named = split_action(parts.action)[0]
    code = parts.error_code or (named if named in ERROR_CODES else "") or "GenericError"
    description = parts.error_description
    details: Any = payload.value
    if not parts.error_code and isinstance(details, dict) and "errorCode" in details:
        # Some put the whole of an error into its payload.
        code = str(details["errorCode"])
        description = description or str(details.get("errorDescription") or "")
        details = details.get("errorDetails") or {}
    if payload.state is not State.COMPLETE or not isinstance(details, dict):
        # What stands in the payload is a word on the error.
        description = description or payload.text.strip('"')
        details = {}
    value = [int(kind), parts.message_id.strip(), code, description, details]
    return Assembled(json_text(value), value, State.COMPLETE, tuple(repairs))


def _payload(cell: Any) -> _Payload:
    if isinstance(cell, JsonText):
        return _Payload(cell.text, cell.value)
    if cell is None or (isinstance(cell, str) and cell.strip() in ("", "NULL", "null")):
        return _Payload("{}", {})
    if not isinstance(cell, str):
        return _Payload(json_text(cell), cell)
    text = cell.strip()
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _odd_payload(text)
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        # JSON that was put into a JSON string once more.
        return _payload(value)
    if not isinstance(value, dict | list):
        return _Payload(text, value, repairs=(_TEXT_PAYLOAD,))
    return _Payload(text, value)


def _odd_payload(text: str) -> _Payload:
    if not text.startswith(("{", "[")):
        return _Payload(json_text(text), text, repairs=(_TEXT_PAYLOAD,))
    try:
        # Only literals: nothing is run. Depth is limited by Python's own parser.
        value = ast.literal_eval(text) if len(text) < 1 << 17 else None
        if isinstance(value, dict):
            return _Payload(json_text(value), value, repairs=(_PYTHON,))
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        pass
    return _Payload(text, None, _broken(text))


def _broken(text: str) -> State:
    """Tell a payload that was cut off from one that is no JSON."""
    try:
        json.JSONDecoder().raw_decode(text)
    except RecursionError:
        return State.MALFORMED
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text) or error.msg.startswith("Unterminated")
        return State.TRUNCATED if is_cut else State.MALFORMED
    return State.MALFORMED
