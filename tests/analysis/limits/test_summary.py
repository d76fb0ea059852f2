# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.limits.answers import Allowances, Answer
from ocppdesk.analysis.limits.summary import summary, utc_clock

FOUND = Allowances(
    1,
    Answer("16 A.", 5, told="Last set: 16 A on {at}"),
    Answer("6 A.", None, told="In force now: 6 A by X from {at}"),
    Answer("Offered.", None, told="Charger offers 6.0 A ({at})"),
    Answer("Nothing flows."),
    "",
)


def test_times_are_written_by_who_shows_them():
    assert summary(FOUND, lambda at: f"<{at}>") == (
        "Last set: 16 A on <5>. In force now: 6 A by X. Charger offers 6.0 A. "
        "Nothing flows."
    )


def test_times_are_written_in_utc():
    assert utc_clock(1_785_585_600_000_000) == "1 Aug 12:00 UTC"
    assert utc_clock(10**30) == "a time that cannot be"
