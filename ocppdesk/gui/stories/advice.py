# SPDX-License-Identifier: Apache-2.0
"""What to try after a session that did not do what it should."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.sessions.outcomes import Step
from ocppdesk.analysis.sessions.story import Outcome, Story

_WITHHELD: Final = (
    "The charger held the power back: ask it for the limit in force "
    "(GetCompositeSchedule), and look for load management. Below 6 A no car charges.",
    "Clear the charging profile that is in the way, if there is one, and try again.",
)
_NOT_DRAWN: Final = (
    "The car did not draw: look for a charge timer, a tariff or a charge target in the "
    "car.",
    "Try another car. If it does not draw either, look at the cable, the contactor and "
    "the meter.",
)
_WITHOUT_ENERGY: Final = (*_WITHHELD[:1], *_NOT_DRAWN[:1])
_WITHOUT_CARD: Final = (
    "Show a card or start from the app after plugging in, and watch for Authorize in "
    "the messages.",
    "If a card was shown and no Authorize came, try a remote start: if that works, the "
    "card reader is what to look at.",
)
_PLUG: Final = (
    "Plug in while watching the messages: the connector has to go to Preparing (OCPP "
    "2.x: Occupied).",
    "If nothing comes, try another cable and check which connector was used.",
)
_TIME_OUT: Final = (
    "Read the setting ConnectionTimeOut (OCPP 2.x: EVConnectionTimeOut): 60 to 120 "
    "seconds are usual, and both card and plug have to come within them.",
)

_REFUSED: Final = (
    "Look at the answer to Authorize or StartTransaction: its status says why. The "
    "CSMS decides it, or the charger's own list of cards.",
    "Invalid or Unknown: add the card, and compare its number letter by letter. Some "
    "readers turn the order of the bytes around.",
    "ConcurrentTx: an earlier session of this card was never closed. Close it in the "
    "CSMS.",
)
_REMOTE: Final = (
    "See what the connector reported last: Faulted, Unavailable, Reserved or Finishing "
    "are reasons to refuse.",
    "Try again with the connector named and without a charging profile. If it is "
    "Finishing, unplug for 10 seconds first.",
)
_PROTOCOL: Final = (
    "Look at the messages marked as a problem: one side did not understand the other.",
    "If StartTransaction is sent again and again, the CSMS has to answer it with a "
    "transactionId and idTagInfo.",
)
_NOT_BEGUN: Final = (
    "Card and plug were there, but not together: the card may have been meant for "
    "another connector, or a time ran out.",
    *_TIME_OUT,
)

# Where a step did not happen, that tells more than the outcome.
_BY_STEP: Final[Mapping[str, tuple[str, ...]]] = {
    Step.FREE: (
        "End the session that is running on the connector first, or unplug for 10 "
        "seconds.",
    ),
    Step.PLUG: (*_PLUG, *_TIME_OUT),
    Step.CARD: (*_WITHOUT_CARD, *_TIME_OUT),
    Step.ACCEPTANCE: _REFUSED,
    Step.REMOTE: _REMOTE,
    Step.TRANSACTION: _NOT_BEGUN,
    Step.NUMBER: _PROTOCOL,
    Step.OFFER: _WITHHELD,
    Step.FLOW: _NOT_DRAWN,
}
_BY_OUTCOME: Final[Mapping[Outcome, tuple[str, ...]]] = {
    Outcome.COMPLETED_NO_ENERGY: _WITHOUT_ENERGY,
    Outcome.FAILED_NO_PLUG: (*_PLUG, *_TIME_OUT),
    Outcome.FAILED_NO_TOKEN: (*_WITHOUT_CARD, *_TIME_OUT),
    Outcome.FAILED_TOKEN_REFUSED: _REFUSED,
    Outcome.FAILED_TIMEOUT: (*_PLUG, *_WITHOUT_CARD[:1], *_TIME_OUT),
    Outcome.FAILED_UNAVAILABLE: (
        "Send ChangeAvailability with Operative, to the connector and to connector 0, "
        "and see whether the answer is Accepted or Scheduled.",
        "If nobody sent Inoperative, the charger took itself out of service: look for "
        "a fault, a firmware update, or a neighbouring socket in use. For a "
        "reservation, send CancelReservation.",
    ),
    Outcome.FAILED_FAULT: (
        "Look up the error code of the StatusNotification or the event: that fault "
        "has to go first.",
        "If it comes again without a car, it is the charger or its supply; with one "
        "car only, it is the car or its cable.",
    ),
    Outcome.FAILED_REMOTE_REJECTED: _REMOTE,
    Outcome.FAILED_PROTOCOL: _PROTOCOL,
    Outcome.STOPPED_BY_FAULT: (
        "The fault ended the session, whatever reason was given: look up its error "
        "code.",
        "Count how often it comes, and whether it is one connector or one car.",
    ),
    Outcome.STOPPED_BY_POWER: (
        "If nobody sent a Reset, the charger lost power or restarted by itself: check "
        "mains, RCD and power supply.",
        "If chargers beside it went down at the same time, it is the installation.",
    ),
    Outcome.STOPPED_DEAUTHORIZED: (
        "Look at the answer to StartTransaction or TransactionEvent: its status is not "
        "Accepted, although the card may have been accepted before.",
        *_REFUSED[2:],
    ),
    Outcome.ORPHANED: (
        "The end was never told. If the charger was offline it may come later: wait "
        "for its queue (OCPP 2.x: GetTransactionStatus).",
        "Else close the session in the CSMS, with the last meter reading, and check "
        "TransactionMessageAttempts.",
    ),
    Outcome.UNKNOWN_PARTIAL: (
        "A part of this session is not in this recording: open the log of the time "
        "before or after as well.",
    ),
}
_SAY_ENOUGH: Final = frozenset(
    {
        Outcome.FAILED_UNAVAILABLE,
        Outcome.FAILED_FAULT,
        Outcome.STOPPED_BY_FAULT,
        Outcome.STOPPED_BY_POWER,
        Outcome.STOPPED_DEAUTHORIZED,
        Outcome.ORPHANED,
    }
)
"""Outcomes that are the cause of the step that is missing."""


def next_steps(story: Story) -> tuple[str, ...]:
    """Return what to try next, a sentence or two each; nothing if all is well."""
    found = _BY_OUTCOME.get(story.outcome, ())
    if story.outcome not in _SAY_ENOUGH:
        found = _BY_STEP.get(story.missing_step, found)
    return tuple(QCoreApplication.translate("sessions", text) for text in found)


def without_energy_reading() -> str:
    """Return what to do where no message tells how much energy flowed."""
    return QCoreApplication.translate(
        "sessions",
        "No message tells it. Have the charger send meter values: "
        "MeterValueSampleInterval above 0, and Energy.Active.Import.Register in "
        "MeterValuesSampledData (OCPP 2.x: TxUpdatedInterval, TxUpdatedMeasurands).",
    )
