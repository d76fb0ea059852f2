# SPDX-License-Identifier: Apache-2.0

from ocppdesk.logs.report.sessions import sessions


def test_sessions_are_a_table_and_stories(one):
    told = sessions(one)
    assert told.count('class="story"') == len(one.facts.stories)
    assert "<th>Card</th>" in told
    assert "=1+1" in told
