# SPDX-License-Identifier: Apache-2.0
"""Which two messages are meant when messages are to be compared."""

from collections.abc import Collection, Sequence


def pair_of(
    selected: Sequence[int], chosen: int | None, marks: Collection[int]
) -> tuple[int, int] | None:
    """Return the two messages to compare, the earlier one first.

    Two that are selected go first; one that is chosen is compared with the marked one
    that is nearest before it, else after it.

    Args:
        selected: The selected messages.
        chosen: The message that was chosen last.
        marks: The marked ones.

    Returns:
        Their numbers; None if there is only one, or more than two.
    """
    if len(selected) == 2:
        first, second = sorted(selected)
        return first, second
    if len(selected) > 2 or chosen is None:
        return None
    before = [number for number in marks if number < chosen]
    if before:
        return max(before), chosen
    after = [number for number in marks if number > chosen]
    return (chosen, min(after)) if after else None
