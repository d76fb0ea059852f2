# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.logs.opening import LogOpening
from ocppdesk.logs.importing.control import Import, Phase

LINE = '2026-01-31T13:05:50.000Z ocpp CP-8: receive message [2,"{}","Heartbeat",{{}}]\n'


@pytest.fixture
def make(qapp, tmp_path):
    """Make an import of a log, which is ended after the test."""
    log = tmp_path / "site.log"
    log.write_text("".join(LINE.format(n) for n in range(50)), "utf-8")
    made = []

    def make(**words):
        made.append(LogOpening(Import([log], tmp_path / "x.ocppdesk", **words)))
        return made[-1]

    yield make
    for opening in made:
        opening.close()


@pytest.fixture
def opening(make):
    return make()


def test_the_window_hears_of_the_end_in_its_own_thread(opening, qtbot):
    heard = []
    opening.progressed.connect(heard.append)
    opening.start()
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].phase.is_over, timeout=30_000)
    assert heard[-1].phase is Phase.COMPLETE
    assert heard[-1].committed_id == 50


def test_after_closing_nothing_is_heard_and_nothing_is_left(opening, qtbot):
    heard = []
    opening.progressed.connect(heard.append)
    opening.start()
    opening.close()
    heard.clear()
    opening.flush()
    assert [progress.phase for progress in heard] == [Phase.CANCELLED]
    assert not opening.imported.target.exists()


def test_reading_can_be_stopped(make, qtbot):
    opening = make(follow=True)
    heard = []
    opening.progressed.connect(heard.append)
    opening.start()
    qtbot.waitUntil(
        lambda: bool(heard) and heard[-1].phase is Phase.FOLLOWING, timeout=30_000
    )
    opening.stop()
    qtbot.waitUntil(lambda: heard[-1].phase.is_over, timeout=30_000)
    assert opening.imported.target.exists()
