# SPDX-License-Identifier: Apache-2.0
"""Findings that do not count at a charger, as the settings keep them."""

import json
from collections.abc import Iterable
from typing import Final

from ocppdesk.gui.findings.groups import GroupKey

_MOST: Final = 2_000  # those that were ignored last are kept


def parse_ignored(text: str) -> tuple[GroupKey, ...]:
    """Read what is kept; what cannot be read is left out."""
    try:
        kept = json.loads(text) if text else []
    except ValueError:
        return ()
    if not isinstance(kept, list):
        return ()
    return tuple(
        (pair[0], pair[1])
        for pair in kept
        if isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(part, str) for part in pair)
    )


def ignored_text(keys: Iterable[GroupKey]) -> str:
    """Write what is to be kept, the oldest first."""
    wanted = [list(key) for key in keys][-_MOST:]
    return json.dumps(wanted, ensure_ascii=False) if wanted else ""
