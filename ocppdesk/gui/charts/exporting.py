# SPDX-License-Identifier: Apache-2.0
"""Writing a chart into a file."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.charts.lines import Line
from ocppdesk.gui.charts.pictures import image_of, png_of, svg_of, write
from ocppdesk.gui.charts.stack import ChartStack
from ocppdesk.gui.charts.values_file import csv_of
from ocppdesk.gui.dialogs import choose_target
from ocppdesk.gui.look.theme import Theme

_ODD: Final = re.compile(r"[^\w.-]+")  # what no file system likes in a name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)


def file_name(charger: str, at: float, what: str, suffix: str) -> str:
    """Return a name as in `CP-0042_2026-01-31_14-05-31_Current.png`.

    Args:
        charger: The charger.
        at: The first time in view, seconds since 1970.
        what: What is to be seen.
        suffix: The kind of the file, with its dot.
    """
    try:
        stamp = datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d_%H-%M-%S")
    except (OverflowError, OSError, ValueError):
        stamp = "undated"
    parts = (_ODD.sub("-", part).strip("-") for part in (charger, stamp, what))
    return "_".join(part for part in parts if part) + suffix


async def export_chart(
    parent: QWidget,
    stack: ChartStack,
    theme: Theme,
    *,
    name: str,
    title: str,
    charger: str,
    lines: Sequence[Line],
) -> str:
    """Ask for a file and write a chart into it.

    Args:
        parent: What the dialog belongs to.
        stack: The chart.
        theme: Its look.
        name: What is wanted: `png`, `svg`, `csv` or `csv all`.
        title: What stands above a picture.
        charger: The charger.
        lines: All lines, for their values.

    Returns:
        What came of it, as a sentence; empty if the user changed their mind.
    """
    suffix = f".{name.partition(' ')[0]}"
    kinds = {
        ".png": _tr("Pictures (*.png)"),
        ".svg": _tr("Drawings (*.svg)"),
        ".csv": _tr("Tables (*.csv)"),
    }
    times = (stack.scene.low, stack.scene.high)
    panes = [pane.key.title for pane in stack.panes.values()]
    what = panes[0] if len(panes) == 1 else _tr("Charts")
    # Taken now: while the dialog is open, the chart goes on.
    shown = list(stack.shown_lines)
    content = b""
    if suffix == ".png":
        image = image_of(stack, theme, title)
        content = await asyncio.to_thread(png_of, image)
    elif suffix == ".svg":
        content = svg_of(stack, theme, title)
    target = await choose_target(
        parent,
        title=_tr("Export the chart"),
        filters=[kinds[suffix]],
        suggestion=Path.home() / file_name(charger, times[0], what, suffix),
    )
    if target is None:
        return ""
    try:
        if name == "csv":
            content = await asyncio.to_thread(csv_of, shown, times)
        elif name == "csv all":
            content = await asyncio.to_thread(csv_of, lines)
        await asyncio.to_thread(write, target, content)
    except OSError as error:
        told = _tr("The file could not be written: {why}. Choose another folder.")
        return told.format(why=error.strerror or error)
    return _tr("Written: {path}").format(path=target)
