# SPDX-License-Identifier: Apache-2.0
"""Between the value of a field and what somebody types into it.

What cannot be read stays in the payload as the text that was typed, so that nothing is
lost and `checking` can say what is wrong with it.
"""

import json
import re
from typing import Any, Final

from ocppdesk.core.forms.fields import Field, Kind
from ocppdesk.core.forms.places import MISSING

_WHOLE: Final = re.compile(r"[+-]?\d{1,30}")
# A comma is what half of Europe types; JSON has a point.
_DECIMAL: Final = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?(?:[eE][+-]?\d{1,3})?")


def value_from(field: Field, text: str) -> Any:
    """Read what was typed into a field.

    Args:
        field: The field, one that holds a single value.
        text: What was typed.

    Returns:
        The value; the text itself if it cannot be read; `MISSING` for no text, where
        that means to leave the field out.
    """
    stripped = text.strip()
    if not text and (not field.is_required or field.kind is Kind.ANY):
        return MISSING
    if field.kind is Kind.INTEGER and _WHOLE.fullmatch(stripped):
        return int(stripped)
    if field.kind is Kind.NUMBER and _DECIMAL.fullmatch(stripped):
        number = float(stripped.replace(",", "."))
        is_plain = _WHOLE.fullmatch(stripped) is not None
        return int(stripped) if is_plain else number
    if field.kind is Kind.BOOLEAN and stripped in ("true", "false"):
        return stripped == "true"
    if field.kind in (Kind.TIME, Kind.URL):
        return stripped
    if field.kind is Kind.ANY:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


def text_of(value: Any) -> str:
    """Write a value as it is shown in a field; the opposite of `value_from`."""
    if value is MISSING or value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def payload_text(payload: Any) -> str:
    """Write a payload as indented JSON, for reading and editing."""
    return json.dumps(payload, indent=2, ensure_ascii=False)


class JsonMistake(ValueError):  # noqa: N818 - what a user typed, not an error of ours
    """A text is not JSON; the text says where and why.

    Attributes:
        position: The index of the character at which reading stopped.
    """

    def __init__(self, text: str, position: int) -> None:
        super().__init__(text)
        self.position = position


def payload_from(text: str) -> Any:
    """Read a payload that was typed as JSON.

    Raises:
        JsonMistake: If it is not JSON.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        why = f"Line {error.lineno}, column {error.colno}: {error.msg}."
        raise JsonMistake(why, min(error.pos, len(text))) from error
    except (ValueError, RecursionError) as error:
        raise JsonMistake(f"It cannot be read: {error}.", 0) from error
