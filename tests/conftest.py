# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: a home of its own, and no warning unheard."""

import logging

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A data folder that is the test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("OCPPDESK_HOME", str(folder))
    return folder


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
