# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.picking import ordered
from ocppdesk.gui.charts.pictures import image_of, png_of, svg_of, write
from ocppdesk.gui.charts.stack import ChartStack


@pytest.fixture
def stack(qtbot, theme, charger):
    charger.charge(minutes=10)
    book = LineBook()
    book.take(charger.facts())
    made = ChartStack(theme)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show_lines([book.lines[key] for key in ordered(book.lines)])
    made.settle()
    made.window_of_time.set_span(book.span())
    made.show()
    return made


def rows_with(image, color):
    """Return in how many rows a picture has a colour, or nearly."""
    pixels = np.frombuffer(image.constBits(), np.uint8)
    pixels = pixels.reshape(image.height(), -1, 4)[..., 2::-1].astype(int)
    near = np.abs(pixels - QColor(color).getRgb()[:3]).max(axis=2) < 40
    return int(near.any(axis=1).sum())


def test_a_picture_has_all_panes_also_those_out_of_view(stack, theme):
    image = image_of(stack, theme, "CP1")
    heights = sum(pane.height() for pane in stack.panes.values())
    assert image.height() > 2 * heights > 2 * stack.height()
    assert image.width() == 2 * stack.width()
    assert png_of(image).startswith(b"\x89PNG")


def test_a_drawing_has_the_lines_of_the_picture(stack, theme):
    svg = svg_of(stack, theme, "CP1 & friends")
    assert b"CP1 &amp; friends" in svg
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    drawn = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    drawn.fill(QColor("white"))
    painter = QPainter(drawn)
    renderer.render(painter)
    painter.end()
    color = theme.color("chart.2")
    assert rows_with(drawn, color) > 20
    assert b"<image" not in svg


def test_the_pointer_is_in_no_picture(stack, theme):
    before = image_of(stack, theme, "CP1")
    stack.point_at((stack.scene.low + stack.scene.high) / 2)
    assert image_of(stack, theme, "CP1") == before
    assert stack.scene.cursor is not None


def test_a_file_is_whole_or_not_there(tmp_path):
    write(tmp_path / "chart.svg", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["chart.svg"]
    with pytest.raises(OSError, match="none"):
        write(tmp_path / "none" / "chart.svg", b"whole")
