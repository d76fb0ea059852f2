# SPDX-License-Identifier: Apache-2.0
"""Findings, and a board to put them on."""

import pytest

from ocppdesk.gui.analysing.sweep import Found
from ocppdesk.gui.findings.board import FindingsBoard
from ocppdesk.settings import Settings
from tests.gui.findings.made import a_finding


@pytest.fixture
def finding():
    return a_finding


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def board(settings):
    return FindingsBoard(settings)


@pytest.fixture
def tell(board, tmp_path):
    """Tell the board findings, as the analysis does."""

    def told(*findings, done=100, upto=100, path=None):
        by_charger = {}
        for one in findings:
            by_charger.setdefault(one.charger, []).append(one)
        found = {charger: tuple(each) for charger, each in by_charger.items()}
        board.show_found(Found(found, done, upto, path or tmp_path / "a.ocppdesk"))

    return told
