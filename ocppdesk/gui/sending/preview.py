# SPDX-License-Identifier: Apache-2.0
"""A charging profile drawn as steps over time."""

from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ocppdesk.core.commands.schedules import (
    DAY_S,
    Schedule,
    mistakes_of,
    schedules_in,
)
from ocppdesk.core.phrases.parts import number_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_HEIGHT: Final = 88  # pixels at 100 %
_TAIL: Final = 1.25  # how much further a schedule without an end is drawn
_LEAST_SPAN_S: Final = 3600.0


class SchedulePreview(QWidget):
    """Draws the charging profile of a payload; hidden where there is none.

    Args:
        theme: Its look.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.steps = StepsView(theme)
        """The drawing."""
        self.mistakes = ThemedLabel(theme, color="slow", wraps=True)
        """What a charger would misunderstand."""
        layout = QVBoxLayout(self)
        margin = theme.scaled(12)
        layout.setContentsMargins(margin, theme.scaled(4), margin, 0)
        layout.setSpacing(theme.scaled(2))
        layout.addWidget(self.steps)
        layout.addWidget(self.mistakes)
        self.show_payload({})

    def show_payload(self, payload: Any) -> None:
        """Draw another profile."""
        schedules = schedules_in(payload)
        mistakes = mistakes_of(payload)
        self.steps.show_schedule(schedules[0] if schedules else None)
        self.mistakes.show_text("▲ " + " ".join(mistakes) if mistakes else "")
        self.mistakes.setVisible(bool(mistakes))
        self.setVisible(bool(schedules))


class StepsView(QWidget):
    """The steps of one schedule, with its limits and times written to them.

    Args:
        theme: Its look.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._schedule: Schedule | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The schedule in words, for those who do not see it."""
        schedule = self._schedule
        if schedule is None or not schedule.steps:
            return self.tr("No limits")
        told = [
            self.tr("{limit} {unit} from {time}").format(
                limit=number_text(step.limit),
                unit=schedule.unit,
                time=self._moment(step.start_s),
            )
            for step in schedule.steps
        ]
        if schedule.duration_s is not None:
            end = self._moment(schedule.duration_s)
            told.append(self.tr("no limit from {time}").format(time=end))
        return ", ".join(told)

    def show_schedule(self, schedule: Schedule | None) -> None:
        """Draw another schedule."""
        if schedule != self._schedule:
            self._schedule = schedule
            self.setAccessibleName(self.text)
            self.setToolTip(self.text)
            self.update()

    def _span_s(self, schedule: Schedule) -> float:
        last = schedule.steps[-1].start_s if schedule.steps else 0.0
        if schedule.duration_s is not None and schedule.duration_s > 0:
            return schedule.duration_s * 1.08  # so that its end is seen
        if schedule.kind == "Recurring":
            return float(DAY_S) if schedule.recurrency != "Weekly" else 7.0 * DAY_S
        return max(last * _TAIL, _LEAST_SPAN_S)

    def _moment(self, seconds: float) -> str:
        schedule = self._schedule
        if schedule is not None and schedule.start and schedule.kind != "Relative":
            at = schedule.start.timestamp() + seconds
            if 0 < at < 4_102_444_800:  # what a clock can show
                from ocppdesk.gui.messages.times import local_date

                return local_date(int(at * 1_000_000)).partition(".")[0][5:16]
        minutes = round(seconds / 60)
        return f"+{minutes // 60}:{minutes % 60:02}"

    # Overrides of QWidget.

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(300), self._theme.scaled(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        schedule = self._schedule
        if schedule is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(0.86))
        line = painter.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(0, line + 4, -theme.scaled(4), -(line + 4))
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if not schedule.steps:
            painter.setPen(theme.color("muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text)
            return
        self._draw_steps(painter, area, schedule)

    def _draw_steps(self, painter: QPainter, area: QRectF, schedule: Schedule) -> None:
        theme = self._theme
        span = self._span_s(schedule)
        end = span if schedule.duration_s is None else min(schedule.duration_s, span)
        top = max((step.limit for step in schedule.steps), default=0.0) or 1.0

        def x_of(seconds: float) -> float:
            return area.left() + area.width() * min(max(seconds / span, 0.0), 1.0)

        def y_of(limit: float) -> float:
            return area.bottom() - area.height() * max(limit, 0.0) / top

        starts = [step.start_s for step in schedule.steps]
        ends = [*starts[1:], end]
        points = [QPointF(x_of(starts[0]), area.bottom())]
        for step, until in zip(schedule.steps, ends, strict=True):
            points.append(QPointF(x_of(step.start_s), y_of(step.limit)))
            points.append(QPointF(x_of(min(until, end)), y_of(step.limit)))
        points.append(QPointF(x_of(end), area.bottom()))
        fill = QColor(theme.color("accent"))
        fill.setAlphaF(0.16)
        painter.setBrush(fill)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF(points))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), theme.scaled(2)))
        is_open = schedule.duration_s is None
        painter.drawPolyline(QPolygonF(points[:-1] if is_open else points))
        self._write(painter, area, schedule, x_of, y_of)
        if schedule.duration_s is not None:
            self._write_time(painter, area, x_of(end), self._moment(end), is_end=True)

    def _write(
        self, painter: QPainter, area: QRectF, schedule: Schedule, x_of: Any, y_of: Any
    ) -> None:
        """Write limits above their steps and times below, where there is room."""
        metrics = painter.fontMetrics()
        limit_end = time_end = area.left() - 1.0
        for step in schedule.steps:
            left = x_of(step.start_s)
            text = f"{number_text(step.limit)} {schedule.unit}"
            if step.phases is not None:
                text += f" / {step.phases}~"
            place = min(left + 3, area.right() - metrics.horizontalAdvance(text))
            if place > limit_end:
                painter.setPen(self._theme.color("text"))
                painter.drawText(QPointF(place, y_of(step.limit) - 4), text)
                limit_end = place + metrics.horizontalAdvance(text) + 6
            if left > time_end:
                width = self._write_time(
                    painter, area, left, self._moment(step.start_s)
                )
                time_end = left + width + 10

    def _write_time(
        self,
        painter: QPainter,
        area: QRectF,
        left: float,
        text: str,
        *,
        is_end: bool = False,
    ) -> float:
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(text)
        painter.setPen(self._theme.color("muted"))
        place = min(left - (width if is_end else 0), area.right() - width)
        below = area.bottom() + metrics.ascent() + 2
        painter.drawText(QPointF(max(place, area.left()), below), text)
        return float(width)
