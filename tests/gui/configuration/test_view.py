# SPDX-License-Identifier: Apache-2.0
import asyncio

import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.configuration.settings import key_address
from ocppdesk.gui.configuration import model as columns
from ocppdesk.simulator.quirks import leave_at

LEFT = Qt.MouseButton.LeftButton
HEARTBEAT = key_address("HeartbeatInterval")


def test_without_a_charger_the_page_says_what_to_wait_for(play, view):
    async def story(_bench):
        assert view.empty.isVisible()
        assert view.empty.heading.text() == "No charger yet"
        assert not view.head.read.isEnabled()

    play(story)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_the_big_button_reads_everything(play, view, qtbot, until, version):
    async def story(bench):
        async with bench.charger(version):
            await until(lambda: view.empty.buttons)
            (button, *_others) = view.empty.buttons
            assert button.text() == "&Read the configuration"
            qtbot.mouseClick(button, LEFT)
            assert not view.progress.isHidden()
            await until(lambda: not view.reading.is_busy)
            assert view.table.isVisible()
            assert view.model.total > 50
            assert view.note.text == ""
            assert view.head.link.text() == f"● connected, OCPP {version}"

    play(story)


def test_one_key_is_asked_for_by_name(play, view, qtbot, until):
    async def story(bench):
        async with bench.charger():
            qtbot.keyClicks(view.head.key, "heartbeatinterval")
            qtbot.keyClick(view.head.key, Qt.Key.Key_Return)
            await until(lambda: view.model.total)
            assert view.table.row.name == "HeartbeatInterval"
            assert view.model.total == 1

    play(story)


def test_a_key_that_the_charger_does_not_have_is_said_below_the_box(
    play, view, qtbot, until
):
    async def story(bench):
        async with bench.charger():
            qtbot.keyClicks(view.head.key, "NoSuchKey")
            qtbot.keyClick(view.head.key, Qt.Key.Key_Return)
            await until(lambda: view.head.remark.text)
            assert view.head.remark.text == "CP1 does not know NoSuchKey."

    play(story)


def test_a_name_that_is_no_variable_is_said_below_the_box(play, view, qtbot):
    async def story(bench):
        async with bench.charger("2.0.1"):
            qtbot.keyClicks(view.head.key, "HeartbeatInterval")
            qtbot.keyClick(view.head.key, Qt.Key.Key_Return)
            assert "a component and a variable" in view.head.remark.text

    play(story)


def test_f5_reads_again(play, view, qtbot, until):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            before = bench.reader.last_id()
            view.table.setFocus()
            qtbot.keyClick(view.table, Qt.Key.Key_F5)
            await until(lambda: not view.reading.is_busy)
            assert bench.reader.last_id() > before

    play(story)


def test_reading_can_be_cancelled(play, view, qtbot, until):
    async def story(bench):
        async with bench.charger("2.0.1"):
            view.read()
            qtbot.mouseClick(view.progress.cancel, LEFT)
            await until(lambda: not view.reading.is_busy)
            assert view.progress.isHidden()
            assert view.head.read.isEnabled()

    play(story)


def test_what_was_read_stays_dated_and_locked_when_the_charger_leaves(
    play, view, until
):
    async def story(bench):
        async with bench.charger():
            await bench.read()
        await until(lambda: not view.is_connected)
        await until(lambda: view.note.text)
        assert view.note.text.startswith("Not connected: this is what was read last")
        assert view.model.total > 50
        flags = view.model.flags(view.model.index_of(HEARTBEAT, columns.NEW))
        assert not flags & Qt.ItemFlag.ItemIsEditable

    play(story)


def test_of_several_chargers_one_has_to_be_chosen(play, view, qtbot, until):
    async def story(bench):
        async with bench.charger(), bench.charger(identity="CP2"):
            await until(lambda: len(view.empty.buttons) == 2)
            assert [button.text() for button in view.empty.buttons] == ["CP1", "CP2"]
            with qtbot.waitSignal(view.charger_wanted) as wanted:
                qtbot.mouseClick(view.empty.buttons[1], LEFT)
            assert wanted.args == ["CP2"]
            view.choose_charger("CP2")
            assert view.identity == "CP2"

    play(story)


