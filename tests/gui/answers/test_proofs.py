# SPDX-License-Identifier: Apache-2.0
"""The evidence of an answer."""

import pytest
from PySide6.QtCore import Qt

from ocppdesk.analysis.answering.reply import Proof
from ocppdesk.gui.answers.proofs import ProofList
from tests.gui.answers.replies import NOON


@pytest.fixture
def proofs(qtbot, theme):
    made = ProofList(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def some(count):
    return [Proof(f"Line {n}.", n, NOON) for n in range(1, count + 1)]


def shown(proofs):
    return [line.text.text() for line in proofs.lines if line.text.isVisible()]


def test_two_lines_are_shown_and_the_rest_on_request(qtbot, proofs):
    proofs.show_proofs(some(4), str)
    assert shown(proofs) == ["Line 1.", "Line 2."]
    assert proofs.toggle.text() == "▸ More evidence (2)"
    qtbot.mouseClick(proofs.toggle, Qt.MouseButton.LeftButton)
    assert len(shown(proofs)) == 4
    proofs.show_proofs(some(3), str)
    assert len(shown(proofs)) == 3
    qtbot.mouseClick(proofs.toggle, Qt.MouseButton.LeftButton)
    assert len(shown(proofs)) == 2


def test_the_keyboard_reaches_the_lines_before_what_shows_more(proofs):
    proofs.show_proofs(some(4), str)
    stop, order = proofs.lines[0].link, []
    while stop is not proofs.toggle:
        order.append(stop)
        stop = stop.nextInFocusChain()
    assert [line.link for line in proofs.lines if line.link in order] == [
        line.link for line in proofs.lines
    ]


def test_a_line_leads_to_its_message(qtbot, proofs):
    proofs.show_proofs([Proof("A.", 7, NOON), Proof("B.")], str)
    first, second = proofs.lines
    assert not second.link.isVisible()
    with qtbot.waitSignal(proofs.message_wanted) as wanted:
        qtbot.mouseClick(first.link, Qt.MouseButton.LeftButton)
    assert wanted.args == [7]


def test_lines_that_are_there_are_written_anew(proofs):
    proofs.show_proofs(some(2), str)
    before = list(proofs.lines)
    proofs.show_proofs([Proof("Other.", 9, NOON)], str)
    assert proofs.lines == before
    assert shown(proofs) == ["Other."]


def test_without_evidence_nothing_is_shown(proofs):
    proofs.show_proofs([], str)
    assert not proofs.isVisible()
