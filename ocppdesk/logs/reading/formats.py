# SPDX-License-Identifier: Apache-2.0
"""All formats of files, each imported when a file may be of it.

To import all of them takes longer than until the first rows of a log are to be seen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ocppdesk.logs.reading import sniffing
from ocppdesk.logs.reading.found import Assumptions, Format, LogReader


@dataclass(slots=True)
class LazyFormat:
    """A `found.Format` that imports what it needs when it is needed."""

    name: str
    """As `LogReader.name`."""
    title: str
    """As `LogReader.title`, for a list to choose from."""
    may_be: Callable[[Path, bytes], bool]
    """Tells whether a file may be of it, by its name and its beginning."""
    load: Callable[[], Format]
    """Imports the format itself."""

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file has this format; see `Format`."""
        return self.load().confidence(path, head) if self.may_be(path, head) else 0.0

    def reader(self, path: Path, assumptions: Assumptions) -> LogReader:
        """Make ready to read a file."""
        return self.load().reader(path, assumptions)


def _own() -> Format:
    from ocppdesk.logs.reading.own_files import OwnFormat

    return OwnFormat()


def _own_text() -> Format:
    from ocppdesk.logs.reading.own_text import OwnTextFormat

    return OwnTextFormat()


def _packets() -> Format:
    from ocppdesk.logs.reading.packets.packets import PacketFormat

    return PacketFormat()


def _workbook() -> Format:
    from ocppdesk.logs.reading.workbooks import WorkbookFormat

    return WorkbookFormat()


def _tshark_fields() -> Format:
    from ocppdesk.logs.reading.tshark_fields import TsharkFieldsFormat

    return TsharkFieldsFormat()


def _tshark() -> Format:
    from ocppdesk.logs.reading.tshark import TsharkFormat

    return TsharkFormat()


def _soap() -> Format:
    from ocppdesk.logs.reading.soap import SoapFormat

    return SoapFormat()


def _html() -> Format:
    from ocppdesk.logs.reading.html_logs import HtmlFormat

    return HtmlFormat()


def _json() -> Format:
    from ocppdesk.logs.reading.json_logs import JsonFormat

    return JsonFormat()


def _table() -> Format:
    from ocppdesk.logs.reading.tables import TableFormat

    return TableFormat()


def _text() -> Format:
    from ocppdesk.logs.reading.text.formats import TextFormat

    return TextFormat()


def _may_be_text(_path: Path, _head: bytes) -> bool:
    return True


WORKBOOK: Final = LazyFormat(
    "workbook", "Workbook (XLSX)", sniffing.may_be_workbook, _workbook
)
"""Workbooks, which are archives, too."""
FORMATS: Final[tuple[LazyFormat, ...]] = (
    LazyFormat("own", "OCPP Desk", sniffing.may_be_own, _own),
    LazyFormat("own-text", "OCPP Desk text log", sniffing.may_be_own_text, _own_text),
    LazyFormat(
        "packets", "Packet capture (pcap, pcapng)", sniffing.may_be_packets, _packets
    ),
    WORKBOOK,
    LazyFormat(
        "tshark-fields", "tshark fields", sniffing.may_be_tshark_fields, _tshark_fields
    ),
    LazyFormat("tshark", "tshark (-V, -T json)", sniffing.may_be_tshark, _tshark),
    LazyFormat("soap", "OCPP over SOAP (XML)", sniffing.may_be_soap, _soap),
    LazyFormat(
        "html", "HTML message log (libocpp, EVerest)", sniffing.may_be_html, _html
    ),
    LazyFormat("json", "JSON", sniffing.may_be_json, _json),
    LazyFormat("table", "Table (CSV, TSV)", sniffing.may_be_table, _table),
    LazyFormat("text", "Text log", _may_be_text, _text),
)
"""All formats of files; of two that are as sure of one, the first reads it."""
