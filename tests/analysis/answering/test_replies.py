# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.answering.reply import Question
from tests.analysis.answering.asking import facts_of, online
from tests.analysis.findings.talk import Talk


def test_each_question_has_one_reply_in_their_order():
    talk = online()
    assert [reply.question for reply in facts_of(talk).replies] == list(Question)


def test_a_capture_that_holds_nothing_has_five_replies_too():
    replies = facts_of(Talk()).replies
    assert len(replies) == 5
    assert all(reply.text for reply in replies)
