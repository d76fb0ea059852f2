# SPDX-License-Identifier: Apache-2.0
"""Stopping regular expressions that take long on every text, on none too long."""

import time
from typing import Final

from ocppdesk.filters.values import SlowPatternError

_PATIENCE_S: Final = 0.5
_USUAL_S: Final = 0.005  # a thousand times what a text takes as a rule


class Watch:
    """Watches a thread that tries a pattern on many texts.

    Only the time in which the thread worked counts, not that in which it waited.

    Args:
        pattern: The pattern; None watches nothing.
    """

    def __init__(self, pattern: str | None) -> None:
        self._pattern = pattern
        self._count = 0
        self._began = time.thread_time()

    def note(self) -> None:
        """Take note that one more text was tried.

        Raises:
            SlowPatternError: If they took too long on the whole.
        """
        if self._pattern is None:
            return
        self._count += 1
        spent = time.thread_time() - self._began
        if spent > _PATIENCE_S and spent > self._count * _USUAL_S:
            raise SlowPatternError(self._pattern)
