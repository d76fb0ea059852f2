# SPDX-License-Identifier: Apache-2.0
"""How many chips have room in their row."""

from collections.abc import Sequence


def how_many_fit(widths: Sequence[int], room: int, *, gap: int, more: int) -> int:
    """Return how many of some widgets fit side by side, the first ones.

    Args:
        widths: How wide each is, in pixels.
        room: How wide the row is.
        gap: What is left free behind each of them.
        more: How wide what stands for the others is, if they do not all fit.
    """
    if sum(width + gap for width in widths) <= room:
        return len(widths)
    room -= more + gap
    for place, width in enumerate(widths):
        room -= width + gap
        if room < 0:
            return place
    return len(widths)
