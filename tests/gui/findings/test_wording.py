# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.finding import Severity, Verdict
from ocppdesk.gui.findings import wording


def test_every_severity_has_a_level():
    assert set(wording.LEVELS) == set(Severity)
    levels = [wording.LEVELS[severity] for severity in sorted(Severity)]
    assert levels == sorted(levels)


def test_verdicts_are_plain_words():
    text = wording.verdict_words((Verdict.BROKEN, Verdict.VEHICLE))
    assert text == "Broken hardware, or the car"
    assert wording.verdict_words(()) == ""
    assert all(wording.verdict_words((verdict,)) for verdict in Verdict)


def test_places_and_certainty_are_told_where_there_is_something_to_tell(finding):
    assert wording.place_word(finding()) == ""
    assert wording.place_word(finding(connector=2)) == "Connector 2"
    assert wording.place_word(finding(evse=1, connector=2)) == "EVSE 1, connector 2"
    assert wording.sure_word(finding()) == ""
    assert "not proved" in wording.sure_word(finding(is_possible=True))
    assert wording.charger_word("CP1") == "CP1"
    assert wording.charger_word("")
