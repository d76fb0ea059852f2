# SPDX-License-Identifier: Apache-2.0
"""What settings can be compared with: snapshots, other chargers, captures and files."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.configurations import read_settings
from ocppdesk.capture.folder import SUFFIX
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.snapshots import Snapshot, entries_of, snapshots_of_folder
from ocppdesk.core.configuration.files import parse_settings
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.gui.connections.texts import time_text

_MOST: Final = 200  # snapshots that are offered
_LARGEST: Final = 20 * 2**20  # bytes of a file with settings


@dataclass(frozen=True, slots=True)
class Source:
    """Settings from somewhere, not loaded yet."""

    title: str
    """What it is, with charger and time."""
    load: Callable[[], tuple[Entry, ...]]
    """Loads the settings; it blocks, and may raise."""


class SourceError(ValueError):
    """A file cannot be compared with; its text says why."""


def snapshot_sources(
    charger: str, folder: Path, *, besides: Sequence[Path] = ()
) -> list[Source]:
    """Return the snapshots in a folder, those of a charger first; it blocks.

    Args:
        charger: The identity.
        folder: The captures to look into.
        besides: Further captures.
    """
    found = snapshots_of_folder(folder, besides=besides)
    found.sort(key=lambda snapshot: snapshot.charger != charger)
    return [_of_snapshot(snapshot) for snapshot in found[:_MOST]]


def charger_sources(
    capture: Path, chargers: Sequence[str], *, place: str = ""
) -> list[Source]:
    """Return what a capture knows of the settings of some chargers.

    Args:
        capture: The capture.
        chargers: The identities.
        place: Where that is, if it is not the capture that is shown.
    """
    text = _tr("{charger}, as read last")
    if place:
        text = _tr("{charger} in {place}, as read last")
    return [
        Source(
            text.format(charger=charger, place=place),
            partial(_entries_in, capture, charger),
        )
        for charger in chargers
    ]


def file_sources(path: Path) -> list[Source]:
    """Return what a capture or a file with settings has; it blocks.

    Raises:
        SourceError: If it is a file that holds no settings.
        CaptureError, UnreadableError, OSError: If it cannot be read.
    """
    if path.suffix.lower() == SUFFIX:
        with contextlib.closing(CaptureReader(path)) as reader:
            chargers = [charger.identity for charger in reader.chargers()]
        snapshots = snapshots_of_folder(path.parent / "no such folder", besides=[path])
        found = charger_sources(path, chargers, place=path.name)
        found += [_of_snapshot(snapshot, path.name) for snapshot in snapshots[:_MOST]]
        if not found:
            raise SourceError(_tr("{name} knows no charger.").format(name=path.name))
        return found
    if path.stat().st_size > _LARGEST:
        text = _tr("{name} is too large for a file with settings.")
        raise SourceError(text.format(name=path.name))
    imported = parse_settings(path.read_text("utf-8", errors="replace"))
    title = path.name
    if imported.charger:
        title = _tr("{name}, of {charger}").format(name=title, charger=imported.charger)
    return [Source(title, lambda: imported.entries)]


def _of_snapshot(snapshot: Snapshot, place: str = "") -> Source:
    when = time_text(snapshot.at, "yyyy-MM-dd HH:mm")
    if snapshot.is_automatic:
        text = _tr("{charger}, {when}, first reading")
    else:
        text = _tr("{charger}, {when}, “{name}”")
    title = text.format(charger=snapshot.charger, when=when, name=snapshot.name)
    if place:
        title = _tr("{title} in {place}").format(title=title, place=place)
    return Source(title, partial(entries_of, snapshot))


def _entries_in(capture: Path, charger: str) -> tuple[Entry, ...]:
    with contextlib.closing(CaptureReader(capture)) as reader:
        return read_settings(reader, charger).entries


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings source", text)
