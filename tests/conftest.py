# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: a home of its own, and no warning unheard."""

import gc
import itertools
import logging
import os
import sys

import pytest
from hypothesis import settings

# A busy machine is no failure.
settings.register_profile("ocppdesk", deadline=None)
settings.load_profile("ocppdesk")

# Windows of tests need no screen, unless somebody wants to watch them.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_TESTS_PER_COLLECTION = 20
_count = 0
_is_thawed = False


def pytest_collection_finish():
    # Modules and the tests themselves stay to the end: to look through them at each
    # collection took a fifth of the time.
    gc.collect()
    gc.freeze()
    gc.disable()


def pytest_runtest_setup():
    # Collected in an engine's thread, Qt objects of other tests would crash the run;
    # the program guards itself against that (`ocppdesk.gui.garbage`). When it ends it
    # thaws everything and switches collection on: that is how it is known here, for to
    # ask how much is frozen is to count it, which takes as long as a collection.
    global _is_thawed
    _is_thawed = _is_thawed or gc.isenabled()
    gc.disable()


def pytest_runtest_teardown():
    global _count, _is_thawed
    _count += 1
    if _count % _TESTS_PER_COLLECTION == 0:
        gc.collect()
        if _is_thawed or gc.isenabled():
            gc.freeze()
            _is_thawed = False


@pytest.fixture(scope="session")
def _homes(tmp_path_factory):
    """Where the homes are; a home is no folder until a test writes into it."""
    base = tmp_path_factory.mktemp("homes")
    return (base / f"home{number}" for number in itertools.count())


@pytest.fixture(autouse=True)
def home(_homes, monkeypatch):
    """A data folder that is the test's own."""
    folder = next(_homes)
    monkeypatch.setenv("OCPPDESK_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _plain_application():
    """Undress the application after each test that dressed it with a theme."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets and widgets.QApplication.instance()
    if app is None:
        return
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFontDatabase, QPalette

    # Widgets that live on would make every further change of a theme slower.
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if app.styleSheet():
        app.setStyleSheet("")
        general = QFontDatabase.SystemFont.GeneralFont
        app.setFont(QFontDatabase.systemFont(general))
        app.setPalette(QPalette())
        app.styleHints().unsetColorScheme()


@pytest.fixture(autouse=True)
def _no_unheard_warnings(caplog):
    """Fail a test that logs a warning or worse and does not clear it away."""
    yield
    records = [
        record
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    assert not records, [record.getMessage() for record in records]
