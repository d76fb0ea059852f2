# SPDX-License-Identifier: Apache-2.0
"""What a bare word means, and what somebody may have meant by a wrong one."""

import difflib
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from ocppdesk.core.versions import Version, charger_actions, csms_actions, find_action
from ocppdesk.filters.fields import FIELDS, Field
from ocppdesk.filters.keys import PAYLOAD_KEYS
from ocppdesk.filters.values import KEYWORDS, in_quotes, quoted

_PATH: Final = re.compile(r"(?:req|res)?\.[^\W\d]", re.IGNORECASE)
_FAR: Final = 0.7  # difflib's measure; below it a proposal is more often wrong


def field_named(word: str) -> Field | None:
    """Return the field of a name, in any case."""
    return FIELDS.get(word) or FIELDS.get(word.lower())


def action_named(word: str) -> str | None:
    """Return the specification's spelling of an action that some version has."""
    found = find_action(word, Version.V16)
    return found[0] if found else None


def begins_path(word: str) -> bool:
    """Return whether a word leads into a payload, as `.status` does."""
    return _PATH.match(word) is not None


@cache
def known_actions() -> frozenset[str]:
    """Return the actions of all OCPP versions."""
    return frozenset().union(
        *(charger_actions(version) | csms_actions(version) for version in Version)
    )


def text_word(text: str) -> str:
    """Return a text as it is written in a filter to be searched for."""
    means_else = field_named(text) or action_named(text) or begins_path(text)
    return in_quotes(text) if means_else else quoted(text)


def is_keyword(word: str) -> bool:
    """Return whether a word has a meaning of its own, such as `and`."""
    return word.casefold() in KEYWORDS


def near(word: str, known: Iterable[str]) -> str:
    """Return the known word that a wrong one is most like, empty if there is none."""
    names = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=_FAR)
    return names[found[0]] if found else ""


def meant(word: str) -> str:
    """Return what can be compared and was perhaps meant by a word, empty for nothing.

    That is a field, or else the path of a key that payloads have.
    """
    bare = word.removeprefix("~").removeprefix(".")
    field = near(bare, FIELDS)
    if field:
        return field
    key = near(bare, PAYLOAD_KEYS)
    return f".{key}" if key else ""
