# SPDX-License-Identifier: Apache-2.0
"""The files that were opened lately."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

MOST: Final = 10
"""Entries that are kept."""

Files = tuple[Path, ...]
"""Files that were opened together."""


class RecentFiles:
    """The files opened lately, kept in the setting `recent_files`.

    Logs that were opened together are one entry, and come back together.

    Args:
        settings: Where they are kept.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def entries(self) -> list[Files]:
        """What was opened, the last first; none if the setting is damaged.

        Whether the files are still there is not asked: a drive that does not answer
        would hold up whoever wants to know.
        """
        try:
            found = json.loads(self._settings.recent_files or "[]")
        except (ValueError, RecursionError):
            return []
        if not isinstance(found, list):
            return []
        return [_files(entry) for entry in found if _is_entry(entry)][:MOST]

    def add(self, files: Sequence[Path]) -> None:
        """Put files on top, whether they were opened before or not."""
        wanted = tuple(path.absolute() for path in files)
        if wanted:
            self._keep([wanted, *(e for e in self.entries if e != wanted)][:MOST])

    def drop(self, files: Files) -> None:
        """Forget an entry."""
        self._keep([entry for entry in self.entries if entry != files])

    def clear(self) -> None:
        """Forget all of them."""
        self._keep([])

    def _keep(self, entries: Sequence[Files]) -> None:
        kept = [[str(path) for path in entry] for entry in entries]
        text = json.dumps(kept, ensure_ascii=False) if kept else ""
        try:
            self._settings.change({"recent_files": text})
        except SettingsError as error:
            # They are open all the same; only nobody will remember them.
            _log.info("What was opened could not be remembered: %s", error)


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, list)
        and bool(entry)
        and all(isinstance(name, str) and name for name in entry)
    )


def _files(entry: Sequence[str]) -> Files:
    return tuple(Path(name) for name in entry)