def test_a_capture_without_an_engine_is_read_only(view, recording, reader, qtbot):
    line = recording.line()
    row = {"key": HEARTBEAT.name, "value": "300", "readonly": False}
    line.reply(line.ask("GetConfiguration"), {"configurationKey": [row]})
    last = recording.commit()
    view.show_reader(reader, last)
    view.update_chargers(reader.chargers())
    qtbot.waitUntil(lambda: view.model.total == 1)
    assert view.note.text.startswith("What was recorded of the settings")
    assert not view.head.read.isEnabled()
    view.table.choose(HEARTBEAT)
    assert not view.table.edit_current()


def test_a_capture_that_tells_no_settings_says_so(view, recording, reader):
    view.show_reader(reader, recording.beat())
    view.update_chargers(reader.chargers())
    assert view.empty.heading.text() == "This capture tells no settings"


def test_the_filter_line_and_the_chips_apply(play, view, qtbot):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            qtbot.keyClicks(view.filter_bar.field, "heartbeatinterval")
            assert [row.name for row in view.model.shown] == ["HeartbeatInterval"]
            qtbot.keyClick(view.filter_bar.field, Qt.Key.Key_Down)
            assert view.table.row.name == "HeartbeatInterval"

    play(story)


def test_each_column_has_a_filter_of_its_own(play, view, qtbot):
    fields = view.table.header.fields

    async def story(bench):
        async with bench.charger():
            await bench.read()
            qtbot.keyClicks(fields[columns.NAME], "/^Meter.*Interval/")
            qtbot.keyClicks(fields[columns.CURRENT], ">=10")
            assert [row.name for row in view.model.shown] == [
                "MeterValueSampleInterval"
            ]
            qtbot.keyClicks(fields[columns.CURRENT], "x")
            remark = view.table.header._remarks[columns.CURRENT]
            assert remark.text == ">= needs a number, as in >=60, not “10x”."
            assert len(view.model.shown) == 1
            qtbot.keyClick(fields[columns.CURRENT], Qt.Key.Key_Return)
            assert view.table.row.name == "MeterValueSampleInterval"
            qtbot.keyClick(view.filter_bar.field, Qt.Key.Key_Escape)
            assert len(view.model.shown) == view.model.total
            assert remark.text == ""

    play(story)


def test_what_was_only_written_says_how_to_read(play, view, until):
    async def story(bench):
        async with bench.charger():
            payload = {"key": "HeartbeatInterval", "value": "60"}
            call = bench.engine.call("CP1", "ChangeConfiguration", payload)
            await asyncio.wrap_future(call)
            await until(lambda: view.model.total == 1)
            assert view.note.text == (
                "Nothing was read yet, only written. F5 reads everything."
            )
            await bench.read()
            assert view.note.text == ""

    play(story)


def test_what_is_asked_for_is_shown_whatever_the_filters(play, view, qtbot, until):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            qtbot.keyClicks(view.table.header.fields[columns.NAME], "Light")
            qtbot.keyClicks(view.head.key, "HeartbeatInterval")
            qtbot.keyClick(view.head.key, Qt.Key.Key_Return)
            await until(lambda: view.table.row.name == "HeartbeatInterval")

    play(story)


def test_other_messages_touch_nothing(play, view, qtbot):
    async def story(bench):
        async with bench.charger() as charger:
            await bench.read()
            assert charger is not None
            with qtbot.assertNotEmitted(view.model.dataChanged):
                bench.follow()
                bench.follow()

    play(story)


def test_trouble_with_one_charger_is_not_shown_at_another(play, view, until):
    said = []
    view.said.connect(said.append)

    async def story(bench):
        def habits(charger):
            leave_at(charger, "GetConfiguration")

        async with (
            bench.charger(identity="CP1", habits=habits),
            bench.charger(identity="CP2"),
        ):
            view.choose_charger("CP1")
            view.read()
            view.choose_charger("CP2")
            await until(lambda: not view.reading.is_busy)
            assert view.note.text == ""
            assert any(text.startswith("CP1: ") for text in said)

    play(story)
