# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.troubles.playing import play_trouble
from ocppdesk.simulator.troubles.table import TROUBLES


async def test_trouble_is_played_and_said(csms):
    said = []
    await play_trouble(
        TROUBLES["wrong-path"], csms.url, identity="CP1", say=said.append, seconds=0.5
    )
    assert said[0] == f"wrong-path: {TROUBLES['wrong-path'].summary}"
    assert any("everything is played" in line for line in said)
    assert csms.paths == ["/"]


async def test_useless_address_is_refused():
    with pytest.raises(ValueError, match="not a WebSocket address"):
        await play_trouble(
            TROUBLES["boot-loop"], "http://host", identity="CP1", say=print
        )
