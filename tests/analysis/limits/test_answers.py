# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.limits.answers import Answer, Confidence, Step


def test_nothing_is_known_unless_it_is_said():
    answer = Answer("Nothing.")
    assert (answer.at, answer.amps, answer.remarks) == (None, None, ())
    assert answer.confidence is Confidence.UNKNOWN
    assert Step(5, None) == Step(5, None, None, None)
