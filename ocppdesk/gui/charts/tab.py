# SPDX-License-Identifier: Apache-2.0
"""The view of charts, made for a window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ocppdesk.gui.charts.view import ChartsView
from ocppdesk.gui.times.quick_ranges import Span

if TYPE_CHECKING:
    from ocppdesk.gui.analysing.analyst import Analyst
    from ocppdesk.gui.window import MainWindow


def charts_of(
    window: "MainWindow", analyst: "Analyst", show_message: Callable[[int], None]
) -> ChartsView:
    """Make the view for a window.

    Args:
        window: The window; its messages are there.
        analyst: What tells the facts.
        show_message: Shows a message in its table, by its number.
    """
    messages = window.tab.messages

    def show_times(since: int, until: int) -> None:
        window.tab.set_filter_on(True)
        window.tab.times.set_range(Span(since, until))
        window.show_messages()

    view = ChartsView(
        window.settings,
        window.theme,
        is_live=window.is_live,
        zero=lambda: messages.model.texts.zero,
    )
    # The row is there when somebody goes to the table; nobody is taken there.
    view.message_chosen.connect(messages.select_message)
    view.message_wanted.connect(show_message)
    view.range_wanted.connect(show_times)
    view.charger_wanted.connect(window.chargers.choose)
    view.configuration_wanted.connect(window.live_pages.show_configuration)
    view.said.connect(window.status.say)
    messages.message_selected.connect(view.mark_message)
    analyst.progress_changed.connect(view.show_progress)
    analyst.facts_changed.connect(view.show_facts)
    analyst.failed.connect(view.show_failure)
    view.show_progress(*analyst.progress)
    view.show_facts(analyst.facts)
    view.show_failure(analyst.failure)
    return view
