# SPDX-License-Identifier: Apache-2.0
"""The settings of a charger on a terminal: what a capture knows of them."""

from collections.abc import Iterator
from typing import Any, Final

from ocppdesk.capture.configurations import read_settings
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.configuration.keys import about, counterpart
from ocppdesk.core.configuration.records import entry_record
from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.logs.records import time_text

_WIDEST: Final = 48  # characters of a name in a column; longer ones push the rest


class ChargerError(ValueError):
    """It is not clear whose settings are meant; the text says who there is."""


def chosen_charger(reader: CaptureReader, identity: str = "") -> str:
    """Return the charger that is meant.

    Args:
        reader: The capture.
        identity: The one that was named; empty takes the only one there is.

    Raises:
        ChargerError: If the capture does not know it, or knows several and none was
            named.
    """
    known = [charger.identity for charger in reader.chargers()]
    listed = ", ".join(known[:20]) or "none"
    if identity:
        if identity in known:
            return identity
        raise ChargerError(
            f"The capture knows no charger {identity}. It knows: {listed}."
        )
    if len(known) == 1:
        return known[0]
    if not known:
        raise ChargerError("The capture knows no charger.")
    raise ChargerError(f"Say whose settings, with --charger: {listed}.")


def settings_records(reader: CaptureReader, charger: str) -> Iterator[dict[str, Any]]:
    """Yield what a capture knows of each setting, as JSON objects.

    Each has `setting`, `key` or `component` and `variable`, `value`, `access`,
    `read_at`, `type`, `meaning`, and more where it is known. Secrets are masked.
    """
    settings = read_settings(reader, charger)
    for entry in settings.entries:
        yield _record(entry, settings)


def settings_lines(reader: CaptureReader, charger: str) -> Iterator[str]:
    """Yield what a capture knows of each setting, as lines for people."""
    settings = read_settings(reader, charger)
    if not settings.entries:
        yield f"Nothing is known of the settings of {charger}: nobody read them."
        return
    widths = [len(entry.address.text) for entry in settings.entries]
    width = min(max(widths), _WIDEST)
    for entry in settings.entries:
        parts = [entry.address.text.ljust(width), entry.shown, f"({entry.access})"]
        if entry.status and entry.status != "Accepted":
            parts.append(f"[last change: {entry.status}]")
        if entry.waits_for_reboot:
            parts.append("[waits for a reboot]")
        yield "  ".join(part for part in parts if part)


def _record(entry: Entry, settings: ChargerSettings) -> dict[str, Any]:
    record = {"setting": entry.address.text, **entry_record(entry)}
    for name in ("read_at", "written_at"):
        record[name] = time_text(record[name]) if name in record else None
    record["type"] = settings.type_of(entry).text
    known = about(entry.address)
    record["meaning"] = "" if known is None else known.meaning
    if known is not None:
        record["typical"] = known.typical
        record["reboot"] = known.reboot.value
        record["vendor"] = known.vendor
    other = counterpart(entry.address)
    if other is not None:
        record["counterpart"] = other.text
    return {name: value for name, value in record.items() if value not in ("", [])}
