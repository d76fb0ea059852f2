# SPDX-License-Identifier: Apache-2.0
import asyncio

import pytest
from websockets.asyncio.client import connect

from ocppdesk.app import Desk, run
from ocppdesk.capture.records import Charger
from ocppdesk.gui.commands.cards import note_card, reader_of
from ocppdesk.settings import Settings

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'


def there(identity, *, is_connected=True):
    return Charger(identity, 1, is_connected=is_connected)


@pytest.mark.parametrize(
    ("chosen", "chargers", "meant"),
    [
        ("CP2", [there("CP1"), there("CP2")], "CP2"),
        ("", [there("CP1"), there("CP2", is_connected=False)], "CP1"),
        ("", [there("CP1"), there("CP2")], ""),
        ("", [], ""),
    ],
    ids=["chosen", "the only one", "not clear", "none"],
)
def test_the_reader_of_the_chosen_or_only_charger_is_meant(chosen, chargers, meant):
    assert reader_of(chosen, chargers) == meant


async def until(condition):
    while not condition():  # noqa: ASYNC110 - the other side knows nothing of this loop
        await asyncio.sleep(0.01)


def test_what_the_menu_notes_stands_in_the_table_among_the_messages(qapp):
    desk = Desk(qapp, host="127.0.0.1", port=0, settings=Settings())
    said = []

    async def life():
        window = desk.listen(None)
        window.status.messageChanged.connect(said.append)
        note = window.menus.actions["note_card"]
        await until(lambda: window.reader is not None)
        note.trigger()
        await until(lambda: "Choose the charger first" in "".join(said))
        url = f"ws://127.0.0.1:{desk.bridge.engine.state.port}/CP1"
        async with connect(url, subprotocols=["ocpp1.6"]) as client:
            await client.send(BOOT)
            await client.recv()
            await until(lambda: "CP1" in window.chargers.identities)
            note.trigger()
            await until(lambda: len(window.tab.messages.shown_ids()) == 4)
            newest = window.reader.message(max(window.tab.messages.shown_ids()))
            assert newest.action == "CardShown"
            await until(lambda: "Noted" in said[-1])
        window.chargers.choose("CP1")
        await until(lambda: not desk.bridge.engine.state.connected)
        text = await note_card(desk.bridge.engine, "CP1")
        assert "Nothing was noted. CP1 is not connected" in text

    assert run(desk, life()) == 0
