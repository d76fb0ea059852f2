# SPDX-License-Identifier: Apache-2.0
"""What there is, and what to do, as long as there is nothing to draw."""

from PySide6.QtCore import QCoreApplication

from ocppdesk.gui.charts.asking import settings_of


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)


def situation_of(
    charger: str,
    *,
    has_chargers: bool,
    is_reading: bool,
    is_live: bool,
    version: str,
    failure: str = "",
) -> tuple[str, str]:
    """Return a heading, and what to do.

    Args:
        charger: The charger that is meant; empty if that is none, or not clear.
        has_chargers: Whether there are chargers.
        is_reading: Whether its messages are still being read.
        is_live: Whether chargers talk now.
        version: The OCPP version that it speaks.
        failure: Why the analysis cannot go on, as a sentence.
    """
    if failure:
        return _tr("The values cannot be drawn"), failure
    if not charger and has_chargers:
        return _tr("Which charger?"), _tr("Choose a charger in the list of chargers.")
    if not charger:
        told = _tr("Charts of its meter values are drawn here as they come.")
        if not is_live:
            return _tr("No charger is in this recording"), ""
        return _tr("No charger has connected so far"), told
    if is_reading:
        told = _tr("The messages of {charger} are looked through for values.")
        return _tr("Reading…"), told.format(charger=charger)
    told = _tr(
        "{charger} has sent no meter values. When a charger measures, and what, is in "
        "these settings: {settings}. Most measure during a transaction only."
    )
    settings = ", ".join(settings_of(version))
    heading = _tr("No meter values yet")
    if not is_live:
        heading = _tr("No meter values in this recording")
    return heading, told.format(charger=charger, settings=settings)
