# SPDX-License-Identifier: Apache-2.0
"""Calls that answers offer; on a real socket they are made in test_tab."""

from ocppdesk.analysis.answering.reply import Question
from ocppdesk.core.commands.progress import Stage
from ocppdesk.gui.answers.doing import Doing
from tests.gui.answers.replies import TRIGGER


def test_without_an_engine_it_is_said(qtbot):
    doing = Doing()
    with qtbot.waitSignal(doing.changed):
        doing.do(Question.BROKEN, "CP1", "1.6", TRIGGER)
    progress = doing.progress(Question.BROKEN)
    assert progress.stage is Stage.FAILED
    assert progress.payload == TRIGGER.payload
    assert doing.progress(Question.STOPPED) is None
    doing.forget()
    assert doing.progress(Question.BROKEN) is None
    doing.close()
