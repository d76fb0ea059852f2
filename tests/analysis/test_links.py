# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.links import Link


def test_a_link_tells_where_from_and_how_long():
    link = Link(1, "CP", "[fe80::1]:9000", 5, opened_at=10, ended_at=30)
    assert link.address == "[fe80::1]"
    assert link.lived_us == 20
    assert link.is_recorded


def test_an_attempt_was_never_open():
    assert Link(1, "", "10.0.0.7:1", 5, ended_at=30).lived_us is None


def test_a_link_of_a_log_was_not_recorded():
    assert not Link(1, "CP", "", 5, opened_at=5).is_recorded
