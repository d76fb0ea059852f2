# SPDX-License-Identifier: Apache-2.0
"""What has to be known about a chart before it is trusted, in sentences."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.kinds import measure_of
from ocppdesk.gui.charts.ticks import TimeTexts
from ocppdesk.gui.messages.times import delta

_MINUTE: Final = 60_000_000  # microseconds; less is what networks and meters take
_MOST_STEPS: Final = 2  # that are told one by one


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)


def notes_on(
    book: LineBook, shown: Collection[SeriesKey], texts: TimeTexts
) -> list[str]:
    """Return what is odd about the lines that are shown.

    Args:
        book: All lines.
        shown: Those that are shown.
        texts: How times are written.
    """
    if book.facts is None:
        return []
    found = [*_units(book, shown)]
    clock = book.clock
    if not clock.is_told and shown:
        found.append(
            _tr("The charger does not say when it measured: the time of arrival stands "
                "for it.")
        )  # fmt: skip
        return found
    steps = clock.steps()
    for at, step in steps[:_MOST_STEPS]:
        told = _tr("The charger's clock jumped by {step} at {time}.")
        found.append(told.format(step=delta(step), time=texts.full(at / 1e6)))
    if len(steps) > _MOST_STEPS:
        more = len(steps) - _MOST_STEPS
        found.append(_tr("It jumped {n} more times.").format(n=more))
    if not steps and abs(clock.offset) > _MINUTE:
        told = _tr("The charger's clock is {time} behind that of the recording.")
        if clock.offset > 0:
            told = _tr("The charger's clock is {time} ahead of that of the recording.")
        found.append(told.format(time=delta(abs(clock.offset)).lstrip("+")))
    return found


def _units(book: LineBook, shown: Collection[SeriesKey]) -> list[str]:
    found = []
    sent = [k for k in shown if k in book.lines and book.lines[k].message.any()]
    sent = [key for key in sent if key.unit and key in _measured(book)]
    assumed = [key for key in sent if book.assumes_unit(key)]
    if sent and len(assumed) == len(sent):
        found.append(
            _tr("The charger sends no units: those are shown that OCPP assumes.")
        )
    by_series: dict[SeriesKey, list[str]] = defaultdict(list)
    for key in sent:
        by_series[replace(key, unit="")].append(measure_of(key.unit, 0).unit or "?")
    for series, units in by_series.items():
        if len(units) > 1:
            told = _tr("{name} came in several units: {units}. Each has its own chart.")
            units_text = ", ".join(units)
            found.append(told.format(name=series.measurand, units=units_text))
    return list(dict.fromkeys(found))


def _measured(book: LineBook) -> set[SeriesKey]:
    """Return the lines that the charger sent."""
    facts = book.facts
    return set() if facts is None else {data.key for data in facts.series}
