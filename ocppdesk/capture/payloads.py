# SPDX-License-Identifier: Apache-2.0
"""Payloads of raw texts, read fast."""

from typing import Any, Final

import orjson

from ocppdesk.core.frames import CALLS, MessageType, parse_frames

_SURELY_FLAT: Final = 200  # characters; a hundred levels of brackets need more
_FEW_BRACKETS: Final = 100
_ELEMENTS: Final = dict.fromkeys(CALLS, 4) | {
    MessageType.CALLRESULT: 3,
    MessageType.CALLERROR: 5,
    MessageType.CALLRESULTERROR: 5,
}
_BY_NUMBER: Final = {int(kind): count for kind, count in _ELEMENTS.items()}


def payload_in(raw: str) -> Any:
    """Return the payload of the first frame in a raw text, None if it has none.

    It is what `parse_frames` returns, without all that is said about a frame beside it.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return parse_frames(raw)[0].payload
    # A plain frame and no other: that is nearly every one.
    if (
        type(value) is list
        and len(value) > 2
        and type(value[0]) is int
        and type(value[1]) is not float
        and len(value) == _BY_NUMBER.get(value[0])
        and (value[0] not in (2, 6) or type(value[2]) is str)
        and (len(raw) < _SURELY_FLAT or _has_few_brackets(raw))
    ):
        return {} if value[-1] is None else value[-1]
    return parse_frames(raw)[0].payload


def _has_few_brackets(raw: str) -> bool:
    return raw.count("[") + raw.count("{") <= _FEW_BRACKETS
