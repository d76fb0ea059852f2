# SPDX-License-Identifier: Apache-2.0
"""Settings as CSV and JSON, ours and those of others.

Secrets are never written. As in all CSV of this program, one apostrophe stands before a
text that a spreadsheet would take for a formula; reading takes it away again.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from ocppdesk.core.configuration.answers import keys_answered, report_part
from ocppdesk.core.configuration.records import entry_from, entry_record
from ocppdesk.core.configuration.settings import (
    ACTUAL,
    Access,
    Address,
    Entry,
    Limits,
    key_address,
    variable_address,
)
from ocppdesk.core.configuration.values import flag_of
from ocppdesk.core.masking import MASK
from ocppdesk.core.numbers import whole_number

COLUMNS: Final = (
    "setting", "value", "access", "unit", "component", "component_instance", "evse",
    "connector", "variable", "instance", "attribute",
)  # fmt: skip
"""The columns of our CSV; `setting` is the key, or all of a variable's address."""
FORMAT: Final = "ocppdesk-configuration"
"""What our JSON calls itself."""

_GUARDED: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_HEADS: Final = {
    "key": ("setting", "key", "configurationkey", "name", "parameter", "variable"),
    "value": ("value", "currentvalue", "current", "actual", "attributevalue"),
    "readonly": ("readonly",),
    "access": ("access", "mutability"),
    "unit": ("unit",),
    "component": ("component", "componentname"),
    "part": ("componentinstance",),
    "evse": ("evse", "evseid"),
    "connector": ("connector", "connectorid"),
    "variable": ("variable", "variablename"),
    "instance": ("instance", "variableinstance"),
    "attribute": ("attribute", "attributetype"),
}
_LONGEST_CELL: Final = 128 * 1024  # characters, which is what `csv` has for a limit
_SHOWN: Final = 80  # characters of a name in a remark


class UnreadableError(ValueError):
    """A text holds no settings; its own text says why, as a sentence."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The settings that a file holds."""

    entries: tuple[Entry, ...]
    """The settings, in the order of the file."""
    charger: str = ""
    """Whose they are, if the file says so."""
    at: int | None = None
    """When they were read, microseconds since 1970, if the file says so."""
    remarks: tuple[str, ...] = ()
    """What was passed over and why, a sentence each."""


