# SPDX-License-Identifier: Apache-2.0
"""The view of limits, without a window around it."""

import pytest

from ocppdesk.gui.allowances.panel import AllowancesPanel
from ocppdesk.settings import Settings
from tests.gui.allowances.answers import NOON, facts


class Known:
    """A charger in the list of chargers."""

    def __init__(self, identity, version="1.6"):
        self.identity = identity
        self.version = version


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
        panel.update_chargers([Known(name, version) for name in chargers])
        panel.choose_charger("")
        if found:
            panel.show_facts(facts(*found))
        return panel

    yield make
    for panel in opened:
        panel.close_reader()
