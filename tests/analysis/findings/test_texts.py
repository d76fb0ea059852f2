# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.finding import Severity, Verdict
from ocppdesk.analysis.findings.texts import UNKNOWN, texts


def test_an_entry_has_all_that_is_said():
    entry = texts()["BOOT-06"]
    assert entry.severity is Severity.MEDIUM
    assert entry.verdicts == (Verdict.CONFIGURATION, Verdict.BROKEN)
    assert len(entry.next) == 3
    assert entry.placeholders() == {"kind", "allowed"}


def test_placeholders_are_filled_and_what_is_missing_is_said_to_be():
    filled = texts()["BOOT-06"].filled({"kind": "{Hard}"})
    assert "({Hard})" in filled.text
    assert UNKNOWN in filled.text


def test_a_variant_says_only_what_is_other():
    entry = texts()["BOOT-02"]
    other = entry.of_variant("same_connection")
    assert other.title == entry.title
    assert other.text != entry.text
    assert entry.of_variant("no such") is entry


def test_sentences_begin_with_a_capital_but_names_stay_as_they_are():
    filled = texts()["FLT-01"].filled({"where": "connector 1"})
    assert filled.title == "Connector 1 is faulted"
    filled = texts()["CLK-06"].filled({"chargers": "cp-1 and cp-2"})
    assert filled.text.startswith("cp-1 and cp-2 all")


def test_an_empty_fact_leaves_no_gap():
    facts = {"error": "x", "times": "once", "when": ""}
    text = texts()["FLT-12"].filled(facts).text
    assert "(x), once. The plug" in text
