# SPDX-License-Identifier: Apache-2.0
"""The view of limits, without a window around it."""

import pytest

from ocppdesk.capture.records import Charger
from ocppdesk.gui.allowances.panel import AllowancesPanel
from ocppdesk.settings import Settings
from tests.gui.allowances.answers import NOON, facts


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def open_panel(qtbot, theme, settings):
    """Makes views of CP-0042, as a window would."""
    opened = []

    def make(*found, is_live=True, chargers=("CP-0042",), version="1.6", **size):
        panel = AllowancesPanel(settings, theme, is_live=is_live, zero=lambda: NOON)
        opened.append(panel)
        qtbot.addWidget(panel)
        panel.resize(size.get("width", 1_130), 620)
        panel.show()
        panel.update_chargers([Charger(name, 0, version) for name in chargers])
        panel.choose_charger("")
        if found:
            panel.show_facts(facts(*found))
        return panel

    yield make
    for panel in opened:
        panel.close_reader()
