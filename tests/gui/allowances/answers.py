# SPDX-License-Identifier: Apache-2.0
"""Answers that views are shown."""

from dataclasses import replace

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.limits.answers import Allowances, Answer, Confidence, Step
from ocppdesk.analysis.limits.remarks import PAUSE

SECOND = 1_000_000
NOON = 1_785_585_600 * SECOND
BEFORE = (
    "Profiles that were set before these messages began are invisible here: chargers "
    "keep them, over a reboot and under another CSMS."
)
UNKNOWN = Answer("Nothing is known.", remarks=(BEFORE,), told="Nothing is known")


def allowances(connector=1, **answers):
    """Make answers: 16 A were set, 5.3 A are in force, 6 A are offered, 5.8 A flow."""
    found = {
        "last": Answer(
            "16 A per phase (TxDefaultProfile, level 0, connector 1) by this CSMS, "
            "accepted.",
            NOON, 3, 16.0, 11_040.0, Confidence.MEDIUM, (BEFORE,),
            "Last set: 16 A on {at}",
        ),
        "in_force": Answer(
            "5.3 A per phase, because ChargePointMaxProfile level 2 is lower.",
            NOON + SECOND, 5, 5.333, 3_680.0, Confidence.HIGH,
            (PAUSE, "TxDefaultProfile level 0 would allow 16 A.", BEFORE),
            "In force now: 5.3 A from {at}",
        ),
        "offered": Answer(
            "The charger offers 6.0 A (Current.Offered).", NOON + 2 * SECOND, 7, 6.0,
            None, Confidence.HIGH, (), "Charger offers 6.0 A ({at})",
        ),
        "flowing": Answer(
            "5.8 A on L1.", NOON + 2 * SECOND, 7, 5.8, None, Confidence.HIGH, (),
            "Flowing: 5.8 A on L1",
        ),
    } | answers  # fmt: skip
    ahead = (Step(NOON, 5.333), Step(NOON + 3_600 * SECOND, 10.0))
    return Allowances(connector, **found, summary="", ahead=ahead)


def nothing(connector=1):
    """Make answers of which nothing is known."""
    empty = replace(UNKNOWN, remarks=())
    return Allowances(connector, UNKNOWN, UNKNOWN, empty, empty, "")


def facts(*found, charger="CP-0042"):
    """Make the facts on a charger."""
    return Facts(charger, 9, (), (), found or (allowances(),))
