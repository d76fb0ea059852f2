# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.versions import Version
from ocppdesk.simulator.troubles.playing import play_trouble
from ocppdesk.simulator.troubles.table import TROUBLES


async def test_trouble_is_played_and_said(csms):
    said = []
    options = {"version": "2.1", "identity": "CP1", "seconds": 0.5}
    trouble = TROUBLES["wrong-path"]
    await play_trouble(trouble, csms.url, say=said.append, **options)
    assert said[0] == f"wrong-path: {TROUBLES['wrong-path'].summary}"
    assert any("everything is played" in line for line in said)
    assert csms.paths == ["/"]
    assert csms.version is Version.V21


async def test_useless_address_is_refused():
    with pytest.raises(ValueError, match="not a WebSocket address"):
        await play_trouble(
            TROUBLES["boot-loop"],
            "http://host",
            version="1.6",
            identity="CP1",
            say=print,
        )
