# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtGui import QColor

from ocppdesk.gui.colors import DARK, LIGHT

ROWS = ("error", "waiting", "fault", "transaction", "link", "command", "heartbeat")
ON_PAGES = (
    "text", "muted", "accent", "problem", "slow", "very_slow", "ok", "refused",
    "online", "offline",
)  # fmt: skip
ON_BASE = ("json.key", "json.string", "json.number", "json.literal")
NOTICES = ("warning.back", "error.back", "info.back", "row.new.back", "tip.back")


def luminance(color):
    parts = []
    for value in (color.redF(), color.greenF(), color.blueF()):
        parts.append(
            value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        )
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    light, dark = sorted(
        (luminance(QColor(one)), luminance(QColor(other))), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *((f"row.{name}.text", f"row.{name}.back") for name in ROWS),
    *((name, back) for name in ON_PAGES for back in ("base", "window", "alternate")),
    *((name, "base") for name in ON_BASE),
    *(("text", back) for back in (*NOTICES, "button", "hover", "pressed")),
    ("selection.text", "selection.back"),
    ("selection.inactive.text", "selection.inactive.back"),
    ("slow", "warning.back"),
    ("problem", "error.back"),
    ("accent", "info.back"),
]


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "back"), PAIRS)
def test_text_can_be_read(colors, text, back):
    assert contrast(colors[text], colors[back]) >= 4.5


def test_both_themes_have_the_same_names():
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize(
    ("name", "light", "dark"),
    [("row.error", 9.4, 9.9), ("row.fault", 7.3, 7.6), ("row.command", 8.1, 9.1)],
)
def test_row_colours_have_the_contrast_they_were_chosen_for(name, light, dark):
    for colors, wanted in ((LIGHT, light), (DARK, dark)):
        found = contrast(colors[f"{name}.text"], colors[f"{name}.back"])
        assert found == pytest.approx(wanted, abs=0.1)
