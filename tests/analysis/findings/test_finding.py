# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.finding import Severity, Verdict
from tests.analysis.findings.talk import Talk


def test_severities_are_in_order_and_have_words():
    assert [each.word for each in sorted(Severity)] == [
        "info", "low", "medium", "high", "critical",
    ]  # fmt: skip


def test_the_verdict_is_told_in_one_word_for_each_cause():
    talk = Talk()
    talk.boot(answer=None)
    talk.csms("GetConfiguration", error="InternalError")
    finding = talk.the("PRO-03")
    assert finding.verdicts == (Verdict.CONFIGURATION,)
    assert finding.verdict == "configuration"
