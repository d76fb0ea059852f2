# SPDX-License-Identifier: Apache-2.0
"""Commands from the real form, to the `ocpp` package's chargers and simulated ones."""

import contextlib

import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.messages import Direction
from ocppdesk.simulator import SimulatedCharger
from tests.chargers import Foreign16, Foreign201, aside, foreign

LONG = 10_000
KINDS = {"1.6": Foreign16, "2.0.1": Foreign201}


@pytest.fixture
def connected(qtbot, live):
    """Have a charger CP1 connected and chosen: `connected("ocpp", "1.6")`."""
    view = live.view

    def life(origin, version):
        port = live.engine.state.port
        if origin == "ocpp":
            return foreign(KINDS[version], port)
        url = f"ws://127.0.0.1:{port}"
        return SimulatedCharger(url, identity="CP1", version=version, speed=20)

    with contextlib.ExitStack() as ending:

        def start(origin, version):
            charger = ending.enter_context(aside(lambda: life(origin, version)))
            qtbot.waitUntil(
                lambda: (
                    view.version == version
                    and view.page.version == version
                    and "connected, OCPP" in view.bar.link.text()
                ),
                timeout=LONG,
            )
            return charger

        yield start


def find(qtbot, view, words):
    """Type words into the search and press Enter."""
    view.list.search.clear()
    qtbot.keyClicks(view.list.search, words)
    qtbot.keyClick(view.list.search, Qt.Key.Key_Return)


def send(qtbot, view, condition):
    """Press *Send* and wait for what is to become of it."""
    qtbot.mouseClick(view.page.send, Qt.MouseButton.LeftButton)
    if view.consent.box is not None:
        (go,) = [b for b in view.consent.box.buttons() if "Send" in b.text()]
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: bool(view.outbox.sent) and condition(view.outbox.sent[0]), timeout=LONG
    )
    return view.outbox.sent[0]


def violations(live):
    """Return what is against the specification in all that was said."""
    recorded = live.reader.messages(range(1, live.reader.last_id() + 1))
    return [m.violations for m in recorded if m.violations]


EVERYBODY = pytest.mark.parametrize("origin", ["ocpp", "simulated"])
BOTH = pytest.mark.parametrize("version", ["1.6", "2.0.1"])


@EVERYBODY
@BOTH
def test_the_state_is_asked_for_and_seen(qtbot, live, connected, origin, version):
    connected(origin, version)
    view = live.view
    find(qtbot, view, "ask for the state")
    assert view.page.action == "TriggerMessage"
    send(qtbot, view, lambda one: one.is_over)
    assert "Accepted" in view.outcomes.answer.text()
    assert view.outcomes.effect.text().startswith("✓ StatusNotification: ")
    assert violations(live) == []


@EVERYBODY
def test_a_key_is_changed_and_read_back(qtbot, live, connected, origin):
    connected(origin, "1.6")
    view = live.view
    find(qtbot, view, "changeconf")
    row = view.page.form.row
    qtbot.keyClicks(row("key").editor.line, "HeartbeatInterval")
    qtbot.keyClicks(row("value").editor.line, "77")
    one = send(qtbot, view, lambda one: one.answer is not None)
    assert "no proof" in view.outcomes.effect.text()
    qtbot.mouseClick(view.outcomes.ask, Qt.MouseButton.LeftButton)
    send(qtbot, view, lambda again: again is not one and again.answer is not None)
    qtbot.waitUntil(lambda: "is “77” now" in one.seen, timeout=LONG)
    assert violations(live) == []


@pytest.mark.parametrize(
    ("version", "words", "proof"),
    [
        ("1.6", "remotestart", "✓ StartTransaction: transaction"),
        ("2.0.1", "requeststart", "✓ TransactionEvent: transaction t1 runs."),
    ],
)
def test_a_session_is_started_and_proved(qtbot, live, connected, version, words, proof):
    connected("ocpp", version)
    view = live.view
    find(qtbot, view, words)
    if version == "1.6":
        qtbot.keyClicks(view.page.form.row("idTag").editor.line, "04A2")
    else:
        qtbot.keyClicks(view.page.form.row("idToken", "idToken").editor.line, "04A2")
    send(qtbot, view, lambda one: one.is_over)
    assert view.outcomes.effect.text().startswith(proof)
    assert violations(live) == []


def test_a_charger_that_leaves_at_a_command_fails_it(qtbot, live, connected):
    connected("ocpp", "1.6")
    view = live.view
    find(qtbot, view, "restart hard")
    one = send(qtbot, view, lambda one: bool(one.failure))
    assert "disconnected before it answered" in one.failure
    assert "disconnected" in view.outcomes.answer.text()
    recorded = live.reader.messages(range(1, live.reader.last_id() + 1))
    calls = [m for m in recorded if m.direction is Direction.OUT and m.type == 2]
    assert [m.action for m in calls] == ["Reset"]


def test_a_command_that_the_package_does_not_know_is_not_implemented(
    qtbot, live, connected
):
    connected("ocpp", "2.0.1")
    view = live.view
    find(qtbot, view, "clearcache")
    send(qtbot, view, lambda one: one.answer is not None)
    assert "NotImplemented" in view.outcomes.answer.text()
