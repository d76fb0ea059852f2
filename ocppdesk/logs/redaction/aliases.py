# SPDX-License-Identifier: Apache-2.0
"""The aliases of values, and where those values stand in other texts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from ocppdesk.logs.redaction.names import Kind, is_alias
from ocppdesk.logs.redaction.places import Place
from ocppdesk.logs.redaction.plain_words import is_plain_word, is_time

SHORTEST: Final = 4
"""Characters of a value that is looked for inside of other texts."""

_SHORTEST_NUMBER: Final = 6  # digits; fewer may be anything
_WORD: Final = re.compile(r"\w{2,3}", re.ASCII)
_CACHED: Final = 20_000  # texts, such as the names of fields, that come again and again
_LONGEST_CACHED: Final = 80
_SMALL: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def key_of(value: str) -> str:
    """Return what two spellings of a value have in common.

    Identifiers are compared without regard to case (OCPP 1.6, 7.15 IdToken).
    """
    # Letter for letter: `lower` makes two letters of some.
    return value.strip().translate(_SMALL)


@dataclass(frozen=True, slots=True)
class Alias:
    """What stands in place of a value."""

    kind: Kind
    """What the value identifies."""
    text: str
    """The alias."""
    value: str
    """The value in the spelling that came first."""


class Aliases:
    """Gives each value its alias, in the order in which they come."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[Kind, str]] = {}
        self._secrets: dict[str, Alias] = {}
        self._taken: set[str] = set()
        self._by_key: dict[str, Alias] = {}

    def learn(self, kind: Kind, value: str) -> None:
        """Take in a value; an alias stays what it is and is given to no other."""
        key = key_of(value)
        if is_alias(value.strip()):
            self._taken.add(value.strip())
        elif not key:
            return
        elif kind is Kind.SECRET:
            self._secrets.setdefault(key, Alias(kind, kind.alias(0), value.strip()))
        else:
            self._values.setdefault(key, (kind, value.strip()))

    def settle(self) -> None:
        """Give out the aliases, once all values are known."""
        counts: dict[Kind, int] = {}
        self._by_key.clear()
        for key, (kind, value) in self._values.items():
            number = counts.get(kind, 0) + 1
            while kind.alias(number) in self._taken:
                number += 1
            counts[kind] = number
            self._by_key[key] = Alias(kind, kind.alias(number), value)

    def of(self, kind: Kind, value: str) -> Alias | None:
        """Return the alias of a value, None if it has none.

        Args:
            kind: What the place where it stands is for: a password is one even if it
                is the identity of the charger.
            value: The value.
        """
        key = key_of(value)
        if kind is Kind.SECRET:
            return self._secrets.get(key)
        return self._by_key.get(key)

    def everywhere(self) -> dict[str, Alias]:
        """Return the aliases of values to be replaced wherever they stand, by key."""
        found = {**self._secrets, **self._by_key}
        for alias in self._by_key.values():
            if alias.kind is Kind.CHARGER:
                # As it stands in the path of a URL.
                for safe in ("", "/:"):
                    found.setdefault(key_of(quote(alias.value, safe=safe)), alias)
        return {key: alias for key, alias in found.items() if not is_plain_word(key)}


class KnownValues:
    """Finds values in texts.

    Args:
        aliases: The aliases by the keys of their values.
    """

    def __init__(self, aliases: Mapping[str, Alias]) -> None:
        self._aliases = aliases
        self._short = frozenset(
            key for key in aliases if _WORD.fullmatch(key) and not key.isdigit()
        )
        starts: dict[str, list[str]] = {}
        for key in aliases:
            if len(key) >= SHORTEST:
                starts.setdefault(key[:SHORTEST], []).append(key)
        self._starts = {
            start: sorted(keys, key=len, reverse=True) for start, keys in starts.items()
        }
        # One cache for all texts of this object.
        self._cached = lru_cache(maxsize=_CACHED)(self._find)

    def find(self, text: str, *, is_sentence: bool = False) -> Iterable[Place]:
        """Find the values in a text, the longest where several begin.

        Args:
            text: The text.
            is_sentence: Whether it was written for people: there a value of two or
                three characters is found as well, if it stands as a word.
        """
        if len(text) <= _LONGEST_CACHED:
            return self._cached(text, is_sentence)
        return self._find(text, is_sentence)

    def alias(self, value: str) -> Alias | None:
        """Return the alias of a value in one of the spellings that are looked for."""
        return self._aliases.get(key_of(value))

    def number(self, text: str) -> Alias | None:
        """Return the alias of a long number that stands alone."""
        return self._aliases.get(text) if len(text) >= _SHORTEST_NUMBER else None

    def _find(self, text: str, is_sentence: bool) -> tuple[Place, ...]:
        if is_time(text) or is_plain_word(text):
            return ()
        return tuple(self._places(text, is_sentence=is_sentence))

    def _places(self, text: str, *, is_sentence: bool) -> Iterator[Place]:
        small = text.translate(_SMALL)
        starts = self._starts
        done = 0
        for index in range(len(small) - SHORTEST + 1):
            keys = starts.get(small[index : index + SHORTEST])
            if keys is None or index < done:
                continue
            for key in keys:
                if small.startswith(key, index) and _stands_alone(small, index, key):
                    done = index + len(key)
                    yield self._place(text, index, key)
                    break
        if is_sentence and self._short:
            for found in _WORD_ALONE.finditer(small):
                if found[0] in self._short:
                    yield self._place(text, found.start(), found[0])

    def _place(self, text: str, index: int, key: str) -> Place:
        end = index + len(key)
        return Place(index, end, self._aliases[key].kind, text[index:end])


_WORD_ALONE: Final = re.compile(r"(?<![\w-])\w{2,3}(?![\w-])", re.ASCII)


def _stands_alone(text: str, index: int, key: str) -> bool:
    """Return whether a number is no part of a longer one; other values always do."""
    if not key.isdigit():
        return True
    around = text[max(0, index - 1) : index] + text[index + len(key) :][:1]
    return not any(sign.isdigit() or sign == "." for sign in around)
