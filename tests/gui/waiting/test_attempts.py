# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.waiting.attempts import AttemptList

TLS = Connection(
    1,
    "",
    "192.168.50.20:50123",
    1_790_000_000_000_000,
    Outcome.TLS_ON_PLAIN,
    cause="The charger began a TLS handshake.",
    fix="Set the URL to ws://.",
)


@pytest.fixture
def attempts(qtbot, theme):
    attempts = AttemptList(theme)
    qtbot.addWidget(attempts)
    attempts.show()
    return attempts


def shown(attempts):
    QApplication.sendPostedEvents()  # layouts show what is new
    labels = attempts.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def test_without_attempts_a_sentence_says_what_to_expect(attempts):
    attempts.show_connections([])
    assert len(shown(attempts)) == 1
    assert "tries again" in shown(attempts)[0]


def test_an_attempt_has_cause_and_fix(attempts):
    attempts.show_connections([TLS])
    texts = shown(attempts)
    assert "✗ Tried wss:// (TLS)" in texts
    assert "192.168.50.20:50123" in texts
    assert "The charger began a TLS handshake." in texts
    assert "→ Set the URL to ws://." in texts


def test_attempts_that_are_alike_are_counted(attempts):
    later = replace(TLS, id=2, peer="192.168.50.20:50777")
    attempts.show_connections([later, TLS])
    counts = [text for text in shown(attempts) if "2 times since" in text]
    assert len(counts) == 1
    assert counts[0].startswith("192.168.50.20:50777")


def test_an_open_connection_is_told_too(attempts):
    opened = Connection(
        3, "CP001", "10.0.0.5:4000", 0, Outcome.OPEN, subprotocol="ocpp1.6"
    )
    attempts.show_connections([opened])
    assert "CP001 is connected, ocpp1.6." in shown(attempts)


def test_a_new_attempt_leaves_a_selection_in_an_older_one_alone(attempts):
    attempts.show_connections([TLS])
    label = next(
        label
        for label in attempts.findChildren(QLabel)
        if label.text().startswith("The charger")
    )
    QApplication.sendPostedEvents()
    label.setSelection(4, 7)
    other = replace(TLS, id=2, peer="10.0.0.9:1", outcome=Outcome.NOT_HTTP)
    attempts.show_connections([other, TLS])
    assert label.selectedText() == "charger"
    assert label.isVisible()


def test_newer_attempts_stand_above(attempts):
    other = replace(TLS, id=2, peer="10.0.0.9:1")
    attempts.show_connections([TLS])
    attempts.show_connections([other, TLS])
    texts = shown(attempts)
    positions = {
        label.text(): label.mapTo(attempts, label.rect().topLeft()).y()
        for label in attempts.findChildren(QLabel)
    }
    assert {"10.0.0.9:1", "192.168.50.20:50123"} <= set(texts)
    assert positions["10.0.0.9:1"] <= positions["192.168.50.20:50123"]


def test_the_list_has_an_end(attempts):
    many = [replace(TLS, id=n, peer=f"10.0.0.{n}:1") for n in range(100)]
    attempts.show_connections(many)
    assert "Older ones are under Connections." in shown(attempts)
    assert len(shown(attempts)) < 100


def test_what_is_gone_goes(attempts):
    attempts.show_connections([TLS])
    attempts.show_connections([])
    assert len(shown(attempts)) == 1


def test_an_identity_that_came_twice_and_looks_like_another_is_told(attempts):
    opened = replace(
        TLS,
        id=2,
        charger="CP-0O1",
        path="/CP-0O1/CP-0O1",
        outcome=Outcome.OPEN,
        opened_at=TLS.began_at,
        cause="",
        fix="",
    )
    other = replace(opened, id=1, charger="CP-001", path="/CP-001")
    attempts.show_connections([opened, other])
    told = " ".join(shown(attempts))
    assert "leave it out of the URL" in told
    assert "“CP-0O1” looks like “CP-001”" in told


def test_a_charger_that_is_known_is_named_where_it_comes_from(attempts):
    gone = replace(TLS, charger="CP001", outcome=Outcome.CLOSED, opened_at=0)
    attempts.show_connections([gone])
    assert "CP001 · 192.168.50.20:50123" in shown(attempts)
