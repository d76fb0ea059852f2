# SPDX-License-Identifier: Apache-2.0
"""The view on sessions, without a window around it."""

import asyncio

import pytest
import qasync

from ocppdesk.capture.records import Charger
from ocppdesk.gui.stories.view import SessionsView
from ocppdesk.settings import Settings
from tests.gui.stories.sessions import SECOND, START, facts


@pytest.fixture
def open_view(qtbot, theme):
    """Makes views of CP-0042, as a window would."""

    def make(*stories, is_live=True, chargers=("CP-0042",)):
        view = SessionsView(
            Settings(),
            theme,
            is_live=is_live,
            zero=lambda: START,
            clock=lambda: START + 100 * 86_400 * SECOND,
        )
        qtbot.addWidget(view)
        view.resize(1_130, 620)
        view.show()
        view.update_chargers([Charger(name, 0, "1.6") for name in chargers])
        view.choose_charger("")
        if stories:
            view.show_facts(facts(*stories))
        return view

    return make


@pytest.fixture
def on_loop(qapp):
    """Run a coroutine function on Qt's loop, as the program does."""

    def run(act):
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
            return runner.run(act())

    return run
