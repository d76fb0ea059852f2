# SPDX-License-Identifier: Apache-2.0
"""A real engine for the connection doctor."""

import pytest
from websockets.sync.client import connect

from ocppdesk.csms.engine import Engine
from ocppdesk.csms.options import Options


@pytest.fixture
def engine(tmp_path):
    """A running engine on a free port of this computer."""
    made = Engine(tmp_path / "live.ocppdesk", Options(host="127.0.0.1", port=0))
    made.start()
    made.ready.result(10)
    yield made
    made.stop()


@pytest.fixture
def charger(engine, qtbot):
    """The charger CP1, which is connected."""
    url = f"ws://127.0.0.1:{engine.state.port}/CP1"
    with connect(url, subprotocols=["ocpp1.6"]) as socket:
        qtbot.waitUntil(lambda: "CP1" in engine.state.connected)
        yield socket
