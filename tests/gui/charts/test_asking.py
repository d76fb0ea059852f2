# SPDX-License-Identifier: Apache-2.0
"""A charger is asked for values: a real engine, a real socket."""

import json

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from websockets.asyncio.client import connect

from ocppdesk.gui.charts.asking import SETTINGS_2X, SETTINGS_16, settings_of
from ocppdesk.gui.charts.view import ChartsView
from ocppdesk.settings import Settings
from tests.gui.stage import Stage, perform


@pytest.fixture
def play(qapp, theme, tmp_path):
    view = ChartsView(Settings(), theme, is_live=True)
    view.choose_charger("CP1")
    view.show()
    yield lambda story: perform(
        story, qapp=qapp, view=view, folder=tmp_path, stage=Stage
    )
    view.close()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([3, {"status": "Accepted"}], "accepted"),
        ([3, {"status": "NotImplemented"}], "answered NotImplemented"),
        ([4, "NotSupported", "no", {}], "answered NotSupported"),
    ],
    ids=["accepted", "refused", "error"],
)
def test_what_comes_of_it_is_said(play, answer, words):
    async def story(stage):
        view, said = stage.view, []
        view.said.connect(said.append)
        url = f"{stage.url}/CP1"
        async with connect(url, subprotocols=["ocpp1.6"]) as socket:
            await stage.until(lambda: len(view.empty.buttons) == 2)
            view.empty.buttons[0].click()
            frame = json.loads(await socket.recv())
            assert frame[2:] == ["TriggerMessage", {"requestedMessage": "MeterValues"}]
            await socket.send(json.dumps([answer[0], frame[1], *answer[1:]]))
            await stage.until(lambda: said)
        assert words in said[0]
        await stage.until(lambda: len(view.empty.buttons) == 1)

    play(story)


def test_whoever_is_gone_cannot_be_asked(play):
    async def story(stage):
        said = []
        stage.view.said.connect(said.append)
        stage.view.ask_values()
        await stage.until(lambda: said)
        assert "was not asked" in said[0]

    play(story)


def test_the_settings_that_matter_are_those_of_the_version():
    assert settings_of("") == settings_of("1.6") == SETTINGS_16
    assert settings_of("2.1") == SETTINGS_2X
