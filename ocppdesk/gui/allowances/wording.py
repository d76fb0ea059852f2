# SPDX-License-Identifier: Apache-2.0
"""The words of the view of limits."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.limits.answers import Allowances, Answer, Confidence, Step
from ocppdesk.analysis.limits.remarks import PAUSE, ZERO, is_of_before
from ocppdesk.core.phrases.charging import quantity
from ocppdesk.core.phrases.parts import number_text

_NOT_KNOWN: Final = "\N{EN DASH}"


class Question(enum.Enum):
    """One of the four questions; its value is the name of the answer."""

    LAST = "last"
    IN_FORCE = "in_force"
    OFFERED = "offered"
    FLOWING = "flowing"

    def answer_in(self, found: Allowances) -> Answer:
        """Return its answer."""
        answer: Answer = getattr(found, self.value)
        return answer


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure an answer is, in a sign, a word and a sentence."""

    text: str
    color: str
    sentence: str


def title(question: Question) -> str:
    """Name a question."""
    match question:
        case Question.LAST:
            return _tr("Last set")
        case Question.IN_FORCE:
            return _tr("In force now")
        case Question.OFFERED:
            return _tr("Offered")
    return _tr("Flowing")


def explanation(question: Question) -> str:
    """Say what a question asks, in a line."""
    match question:
        case Question.LAST:
            return _tr("The newest command accepted")
        case Question.IN_FORCE:
            return _tr("Calculated from all that was accepted")
        case Question.OFFERED:
            return _tr("By what the charger says")
    return _tr("Measured, on the highest phase")


def value(answer: Answer) -> str:
    """Return the number of an answer, the largest text on its card."""
    if answer.amps is not None:
        amps = f"{number_text(answer.amps)} A"
        return f"▲ {amps}" if is_too_little(answer) else amps
    if answer.watts is not None:
        return quantity(answer.watts, "W")
    return _NOT_KNOWN


def value_help(answer: Answer) -> str:
    """Say what is wrong with the number of an answer; empty if nothing is."""
    return next((one for one in answer.remarks if one in (PAUSE, ZERO)), "")


def is_too_little(answer: Answer) -> bool:
    """Return whether no car can charge with it."""
    return bool(value_help(answer))


def sure(confidence: Confidence) -> Sure:
    """Say how sure an answer is: by the number of full dots, and in a word."""
    match confidence:
        case Confidence.HIGH:
            return Sure(
                _tr("●●● high"),
                "ok",
                _tr("High confidence: two sources agree, or it was measured."),
            )
        case Confidence.MEDIUM:
            return Sure(
                _tr("●●○ medium"),
                "text",
                _tr(
                    "Medium confidence: one source says so, and nothing confirms it "
                    "yet."
                ),
            )
        case Confidence.LOW:
            return Sure(
                _tr("●○○ low"),
                "slow",
                _tr(
                    "Low confidence: something contradicts it, or what was set before "
                    "counts."
                ),
            )
    return Sure(_tr("○○○ not known"), "muted", _tr("Nothing in these messages tells."))


def place_name(connector: int, *, is_2x: bool) -> str:
    """Name a connector in the list of them."""
    if not connector:
        return _tr("Whole charger")
    text = _tr("EVSE {number}") if is_2x else _tr("Connector {number}")
    return text.format(number=connector)


def coming(ahead: Sequence[Step], write: Callable[[int], str]) -> str:
    """Say what the limit will be next; empty if it stays within the next day.

    Args:
        ahead: The steps from now on; the first one is what is in force.
        write: Writes a time, microseconds since 1970.
    """
    if len(ahead) < 2:
        return ""
    step = ahead[1]
    if step.amps is not None:
        limit = f"{number_text(step.amps)} A"
    elif step.watts is not None:
        limit = quantity(step.watts, "W")
    else:
        limit = _tr("no limit that is known")
    text = _tr("Next: {limit} from {time}")
    return text.format(limit=limit, time=write(step.at))


def knows(found: Allowances) -> bool:
    """Return whether anything is known of a connector's limit."""
    # What was refused, or read from the settings, is something as well.
    if remarks(found.last) or remarks(found.in_force):
        return True
    return any(question.answer_in(found).at is not None for question in Question)


def newest(found: Sequence[Allowances]) -> int:
    """Return the connector of which something was heard last; 0 if there is none."""

    def last_heard(one: Allowances) -> int:
        times = (question.answer_in(one).at for question in Question)
        return max((at for at in times if at is not None), default=-1)

    return max(found, key=last_heard).connector if found else 0


def remarks(answer: Answer) -> tuple[str, ...]:
    """Return what to know of an answer, without what is the same for all of them."""
    return tuple(one for one in answer.remarks if not is_of_before(one))


def cannot_tell(found: Allowances) -> str:
    """Say what cannot be known from these messages."""
    return " ".join(one for one in found.in_force.remarks if is_of_before(one))


def remarks_label(count: int, *, is_open: bool) -> str:
    """Return the label of the button that opens remarks."""
    sign = "▾" if is_open else "▸"
    if count == 1:
        return _tr("{sign} 1 thing to know").format(sign=sign)
    return _tr("{sign} {count} things to know").format(sign=sign, count=count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("allowances", text)
