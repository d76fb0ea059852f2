# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.guide import guide
from ocppdesk.gui.findings.wording import verdict_words
from ocppdesk.gui.rules.text import rule_html


def test_a_rule_is_told_with_all_there_is_to_know(theme):
    [rule] = [each for each in guide() if each.id == "BOOT-06"]
    html = rule_html(rule, theme)
    for words in (
        rule.title,
        "BOOT-06",
        "Warning (medium)",
        rule.next[0],
        rule.traps[0],
    ):
        assert words in html
    assert f"Likely cause: {verdict_words(rule.verdicts)}" in html
    assert rule.when.replace("`", "") in html


def test_what_looks_like_markup_is_text(theme):
    for rule in guide():
        assert "<script" not in rule_html(rule, theme)
        assert "`" not in rule_html(rule, theme)