def csv_text(entries: Iterable[Entry]) -> str:
    """Write settings as CSV, without secrets and what was never read.

    It begins with a byte order mark, by which spreadsheets know it for UTF-8.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in _exportable(entries):
        address = entry.address
        row: list[object] = [address.text, entry.value, entry.access, entry.limits.unit]
        if not address.is_key:
            row += [
                address.component,
                address.component_instance,
                address.evse,
                address.connector,
                address.name,
                address.instance,
                address.attribute,
            ]
        row += [""] * (len(COLUMNS) - len(row))
        writer.writerow([_guarded("" if cell is None else str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def json_file_text(
    entries: Iterable[Entry], *, charger: str = "", at: int | None = None
) -> str:
    """Write settings as JSON, without secrets and what was never read.

    Args:
        entries: The settings.
        charger: Whose they are.
        at: When they were read, microseconds since 1970.
    """
    content = {
        "format": FORMAT,
        "charger": charger,
        "at": at,
        "settings": [entry_record(entry) for entry in _exportable(entries)],
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() + "\n"


def parse_settings(text: str) -> Imported:
    """Read settings from CSV or JSON.

    CSV may be ours or any that has a column for the key and one for the value, with
    commas, semicolons or tabs. JSON may be ours, an object of keys and values, a list
    of objects with `key` and `value`, or a payload of GetConfiguration or NotifyReport.

    Raises:
        UnreadableError: If it is neither, or holds nothing.
    """
    plain = text.removeprefix("\ufeff")
    is_json = plain.lstrip()[:1] in ("{", "[")
    found = _from_json(plain) if is_json else _from_csv(plain)
    if not found.entries:
        raise UnreadableError(
            "No settings were found in it. A table needs a column `key` and a column "
            "`value`."
        )
    return _without_secrets(found)


def _exportable(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (e for e in entries if e.value is not None and not e.holds_secret)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_GUARDED) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text


def _without_secrets(found: Imported) -> Imported:
    """Leave masks out, which would be written as passwords, and the secrets as such."""
    entries = tuple(
        entry
        for entry in found.entries
        if not (entry.is_secret or MASK in (entry.value or ""))
    )
    left = len(found.entries) - len(entries)
    if not left:
        return found
    what = "A secret was" if left == 1 else f"{left} secrets were"
    remark = f"{what} passed over: passwords are typed in, never read from files."
    return Imported(entries, found.charger, found.at, (*found.remarks, remark))


# CSV


def _from_csv(text: str) -> Imported:
    try:
        rows = list(
            csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        )
    except csv.Error as error:
        raise UnreadableError(f"It is no table that can be read: {error}.") from error
    if any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        # The module's own limit is one for the whole program, and others raise it.
        raise UnreadableError("It is no table that can be read: a cell is too long.")
    rows = [[_unguarded(cell) for cell in row] for row in rows if any(row)]
    if not rows:
        return Imported(())
    columns = _columns(rows[0])
    if columns is None:
        columns = {"key": 0, "value": 1}
    else:
        rows = rows[1:]
    entries, remarks = [], []
    for number, row in enumerate(rows, start=1):
        entry = _entry_of(row, columns)
        if entry is None:
            remarks.append(f"Row {number} has no key and value.")
        else:
            entries.append(entry)
    if len(remarks) > 3:
        remarks = [*remarks[:2], f"{len(remarks) - 2} more rows are like that."]
    return Imported(tuple(entries), remarks=tuple(remarks))


def _delimiter(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return max(",;\t", key=head.count)


def _columns(head: list[str]) -> dict[str, int] | None:
    """Return where each column is; None if the first row is no head."""
    names = [
        "".join(letter for letter in cell.casefold() if letter.isalnum())
        for cell in head
    ]
    found = {}
    for column, known in _HEADS.items():
        for name in known:
            if name in names:
                found[column] = names.index(name)
                break
    return found if "key" in found and "value" in found else None


def _entry_of(row: list[str], columns: dict[str, int]) -> Entry | None:
    def cell(name: str) -> str:
        at = columns.get(name)
        return "" if at is None or at >= len(row) else row[at]

    at = columns["value"]
    name = cell("key").strip()
    if not name or at >= len(row):
        return None
    component = cell("component").strip()
    if component:
        name = cell("variable").strip() or name
        address = Address(
            name,
            component,
            instance=cell("instance").strip(),
            component_instance=cell("part").strip(),
            evse=whole_number(cell("evse").strip()),
            connector=whole_number(cell("connector").strip()),
            attribute=cell("attribute").strip() or ACTUAL,
        )
    else:
        address = _address_of(name)
    access = _access_of(cell("access"), cell("readonly"))
    return Entry(address, row[at], access, limits=Limits(unit=cell("unit")))


def _address_of(name: str) -> Address:
    """Return the address that a name without columns of its own means.

    Variables are told from keys of OCPP 1.6, which may have points too, by the names
    of components, all of which end in `Ctrlr` but for those that are hardware.
    """
    variable = variable_address(name)
    if variable is None:
        return key_address(name)
    component = variable.component.casefold()
    is_component = component.endswith("ctrlr") or component in _HARDWARE
    return variable if is_component else key_address(name)


_HARDWARE: Final = ("chargingstation", "evse", "connector", "fiscalmetering")


def _access_of(access: str, readonly: str) -> Access:
    folded = access.strip().casefold().replace("-", "").replace("_", "")
    for known in Access:
        if folded == known.replace("-", ""):
            return known
    flag = flag_of(readonly)
    if flag is None:
        return Access.UNKNOWN
    return Access.READ_ONLY if flag else Access.READ_WRITE


# JSON


def _from_json(text: str) -> Imported:
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise UnreadableError(f"It is no JSON that can be read: {error}.") from error
    # A whole frame, as it is copied from a log, has its payload at the end.
    if isinstance(content, list) and content[:1] in ([2], [3]) and len(content) > 2:
        content = content[-1]
    if isinstance(content, dict):
        if content.get("format") == FORMAT:
            return _from_ours(content)
        if "configurationKey" in content:
            facts = keys_answered({}, content)
            found = (getattr(fact, "entry", None) for fact in facts)
            return Imported(tuple(entry for entry in found if entry is not None))
        if "reportData" in content:
            return Imported(tuple(f.entry for f in report_part(content).found))
        pairs = list(content.items())
        return _from_pairs(pairs)
    rows = [row for row in content if isinstance(row, dict)]
    return _from_pairs(
        [(row.get("key", row.get("name")), row.get("value")) for row in rows]
    )


def _from_ours(content: dict[str, Any]) -> Imported:
    rows = content.get("settings")
    records = rows if isinstance(rows, list) else []
    found = [entry_from(record) for record in records]
    entries = tuple(entry for entry in found if entry is not None)
    bad = len(found) - len(entries)
    remarks = (f"{bad} of its settings could not be read.",) if bad else ()
    at = content.get("at")
    return Imported(
        entries,
        str(content.get("charger") or ""),
        at if isinstance(at, int) else None,
        remarks,
    )


def _from_pairs(pairs: list[tuple[Any, Any]]) -> Imported:
    entries, remarks = [], []
    for name, value in pairs:
        if not isinstance(name, str) or not name or isinstance(value, dict | list):
            shown = str(name)[:_SHOWN]
            remarks.append(f"{shown} has no value that could be a setting's.")
            continue
        if isinstance(value, bool):
            value = "true" if value else "false"
        text = None if value is None else str(value)
        entries.append(Entry(_address_of(name), text))
    return Imported(tuple(entries), remarks=tuple(remarks[:3]))
