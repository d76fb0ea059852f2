# SPDX-License-Identifier: Apache-2.0
import re
from pathlib import Path

from PySide6.QtGui import QColor

from ocppdesk.gui.look.colors import LIGHT
from ocppdesk.gui.look.style_sheet import style_sheet

COLORS = {name: QColor(value) for name, value in LIGHT.items()}


def test_lengths_grow_with_the_zoom():
    assert "border-radius: 12px" in style_sheet(COLORS, lambda length: length * 2)


def test_every_picture_exists():
    sheet = style_sheet(COLORS, lambda length: length)
    pictures = re.findall(r'url\("(.*?)"\)', sheet)
    assert pictures
    assert all(Path(picture).is_file() for picture in pictures)


def test_cells_of_tables_have_no_rules():
    sheet = style_sheet(COLORS, lambda length: length)
    assert not re.search(r"QTableView::item|QTreeView::item", sheet)
