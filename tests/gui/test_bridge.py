# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.csms.options import Options
from ocppdesk.gui.bridge import Bridge


@pytest.fixture
def bridge(qapp):
    made = Bridge()
    yield made
    engine = made.take_engine()
    if engine is not None:
        engine.stop()


def test_the_engine_starts_beside_the_window_and_its_state_arrives(
    qtbot, bridge, tmp_path
):
    states = []
    bridge.state_changed.connect(states.append)
    with qtbot.waitSignal(bridge.started, timeout=10_000):
        bridge.start(tmp_path / "x.ocppdesk", Options(host="127.0.0.1", port=0))
    qtbot.waitUntil(lambda: bool(states) and states[-1].port > 0, timeout=10_000)
    assert states[-1] is bridge.engine.state


def test_many_changes_make_one_signal(qtbot, bridge, tmp_path):
    with qtbot.waitSignal(bridge.started, timeout=10_000):
        bridge.start(tmp_path / "x.ocppdesk", Options(host="127.0.0.1", port=0))
    bridge.engine.ready.result(timeout=10)
    bridge.flush()
    states = []
    bridge.state_changed.connect(states.append)
    for _ in range(1000):
        bridge._wake()
    assert states == []
    qtbot.waitUntil(lambda: bool(states), timeout=5_000)
    assert len(states) == 1


def test_after_parting_with_the_engine_nothing_is_told(qtbot, bridge, tmp_path):
    with qtbot.waitSignal(bridge.started, timeout=10_000):
        bridge.start(tmp_path / "x.ocppdesk", Options(host="127.0.0.1", port=0))
    engine = bridge.take_engine()
    engine.stop()
    states = []
    bridge.state_changed.connect(states.append)
    bridge.flush()
    assert states == []
