# SPDX-License-Identifier: Apache-2.0
"""The connection doctor of a charger."""

import pytest

from ocppdesk.analysis.drops import pattern
from ocppdesk.gui.doctor.card import DoctorCard
from tests.gui.answers.replies import lives


@pytest.fixture
def card(qtbot, theme):
    made = DoctorCard(theme, is_live=True)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    yield made
    made.close_engine()


def show(card, its, charger="CP-0042"):
    card.show_lives(charger, its, pattern(its), str)


def test_the_pattern_and_what_to_try_are_told(card):
    show(card, lives(17))
    assert card.pattern.text().startswith("17 of 17 ended 1 min after")
    assert card.next.text().startswith("Next: ")
    assert card.table.lives.rowCount() == 17
    assert not card.none.isVisible()


def test_a_log_without_connections_says_so(card):
    show(card, ())
    assert card.none.isVisible()
    assert not card.table.isVisible()
    assert not card.pattern.isVisible()


def test_what_is_odd_about_the_identity_is_told(card):
    show(card, lives(1, path="/CP-0042/CP-0042"))
    assert "leave it out of the URL" in card.identity.text()
    card.know_identities(("CP-0042", "CP-OO42"))
    assert "looks like “CP-OO42”" in card.identity.text()
    show(card, lives(1), charger="A1")
    assert not card.identity.isVisible()


def test_a_recording_has_nothing_to_try(qtbot, theme):
    card = DoctorCard(theme, is_live=False)
    qtbot.addWidget(card)
    card.show()
    show(card, lives(3))
    assert not card.pings.isVisible()
    assert not card.test.isVisible()
    assert card.recorded.text().startswith("On its last connection the charger sent")


def test_a_window_that_listens_measures_pings_and_tells_no_old_ones(card):
    show(card, lives(3))
    assert card.pings.isVisible()
    assert not card.recorded.isVisible()
