# SPDX-License-Identifier: Apache-2.0
"""Which kinds of messages a filter can find at all, whatever they say."""

import itertools
from collections.abc import Iterable
from typing import Final

from ocppdesk.core.frames import ANSWERS, CALLS, MessageType
from ocppdesk.core.messages import Direction
from ocppdesk.filters.fields import DIRECTIONS, ERRORS, FIELDS, TYPES, Field
from ocppdesk.filters.nodes import (
    And,
    Comparison,
    Filter,
    Flagged,
    Membership,
    Not,
    Or,
    Presence,
    Range,
)
from ocppdesk.filters.paths import Path, Side
from ocppdesk.filters.values import Operator

Shape = tuple[Direction, MessageType | None, bool]
"""Which way a message went, its type, and whether its exchange has an answer."""
Shapes = frozenset[Shape]


def _frames(types: Iterable[MessageType | None], *answered: bool) -> Shapes:
    ways = (Direction.IN, Direction.OUT)
    return frozenset(itertools.product(ways, types, answered))


_ANSWERED: Final = _frames(CALLS, True) | _frames(ANSWERS, True)
CALL_SHAPES: Final = _frames(CALLS, True, False)
"""Calls, answered or not."""
_FRAMES: Final = _ANSWERED | _frames((*CALLS, None), False)
_LINKS: Final[Shapes] = frozenset({(Direction.LINK, None, False)})
ALL_SHAPES: Final[Shapes] = _FRAMES | _LINKS
"""What messages there are."""

# Flags that say nothing else: what does not have them is all the rest.
_EXACT: Final[dict[str, Shapes]] = {
    "~in": frozenset(s for s in ALL_SHAPES if s[0] is Direction.IN),
    "~out": frozenset(s for s in ALL_SHAPES if s[0] is Direction.OUT),
    "~ws": _LINKS,
    "~call": CALL_SHAPES,
    "~result": _frames((MessageType.CALLRESULT,), True),
    "~err": _frames(ERRORS, True),
}
_FLAGS: Final[dict[str, Shapes]] = _EXACT | {
    "~q": _frames((MessageType.CALL,), False),
    "~slow": _frames(CALLS, True),
}
_FIELDS: Final[dict[str, Shapes]] = {
    "latency": _frames(CALLS, True),
    "type": _ANSWERED | CALL_SHAPES,
    "ws": _LINKS,
    "size": _FRAMES,
}
_SIDES: Final = {
    Side.OWN: _FRAMES,
    Side.REQUEST: _ANSWERED | CALL_SHAPES,
    Side.RESPONSE: _ANSWERED,
}


def shapes_of(chosen: Filter) -> Shapes:
    """Return the kinds of messages among which a filter may find something."""
    if isinstance(chosen, Flagged):
        return _FLAGS.get(chosen.flag.name, ALL_SHAPES)
    if isinstance(chosen, And):
        return ALL_SHAPES.intersection(*map(shapes_of, chosen.parts))
    if isinstance(chosen, Or):
        return frozenset().union(*map(shapes_of, chosen.parts))
    if isinstance(chosen, Not):
        return ALL_SHAPES - _certain_shapes_of(chosen.part)
    if isinstance(chosen, Comparison | Membership | Presence | Range):
        if isinstance(chosen.operand, Path):
            return _SIDES[chosen.operand.side]
        about = _FIELDS.get(chosen.operand.name, ALL_SHAPES)
        return about & _compared(chosen)
    return ALL_SHAPES


def _certain_shapes_of(chosen: Filter) -> Shapes:
    """Return the kinds of messages of which a filter finds every one."""
    if isinstance(chosen, Flagged):
        return _EXACT.get(chosen.flag.name, frozenset())
    if isinstance(chosen, And):
        return ALL_SHAPES.intersection(*map(_certain_shapes_of, chosen.parts))
    if isinstance(chosen, Or):
        return frozenset().union(*map(_certain_shapes_of, chosen.parts))
    if isinstance(chosen, Not):
        return ALL_SHAPES - shapes_of(chosen.part)
    # Direction and type are nothing but the kind of message.
    is_kind = isinstance(chosen, Comparison | Membership | Presence) and (
        chosen.operand in (FIELDS["dir"], FIELDS["type"])
    )
    return shapes_of(chosen) if is_kind else frozenset()


def _compared(chosen: Comparison | Membership | Presence | Range) -> Shapes:
    """Return what a comparison of direction or type leaves; else everything."""
    if not isinstance(chosen, Comparison | Membership):
        return ALL_SHAPES
    if isinstance(chosen, Membership):
        words = {value.text for value in chosen.values}
    else:
        words = {chosen.value.text}
    is_not = isinstance(chosen, Comparison) and chosen.operator is Operator.IS_NOT
    return frozenset(
        shape
        for shape in ALL_SHAPES
        if (word := _word_of(shape, chosen.operand)) is None
        or (word in words) is not is_not
    )


def _word_of(shape: Shape, operand: Field | Path) -> str | None:
    """Return what direction or type is called; None if it is asked for neither."""
    if operand == FIELDS["dir"]:
        return DIRECTIONS[shape[0]]
    if operand == FIELDS["type"]:
        return "" if shape[1] is None else TYPES[shape[1]]
    return None
