# SPDX-License-Identifier: Apache-2.0
"""Draws the icon files that Windows and macOS want, from the one SVG."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def draw(source: Path, folder: Path) -> None:
    """Write `ocppdesk.png`, `.ico` and `.icns`, 256 pixels wide, into a folder.

    Raises:
        SystemExit: If one of them cannot be drawn or written.
    """
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        sys.exit(f"{source} cannot be read as SVG")
    image = QImage(256, 256, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("png", "ico", "icns"):
        target = folder / f"ocppdesk.{suffix}"
        if not image.save(str(target)):
            sys.exit(f"{target} cannot be written")


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    draw(root / "resources/icons/ocppdesk.svg", root / "build/icons")
