# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

from ocppdesk.logs.report.findings import findings


def test_findings_bring_their_messages(one, content):
    told = findings(one.findings, content)
    assert '<span class="level">critical</span>' in told
    assert "<summary><span>#4</span>" in told
    assert "&quot;Faulted&quot;" in told
    assert "What to do" in told


def test_causes_are_told_in_plain_words_and_places_where_there_is_one(one, content):
    placed = replace(one.findings[0], connector=2, is_possible=True)
    told = findings([placed], content)
    assert "Likely cause: " in told
    assert "possible, not proved · connector 2 · " in told
    nowhere = replace(placed, connector=None, charger="")
    assert "the charger ·" not in findings([nowhere], content)


def test_numbers_of_messages_beyond_those_shown_are_named(one, content):
    many = replace(one.findings[0], messages=tuple(range(2, 80)), count=78)
    told = findings([many], content)
    assert "Also in #10" in told
    assert "…</small>" in told
    assert "78 times" in told
