# SPDX-License-Identifier: Apache-2.0
"""Pictures of a whole chart, also of what is scrolled out of view."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.charts.stack import ChartStack
from ocppdesk.gui.look.theme import Theme

_SCALE: Final = 2  # pixels of a picture for each on the screen
_MARGIN: Final = 8


def image_of(stack: ChartStack, theme: Theme, title: str) -> QImage:
    """Return a picture of a chart, twice as fine as on the screen.

    Args:
        stack: The chart.
        theme: Its look.
        title: What stands above it.
    """
    stack.settle()
    size = _size(stack, theme)
    image = QImage(size * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    painter = QPainter(image)
    _paint(painter, stack, theme, title, size)
    painter.end()
    return image


def png_of(image: QImage) -> bytes:
    """Return a picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg_of(stack: ChartStack, theme: Theme, title: str) -> bytes:
    """Return a drawing of a chart as an SVG file.

    Args:
        stack: The chart.
        theme: Its look.
        title: What stands above it.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    stack.settle()
    size = _size(stack, theme)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setTitle(title)
    painter = QPainter(generator)
    _paint(painter, stack, theme, title, size)
    painter.end()
    return bytes(buffer.data().data())


def write(target: Path, content: bytes) -> None:
    """Write a file that appears under its name only when it is whole.

    Raises:
        OSError: If it cannot be written there.
    """
    partial = target.with_name(f".{target.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def _parts(stack: ChartStack) -> list[QWidget]:
    return [stack.ribbon, *stack.panes.values(), stack.axis]


def _size(stack: ChartStack, theme: Theme) -> QSize:
    height = sum(part.height() for part in _parts(stack))
    return QSize(stack.width(), _title_height(theme) + height + _MARGIN)


def _title_height(theme: Theme) -> int:
    return theme.row_height + _MARGIN


def _paint(
    painter: QPainter, stack: ChartStack, theme: Theme, title: str, size: QSize
) -> None:
    painter.fillRect(QRect(QPoint(0, 0), size), theme.color("base"))
    painter.setPen(theme.color("text"))
    painter.setFont(theme.font(bold=True))
    top = _title_height(theme)
    painter.drawText(QPoint(_MARGIN, top - _MARGIN), title)
    # Neither the pointer is in it, nor the values that are under it.
    cursor = stack.scene.cursor
    stack.point_at(None)
    for part in _parts(stack):
        part.render(painter, QPoint(0, top))
        top += part.height()
    stack.point_at(cursor)
