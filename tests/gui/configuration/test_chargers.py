# SPDX-License-Identifier: Apache-2.0
"""Read, change, verify and restore in the view, with the `ocpp` package's chargers."""

import contextlib

import pytest
from PySide6.QtCore import Qt

from ocppdesk.simulator.quirks import leave_at
from tests.chargers import Foreign16, Foreign201, foreign

LEFT = Qt.MouseButton.LeftButton
HEARTBEATS = {
    Foreign16: "HeartbeatInterval",
    Foreign201: "OCPPCommCtrlr.HeartbeatInterval",
}


@contextlib.asynccontextmanager
async def connected(bench, kind):
    """Have a charger of the package connected and seen by the view."""
    async with foreign(kind, bench.engine.state.port) as charger:
        bench.follow()
        yield charger


@pytest.mark.parametrize("kind", list(HEARTBEATS), ids=["1.6", "2.0.1"])
def test_read_change_verify_restore(play, view, qtbot, until, apply, kind):
    name = HEARTBEATS[kind]

    def row():
        (found,) = [row for row in view.model.shown if row.name == name]
        return found

    async def story(bench):
        async with connected(bench, kind):
            await until(lambda: view.is_connected)
            await bench.read()
            assert view.model.total == (4 if kind is Foreign16 else 3)
            view.table.choose(row().address)
            view.model.type(row(), "60")
            assert await apply() == "1 verified."
            assert row().current == "60"
            view.comparing.compare.trigger()
            dialog = await until(lambda: view.comparing.dialog)
            await until(lambda: dialog.fill.isEnabled())
            qtbot.mouseClick(dialog.fill, LEFT)
            assert list(view.edits.values.values()) == ["300"]
            assert await apply() == "1 verified."
            assert row().current == "300"

    play(story)


def test_a_charger_that_leaves_while_it_is_read_is_told(play, view, until):
    def habits(charger):
        leave_at(charger, "GetConfiguration")

    async def story(bench):
        async with bench.charger(habits=habits):
            view.read()
            await until(lambda: not view.reading.is_busy)
            assert "disconnected at GetConfiguration" in view.note.text

    play(story)


def test_a_charger_that_leaves_at_a_reboot_is_told(play, view, qtbot, until):
    async def story(bench):
        async with connected(bench, Foreign16):
            await until(lambda: view.is_connected)
            await bench.read()
            view.changing.ask_reboot()
            qtbot.mouseClick(view.changing.reboot_dialog.go, LEFT)
            await until(lambda: "Nobody knows whether" in view.note.text)

    play(story)
