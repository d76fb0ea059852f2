# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.answering.reply import Deed, Mood, Question, Reply
from ocppdesk.analysis.limits.answers import Confidence


def test_equal_replies_are_equal_so_that_a_page_need_not_be_drawn_anew():
    replies = [
        Reply(
            Question.BROKEN,
            "No.",
            Mood.FINE,
            Confidence.HIGH,
            deed=Deed("Reset", {"type": "Soft"}),
        )
        for _ in range(2)
    ]
    assert replies[0] == replies[1]
