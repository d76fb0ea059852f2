# SPDX-License-Identifier: Apache-2.0
"""Matching by a few letters in order: `cj` finds `Copy JSON`."""

from dataclasses import dataclass
from typing import Final

_WORD_START: Final = 8  # letters that begin words are what people type
_IN_A_ROW: Final = 5
_GAP: Final = -1


@dataclass(frozen=True, slots=True)
class Match:
    """How a text matches what was typed."""

    score: int
    """The higher, the better."""
    places: tuple[int, ...]
    """Where in the text the letters are."""


def match(typed: str, text: str) -> Match | None:
    """Find letters in a text, in their order; case and blanks do not matter.

    Among the ways to match, the best is taken: letters at the starts of words, then
    letters in a row, then those with few letters skipped between them.

    Returns:
        The match, None if the letters are not all there. Nothing matches all texts.
    """
    wanted = "".join(typed.split()).lower()
    letters = text.lower()
    if len(letters) != len(text) or not _has_all(wanted, letters):
        return None if wanted else Match(0, ())
    # For every place where the letter before can be: the best match up to there.
    best: dict[int, Match] = {}
    for number, letter in enumerate(wanted):
        ends: dict[int, Match] = {}
        for place in _places(letter, letters, number):
            found = _extended(best, place) if number else Match(0, ())
            if found is not None:
                score = found.score + (_WORD_START if _starts(text, place) else 0)
                ends[place] = Match(score, (*found.places, place))
        best = ends
    return max(best.values(), key=lambda found: (found.score, -found.places[0]))


def _has_all(wanted: str, letters: str) -> bool:
    at = -1
    for letter in wanted:
        at = letters.find(letter, at + 1)
        if at < 0:
            return False
    return bool(wanted)


def _places(letter: str, letters: str, first: int) -> list[int]:
    return [at for at in range(first, len(letters)) if letters[at] == letter]


def _starts(text: str, place: int) -> bool:
    if place == 0 or not text[place - 1].isalnum():
        return True
    return text[place].isupper() and text[place - 1].islower()


def _extended(best: dict[int, Match], place: int) -> Match | None:
    """Return the best of the matches that end before a place, with what it costs."""
    found: Match | None = None
    for end, before in best.items():
        if end < place:
            step = _IN_A_ROW if end == place - 1 else max(_GAP * (place - end), -6)
            if found is None or before.score + step > found.score:
                found = Match(before.score + step, before.places)
    return found
