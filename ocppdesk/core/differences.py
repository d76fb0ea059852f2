# SPDX-License-Identifier: Apache-2.0
"""What two payloads have in common, and where they differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.forms.places import MISSING, Place, place_text
from ocppdesk.core.masking import VALUE_NAMES, hides_values, is_secret

MOST: Final = 5_000
"""Values that are compared; payloads with more are not read by anybody."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value of two payloads, from the same place in both."""

    place: str
    """The place as it is written: `meterValue[0].timestamp`."""
    left: Any
    """What stands there on one side; `MISSING` if nothing does."""
    right: Any
    """The same of the other side."""
    is_secret: bool = False
    """Whether it must not be shown: a password, a key."""

    @property
    def is_same(self) -> bool:
        """Whether both sides say the same; 1 and 1.0 do, 1 and true do not."""
        if isinstance(self.left, bool) is not isinstance(self.right, bool):
            return False
        return bool(self.left == self.right)


def compare(left: Any, right: Any) -> list[Line]:
    """Compare two payloads value by value, the items of arrays by their position.

    Args:
        left: Anything that JSON can say; None stands for no payload.
        right: The same of the other side.

    Returns:
        A line for each value of either side, in the order of the left one, what only
        the right one has behind its neighbours; at most `MOST`.
    """
    found: list[Line] = []
    for line in _lines(left, right, (), "", False):
        if len(found) == MOST:
            break
        found.append(line)
    return found


def _lines(
    left: Any, right: Any, place: Place, key: str, is_hidden: bool
) -> Iterator[Line]:
    steps = _steps(left, right)
    if steps is None:
        is_nothing = not place and left is None and right is None
        if not is_nothing:
            yield Line(place_text(place), left, right, is_hidden or is_secret(key))
        return
    hides = hides_values(left) or hides_values(right)
    for step in steps:
        name = step if isinstance(step, str) else key
        yield from _lines(
            _inner(left, step),
            _inner(right, step),
            (*place, step),
            name,
            is_hidden or (hides and name in VALUE_NAMES),
        )


def _steps(left: Any, right: Any) -> list[str | int] | None:
    """Return what both have one below the other; None: they are compared as they are.

    An object on one side only is taken apart as well, so that one sees what is in it.
    """
    sides = [side for side in (left, right) if side is not MISSING and side is not None]
    if any(sides) and all(isinstance(side, dict) for side in sides):
        return list(dict.fromkeys(str(key) for side in sides for key in side))
    if any(sides) and all(isinstance(side, list) for side in sides):
        return list(range(max(len(side) for side in sides)))
    return None


def _inner(side: Any, step: str | int) -> Any:
    if isinstance(side, dict):
        return side.get(step, MISSING)
    if isinstance(side, list) and isinstance(step, int) and step < len(side):
        return side[step]
    return MISSING
