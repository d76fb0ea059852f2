# SPDX-License-Identifier: Apache-2.0
"""Editing, applying and rebooting as a user does, with simulated chargers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ocppdesk.core.configuration.settings import key_address
from ocppdesk.simulator import station
from ocppdesk.simulator.quirks import ignore_changes, leave_at_changes

LEFT = Qt.MouseButton.LeftButton
KEYS = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
HEARTBEAT = key_address("HeartbeatInterval")


@pytest.fixture
def edit(view, qtbot, until):
    """Type a new value into the table and press Enter."""

    async def go(name, text):
        view.filter_bar.field.setText(name)
        (row,) = [row for row in view.model.shown if row.name == name]
        view.table.choose(row.address)
        view.table.setFocus()
        qtbot.keyClick(view.table, KEYS.Key_Return)
        editor = view.changing.delegate.editor
        qtbot.keyClicks(editor.findChild(QLineEdit) or editor, text)
        qtbot.keyClick(editor, KEYS.Key_Return)
        await until(lambda: view.table.state() != view.table.State.EditingState)
        assert row.address in view.edits.values

    return go


def sets(bench):
    """Return the calls that change something."""
    recorded = bench.reader.messages(range(1, bench.reader.last_id() + 1))
    changing = ("ChangeConfiguration", "SetVariables")
    return [m for m in recorded if m.action in changing and m.type == 2]


@pytest.mark.parametrize(
    ("version", "name"),
    [("1.6", "HeartbeatInterval"), ("2.0.1", "OCPPCommCtrlr.HeartbeatInterval")],
)
def test_an_edit_is_applied_and_verified(play, view, edit, apply, version, name):
    async def story(bench):
        async with bench.charger(version):
            await bench.read()
            await edit(name, "77")
            assert sets(bench) == []
            assert view.head.review.text() == "Review && apply (1)…"
            assert await apply() == "1 verified."
            row = view.table.row
            assert row.current == "77"
            assert view.model.state(row).text == "✓ Verified"
            assert len(sets(bench)) == 1

    play(story)


def test_edits_are_undone_one_by_one(play, view, edit, qtbot):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            await edit("HeartbeatInterval", "60")
            await edit("HeartbeatInterval", "70")
            qtbot.keyClick(view.table, KEYS.Key_Z, CONTROL)
            assert dict(view.edits.values) == {HEARTBEAT: "60"}
            qtbot.keyClick(view.table, KEYS.Key_Z, CONTROL)
            assert dict(view.edits.values) == {}

    play(story)


def test_an_edit_is_taken_back_with_delete(play, view, edit, qtbot):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            await edit("HeartbeatInterval", "60")
            qtbot.keyClick(view.table, KEYS.Key_Delete)
            assert dict(view.edits.values) == {}

    play(story)


def test_a_refused_change_stays_and_is_not_sent_again(play, view, edit, apply, qtbot):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            await edit("InstallationMaxCurrent", "4000")
            assert "1 refused" in await apply()
            assert view.model.state(view.table.row).text == "✖ Not taken"
            qtbot.mouseClick(view.head.review, LEFT)
            dialog = view.changing.review_dialog
            assert dialog.ticked == []
            qtbot.mouseClick(dialog.leave, LEFT)

    play(story)


def test_what_was_typed_before_something_invalid_is_not_sent_unasked(
    play, view, edit, qtbot
):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            await edit("HeartbeatInterval", "60")
            view.model.type(view.table.row, "soon")
            qtbot.mouseClick(view.head.review, LEFT)
            dialog = view.changing.review_dialog
            assert dialog.ticked == []
            told = dialog.list.topLevelItem(0).text(3)
            assert told.startswith("Not what was typed last: ")
            qtbot.mouseClick(dialog.leave, LEFT)

    play(story)


def test_what_was_accepted_and_did_not_change_is_seen(play, view, edit, apply):
    def habits(charger):
        ignore_changes(charger, "HeartbeatInterval")

    async def story(bench):
        async with bench.charger(habits=habits):
            await bench.read()
            await edit("HeartbeatInterval", "60")
            assert await apply() == "1 accepted, but not changed."
            row = view.table.row
            assert row.current == "300"
            state = view.model.state(row)
            assert state.text == "≠ Unchanged"
            assert state.why == "Accepted, but still 300."
            assert view.edits.pending.refusal(HEARTBEAT)

    play(story)


def test_a_charger_that_leaves_instead_of_answering_is_told(
    play, view, edit, apply, until
):
    def habits(charger):
        leave_at_changes(charger, "HeartbeatInterval")

    async def story(bench):
        async with bench.charger(habits=habits):
            await bench.read()
            await edit("HeartbeatInterval", "60")
            assert "1 without an answer" in await apply()
            state = view.model.state(view.model.row_of(HEARTBEAT))
            assert "disconnected instead of answering" in state.why

    play(story)


def test_what_is_read_only_is_tried_anyway_when_the_user_insists(
    play, view, edit, apply, qtbot
):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            view.table.choose(key_address("SecurityProfile"))
            qtbot.keyClick(view.table, KEYS.Key_Return)
            assert view.changing.delegate.editor is None
            menu = view.changing.menu.menu(view.table.row, view)
            (unlock,) = [a for a in menu.actions() if "anyway" in a.text()]
            unlock.trigger()
            assert view.changing.delegate.editor.isVisible()

    play(story)


def test_a_list_is_put_together_in_a_dialog(play, view, qtbot):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            view.table.choose(key_address("MeterValuesSampledData"))
            qtbot.keyClick(view.table, KEYS.Key_Return)
            dialog = view.changing.list_dialog
            dialog.line.selectAll()
            qtbot.keyClicks(dialog.line, "Voltage, SoC")
            qtbot.keyClick(dialog.line, KEYS.Key_Return)
            assert list(view.edits.values.values()) == ["Voltage,SoC"]

    play(story)


def test_what_needs_a_reboot_is_told_and_rebooted_only_when_asked(
    play, view, edit, apply, qtbot, until, monkeypatch
):
    monkeypatch.setattr(station, "REBOOT_S", 0.5)

    async def story(bench):
        async with bench.charger():
            await bench.read()
            await edit("InstallationMaxCurrent", "16")
            assert await apply() == "1 after a reboot."
            assert view.reboot.text.startswith("⟳ 1 setting takes effect")
            qtbot.mouseClick(view.reboot.now, LEFT)
            dialog = await until(lambda: view.changing.reboot_dialog)
            with qtbot.waitSignal(view.said) as said:
                qtbot.mouseClick(dialog.go, LEFT)
                await until(lambda: not view.changing.rebooting.is_busy)
            assert "it reboots" in said.args[0]
            # It takes effect with the next boot, and the strip knows by itself.
            await until(lambda: not view.reboot.text)

    play(story)


def test_of_what_is_not_connected_nothing_is_sent(play, view, edit, until):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            await edit("HeartbeatInterval", "60")
        await until(lambda: not view.is_connected)
        await until(lambda: not view.head.review.isEnabled())
        assert dict(view.edits.values) == {HEARTBEAT: "60"}
        view.changing.ask_reboot()
        assert view.changing.reboot_dialog is None

    play(story)


def test_the_sheet_names_where_a_transaction_runs(play, view, edit, qtbot, until):
    async def story(bench):
        async with bench.charger(speed=50) as charger:
            await bench.read()
            charger.plug_in(2)
            charger.present_card(2, "04A2")
            await until(lambda: charger.transaction_id(2))
            await until(view.running)
            await edit("HeartbeatInterval", "60")
            qtbot.mouseClick(view.head.review, LEFT)
            dialog = view.changing.review_dialog
            risk = dialog.list.topLevelItem(0).text(2)
            assert risk == "⚡ transaction running on connector 2"
            assert "Somebody is charging" in dialog.warning.text()
            qtbot.mouseClick(dialog.leave, LEFT)
            view.changing.ask_reboot()
            asked = view.changing.reboot_dialog
            assert "running on connector 2" in asked.warning.text()
            asked.reject()

    play(story)
