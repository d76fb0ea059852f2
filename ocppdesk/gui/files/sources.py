# SPDX-License-Identifier: Apache-2.0
"""Where new firmware comes from, as somebody types it: a file, or a URL."""

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.transfers.job import size_text
from ocppdesk.core.transfers.requests import SCHEMES


def _tr(text: str) -> str:
    return QCoreApplication.translate("sources", text)


def is_a_url(text: str) -> bool:
    """Return whether a URL is meant, not a file."""
    return "://" in text


def problem_of(text: str) -> str:
    """Return why a source is of no use, as a sentence; nothing if it is, or empty."""
    if not text:
        return ""
    return _problem_of_url(text) if is_a_url(text) else _problem_of_file(text)


def note_of(text: str) -> str:
    """Return what a source without a problem is."""
    if not text:
        return ""
    if is_a_url(text):
        return _tr("The charger fetches it there by itself.")
    try:
        size = size_text(Path(text).expanduser().stat().st_size)
    except (OSError, ValueError, RuntimeError):
        return ""
    return _tr("{size}, served by this program.").format(size=size)


def _problem_of_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return _tr("That is no URL.")
    if parts.scheme.lower() not in SCHEMES:
        told = _tr("The URL begins with one of: {schemes}.")
        return told.format(schemes=", ".join(SCHEMES))
    return "" if is_whole else _tr("The URL names no host.")


def _problem_of_file(text: str) -> str:
    try:
        path = Path(text).expanduser()
        if path.is_dir():
            return _tr("That is a folder. Choose the file.")
        if not path.is_file():
            return _tr("There is no such file.")
        return "" if path.stat().st_size else _tr("The file is empty.")
    except (OSError, ValueError, RuntimeError) as error:
        # RuntimeError: a home folder of nobody.
        return _tr("The file cannot be read: {error}.").format(error=error)
