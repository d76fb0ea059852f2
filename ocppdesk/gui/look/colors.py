# SPDX-License-Identifier: Apache-2.0
"""The colours of the themes, by name, and how well they can be told apart.

Every text colour has a contrast of at least 4.5:1 against the backgrounds it is used
on (WCAG 2.2, 1.4.3), where strong contrast is wanted 7:1 (1.4.6); a test computes it.
"""

from typing import Final

LEAST_CONTRAST: Final = 4.5
"""What texts have at least against what they stand on."""
STRONG_CONTRAST: Final = 7.0
"""What they have in themes with strong contrast."""

LIGHT: Final = {
    "window": "#F4F5F7",
    "base": "#FFFFFF",
    "alternate": "#F9FAFB",
    "text": "#1D2127",
    "muted": "#59616D",
    "dimmed": "#70757E",
    "disabled": "#9AA1AB",
    "border": "#D6DAE0",
    "button": "#FFFFFF",
    "hover": "#E9ECF1",
    "pressed": "#DDE2E9",
    "accent": "#1B62C4",
    "selection.back": "#1B62C4",
    "selection.text": "#FFFFFF",
    "selection.inactive.back": "#CFDDF2",
    "selection.inactive.text": "#1D2127",
    "tip.back": "#FFFFFF",
    "row.new.back": "#FFF8DB",
    "problem": "#A4262C",
    "slow": "#835400",
    "very_slow": "#B3261E",
    "ok": "#0F6B3A",
    "refused": "#A4262C",
    "online": "#12753D",
    "offline": "#59616D",
    "json.key": "#0B4A8F",
    "json.string": "#0F6B3A",
    "json.number": "#7B3795",
    "json.literal": "#97470A",
    "warning.back": "#FFF4D9",
    "error.back": "#FDE7E7",
    "info.back": "#E8F1FC",
    "chart.1": "#1B62C4",
    "chart.2": "#C2410C",
    "chart.3": "#0F7B55",
    "chart.4": "#8A3FA8",
    "chart.5": "#A8243A",
    "chart.6": "#00738A",
    "chart.7": "#7A5C00",
    "chart.8": "#5B5F97",
}

DARK: Final = {
    "window": "#2A2C30",
    "base": "#1E1F22",
    "alternate": "#232528",
    "text": "#E1E3E7",
    "muted": "#A5ABB4",
    "dimmed": "#868A91",
    "disabled": "#71777F",
    "border": "#43464C",
    "button": "#383B40",
    "hover": "#3A3D43",
    "pressed": "#474B52",
    "accent": "#85B6FF",
    "selection.back": "#2C5FAE",
    "selection.text": "#FFFFFF",
    "selection.inactive.back": "#33435C",
    "selection.inactive.text": "#E1E3E7",
    "tip.back": "#383B40",
    "row.new.back": "#3B3820",
    "problem": "#FF9C9C",
    "slow": "#F2C166",
    "very_slow": "#FF9683",
    "ok": "#82D8A3",
    "refused": "#FF9C9C",
    "online": "#72D190",
    "offline": "#A5ABB4",
    "json.key": "#92C3FF",
    "json.string": "#9FD8A8",
    "json.number": "#D9B8FF",
    "json.literal": "#F2B37A",
    "warning.back": "#40361C",
    "error.back": "#4A2526",
    "info.back": "#1F344C",
    "chart.1": "#6FA8FF",
    "chart.2": "#FF9F5A",
    "chart.3": "#5FD3A0",
    "chart.4": "#CF9BFF",
    "chart.5": "#FF8A9A",
    "chart.6": "#5CCFE0",
    "chart.7": "#DDBB55",
    "chart.8": "#A9AEE8",
}

SUNLIGHT: Final = LIGHT | {
    "window": "#F2F2F2",
    "text": "#000000",
    "muted": "#2B3036",
    "dimmed": "#54585E",
    "disabled": "#6B7077",
    "border": "#6F757D",
    "hover": "#DFE3E9",
    "pressed": "#CDD3DC",
    "accent": "#0B3F8A",
    "selection.back": "#0B3F8A",
    "selection.inactive.back": "#B9CFEF",
    "selection.inactive.text": "#000000",
    "row.new.back": "#FFF1B0",
    "problem": "#7E0A14",
    "slow": "#573800",
    "very_slow": "#7E0A14",
    "ok": "#084A27",
    "refused": "#7E0A14",
    "online": "#084A27",
    "offline": "#2B3036",
    "json.key": "#063770",
    "json.string": "#084A27",
    "json.number": "#5A1D75",
    "json.literal": "#6B2F00",
    "chart.1": "#0B3F8A",
    "chart.2": "#7A2A00",
    "chart.3": "#084A27",
    "chart.4": "#5A1D75",
    "chart.5": "#7E0A14",
    "chart.6": "#00485A",
    "chart.7": "#4F3B00",
    "chart.8": "#33366B",
}
"""Light with strong contrast, for a screen that the sun shines on."""

STRONG_DARK: Final = DARK | {
    "window": "#1C1D20",
    "base": "#0A0A0B",
    "alternate": "#141517",
    "text": "#FFFFFF",
    "muted": "#CBD0D8",
    "dimmed": "#9A9FA6",
    "disabled": "#8B9098",
    "border": "#8B9098",
    "button": "#26282C",
    "hover": "#33363B",
    "pressed": "#40444B",
    "accent": "#A9CCFF",
    "selection.back": "#1F4E99",
    "selection.inactive.back": "#28384F",
    "selection.inactive.text": "#FFFFFF",
    "tip.back": "#26282C",
    "problem": "#FFB3B3",
    "slow": "#F7CF85",
    "very_slow": "#FFB1A3",
    "ok": "#97E6B5",
    "refused": "#FFB3B3",
    "online": "#8CE3A8",
    "offline": "#CBD0D8",
    "warning.back": "#33290F",
    "error.back": "#3F1618",
    "info.back": "#14263B",
    "chart.1": "#A9CCFF",
    "chart.2": "#FFC08F",
    "chart.3": "#97E6B5",
    "chart.4": "#DDB8FF",
    "chart.5": "#FFB3BE",
    "chart.6": "#9BE6F2",
    "chart.7": "#F2D98A",
    "chart.8": "#C9CCF5",
}
"""Dark with strong contrast, for whoever told the desktop to want it."""


def contrast(one: str, other: str) -> float:
    """Return how well two colours can be told apart: from 1 to 21 (WCAG 2.2).

    Args:
        one: A colour as `#RRGGBB`.
        other: Another one.
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def with_contrast(text: str, back: str, least: float) -> tuple[str, str]:
    """Return a colour of texts and that behind them, with enough contrast.

    The text is made lighter or darker first; what is behind it only if that is not
    enough.

    Args:
        text: A colour as `#RRGGBB`.
        back: What it stands on.
        least: The contrast wanted, at most 21.
    """
    is_light = _luminance(text) > _luminance(back)
    text_end, back_end = ("#FFFFFF", "#000000") if is_light else ("#000000", "#FFFFFF")
    for step in range(_STEPS + 1):
        found = _mixed(text, text_end, step / _STEPS)
        if contrast(found, back) >= least:
            return found, back
    for step in range(_STEPS + 1):
        found = _mixed(back, back_end, step / _STEPS)
        if contrast(text_end, found) >= least:
            return text_end, found
    return text_end, back_end


_STEPS: Final = 20


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in _parts(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two; 0 is the first one, 1 the other one."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return f"#{red:02X}{green:02X}{blue:02X}"
