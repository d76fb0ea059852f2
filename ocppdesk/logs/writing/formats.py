# SPDX-License-Identifier: Apache-2.0
"""The table of formats that messages can be written in."""

import enum
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ocppdesk.logs.csv_table import CsvWriter
from ocppdesk.logs.errors import SuffixError
from ocppdesk.logs.jsonl import JsonlWriter
from ocppdesk.logs.sources import CAPTURE_SUFFIX
from ocppdesk.logs.writing.html_page import HtmlTarget
from ocppdesk.logs.writing.parquet import PACKAGE, PACKAGE_SIZE, ParquetTarget
from ocppdesk.logs.writing.target import LineTarget, Target
from ocppdesk.logs.writing.text_log import TextLogWriter
from ocppdesk.logs.writing.trace import TraceTarget


class Keeps(enum.StrEnum):
    """What of a message comes back when the file is read again."""

    ALL = "all"
    """Everything, with marks and notes."""
    FRAMES = "frames"
    """Raw text, time, direction and charger, from which the rest follows."""
    VIEW = "view"
    """Nothing: the file is for people."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that messages can be written in."""

    suffix: str
    """The end of the names of its files."""
    title: str
    """What it is, for a list to choose from."""
    keeps: Keeps
    """What comes back when it is read."""
    writer: Callable[[BinaryIO], Target] | None
    """Makes the target of a file opened for bytes; None for a capture, which is no
    such file."""
    package: str = ""
    """The Python package that it needs beyond those of the program."""
    package_size: str = ""
    """How much that package is to download."""

    @property
    def is_capture(self) -> bool:
        """Whether it numbers messages itself and has room for connections."""
        return self.writer is None

    @property
    def is_available(self) -> bool:
        """Whether the package that it needs is installed."""
        return not self.package or importlib.util.find_spec(self.package) is not None


def _jsonl(file: BinaryIO) -> Target:
    return LineTarget(JsonlWriter(file))


def _csv(file: BinaryIO) -> Target:
    return LineTarget(CsvWriter(file))


def _text(file: BinaryIO) -> Target:
    return LineTarget(TextLogWriter(file))


FORMATS: Final = (
    Format(CAPTURE_SUFFIX, "Capture", Keeps.ALL, None),
    Format(".jsonl", "JSON Lines", Keeps.ALL, _jsonl),
    Format(".csv", "Table for spreadsheets", Keeps.ALL, _csv),
    Format(".html", "Page for any browser", Keeps.VIEW, HtmlTarget),
    Format(".txt", "Text log", Keeps.FRAMES, _text),
    Format(".trace.jsonl", "Open OCPP Trace", Keeps.FRAMES, TraceTarget),
    Format(
        ".parquet",
        "Parquet for data engines",
        Keeps.ALL,
        ParquetTarget,
        package=PACKAGE,
        package_size=PACKAGE_SIZE,
    ),
)
"""All formats, the best known first."""


def format_of(path: Path) -> Format:
    """Tell the format that a name asks for.

    Raises:
        SuffixError: If it asks for none that can be written.
    """
    name = path.name.lower()
    fitting = [
        each
        for each in FORMATS
        if name.endswith(each.suffix) and len(name) > len(each.suffix)
    ]
    if not fitting:
        raise SuffixError(path, " or ".join(each.suffix for each in FORMATS))
    # One suffix may end in another: `.trace.jsonl`.
    return max(fitting, key=lambda each: len(each.suffix))
