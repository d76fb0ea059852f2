# SPDX-License-Identifier: Apache-2.0
from concurrent.futures import Future

import pytest

from ocppdesk.gui.configuration.errand import Errand


@pytest.fixture
def errand(qapp):
    made = Errand()
    made.heard = []
    made.told.connect(lambda news: made.heard.append(("told", news)))
    made.ended.connect(lambda result: made.heard.append(("ended", result)))
    made.failed.connect(lambda why: made.heard.append(("failed", why)))
    yield made
    made.close()


@pytest.fixture
def work(errand):
    """Work of which the test is the engine."""

    class Work:
        future = Future()

        def begin(self, tell):
            self.tell = tell
            return self.future

    made = Work()
    errand.begin(made.begin)
    return made


def test_progress_and_result_are_told_in_order(errand, work):
    work.tell(1)
    work.tell(2)
    work.future.set_result("done")
    errand.look()
    assert errand.heard == [("told", 2), ("ended", "done")]
    assert not errand.is_busy


def test_only_one_piece_of_work_at_a_time(errand, work):
    errand.begin(lambda _tell: pytest.fail("there is one already"))
    assert errand.is_busy


def test_a_failure_is_a_sentence(errand, work):
    work.future.set_exception(ValueError("It broke."))
    errand.look()
    assert errand.heard == [("failed", "It broke.")]


def test_cancelled_work_has_no_reason(errand, work):
    errand.cancel()
    errand.look()
    assert errand.heard == [("failed", "")]


def test_after_the_end_nothing_is_told(errand, work):
    errand.close()
    work.tell(1)
    errand.look()
    assert errand.heard == []
    assert work.future.cancelled()
