# SPDX-License-Identifier: Apache-2.0
"""Rules, texts and examples belong together."""

import re
from pathlib import Path

import pytest

from ocppdesk.analysis.findings.catalogue import about, fleet_rule_types, rule_types
from ocppdesk.analysis.findings.texts import texts

ALL = [*rule_types(), *fleet_rule_types()]
IDS = [kind.id for kind in ALL]
EXAMPLES = "\n".join(
    path.read_text("utf-8")
    for path in sorted((Path(__file__).parent / "rules").glob("test_*.py"))
)


def test_each_rule_has_a_text_and_each_text_a_rule():
    assert sorted(texts()) == sorted(set(IDS))


def test_ids_are_spelt_alike():
    assert not [id for id in IDS if not re.fullmatch(r"[A-Z]{2,5}-\d\d", id)]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_each_rule_says_when_it_speaks(kind):
    assert re.fullmatch(r"[A-Z].+\.", about(kind)), about(kind)


@pytest.mark.parametrize("id", sorted(set(IDS)))
def test_each_text_is_whole(id):
    entry = texts()[id]
    for text in (entry, *entry.variants.values()):
        assert text.verdicts
        assert len(text.title) <= 60
        assert not text.title.endswith(".")
        assert text.text.endswith((".", "}"))
        assert all(line.endswith((".", "?")) for line in (*text.next, *text.traps))
        assert text.reference


@pytest.mark.parametrize("id", sorted(set(IDS)))
def test_each_rule_has_an_example_of_what_it_finds_and_of_what_it_does_not(id):
    name = id.lower().replace("-", "_")
    assert re.search(rf"def test_{name}_finds_", EXAMPLES), f"test_{name}_finds_…"
    assert re.search(rf"def test_{name}_(ignores|says_nothing)_", EXAMPLES), (
        f"test_{name}_ignores_… or test_{name}_says_nothing_…"
    )
