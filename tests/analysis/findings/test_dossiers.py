# SPDX-License-Identifier: Apache-2.0
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.dossiers import Causes, Dossier
from ocppdesk.analysis.findings.rule import SUPPRESSED_WITHIN_S, Evidence, Rule
from ocppdesk.analysis.findings.wording import SECOND

# Rules of their own, with the texts of real ones.


class Cause(Rule):
    """Explains others."""

    id = "CON-08"


class Consequence(Rule):
    """Is explained by the other one."""

    id = "BOOT-06"
    suppressed_by = ("CON-",)


def dossiers():
    return [
        Dossier(Cause(Deadlines()), is_cause=True),
        Dossier(Consequence(Deadlines()), is_cause=False),
    ]


seconds = st.integers(0, 3_000)


@given(st.lists(seconds), st.lists(seconds, max_size=5), st.lists(seconds))
def test_what_is_near_a_cause_is_not_told(causes, replaceable, consequences):
    cause, consequence = dossiers()
    cause.add_all(Evidence(at * SECOND) for at in causes)
    cause.replace("links", (Evidence(at * SECOND) for at in replaceable))
    consequence.add_all(Evidence(at * SECOND, key=at) for at in consequences)
    found = consequence.findings("CP-1", Causes([cause, consequence]))
    expected = {
        at
        for at in consequences
        if all(abs(at - one) > SUPPRESSED_WITHIN_S for one in (*causes, *replaceable))
    }
    assert {finding.at // SECOND for finding in found} == expected


def test_a_million_causes_one_after_another_are_few_times():
    cause, _consequence = dossiers()
    for at in range(100_000):
        cause.add(Evidence(at * SECOND))
    assert len(cause.all_times()) < 1_000


def test_of_very_much_that_may_be_a_consequence_the_newest_counts():
    cause, consequence = dossiers()
    consequence.add_all(Evidence(at) for at in range(6_000))
    [found] = consequence.findings("CP-1", Causes([cause, consequence]))
    assert (found.at, found.last_at, found.count) == (1_000, 5_999, 5_000)


def test_evidence_about_the_same_is_replaced():
    cause, _consequence = dossiers()
    causes = Causes([cause])
    cause.replace("links", [Evidence(1), Evidence(2)])
    assert [one.count for one in cause.findings("CP-1", causes)] == [2]
    cause.replace("links", ())
    assert not cause.findings("CP-1", causes)


def test_evidence_of_a_moment_is_that_of_the_last_one():
    cause, _consequence = dossiers()
    causes = Causes([cause])
    cause.add(Evidence(1))
    cause.stand([Evidence(2)])
    assert [one.count for one in cause.findings("CP-1", causes)] == [2]
    cause.stand([])
    assert [one.count for one in cause.findings("CP-1", causes)] == [1]
