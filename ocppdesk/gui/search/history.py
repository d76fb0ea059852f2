# SPDX-License-Identifier: Apache-2.0
"""The filters that were used lately."""

import json
import logging
from typing import Final

from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

MOST: Final = 20
"""Filters that are kept."""
_LONGEST: Final = 2_000  # characters; what is longer was pasted


class FilterHistory:
    """The filters used lately, kept in the setting `filter_history`.

    Args:
        settings: Where they are kept.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def texts(self) -> list[str]:
        """The filters, the newest first; none if the setting is damaged."""
        try:
            found = json.loads(self._settings.filter_history or "[]")
        except (ValueError, RecursionError):
            return []
        if not isinstance(found, list):
            return []
        texts = [text for text in found if isinstance(text, str) and text.strip()]
        return texts[:MOST]

    def add(self, text: str) -> None:
        """Put a filter on top, whether it was used before or not."""
        wanted = text.strip()
        if not wanted or len(wanted) > _LONGEST:
            return
        before = self.texts
        texts = [wanted, *(t for t in before if t != wanted)][:MOST]
        if texts == before:
            return
        kept = json.dumps(texts, ensure_ascii=False)
        try:
            self._settings.change({"filter_history": kept})
        except SettingsError as error:
            # The filter applies all the same; only nobody will remember it.
            _log.info("A filter could not be remembered: %s", error)
