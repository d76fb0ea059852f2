# SPDX-License-Identifier: Apache-2.0
"""One card in several spellings (protocol handbook, 7.3, AUTH-04)."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.authorization import (
    ACCEPTED,
    JUDGED,
    REMEMBERED,
    judged,
    serials,
    tag_of,
)
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_LONGEST_1_6: Final = 20  # characters of an idTag
_UID_7: Final = 14  # hexadecimal digits of a chip with seven bytes
_UID_4: Final = 8
_SHORTEST_SERIAL: Final = 4  # fewer characters are in a card's number by chance
_STRANGE: Final = ("invalid", "unknown")  # the others know the card
_SEPARATORS: Final = "_-:./# "

_Form = tuple[str, str]
"""Which kind of spelling, and what is the same in it."""


class SameCardOtherText(Rule):
    """A card that is refused is an accepted one, written in another way.

    Readers print the number of a chip in capital letters or not, with colons, zeros
    before it, its bytes in reverse, or cut off.
    """

    id = "AUTH-04"
    actions = JUDGED
    hears = Hears.CSMS_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By whether they were accepted: forms with the card, and the number of the
        # message that says so.
        self._cards: dict[bool, OrderedDict[_Form, tuple[str, int]]] = {
            True: OrderedDict(),
            False: OrderedDict(),
        }

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare cards that are refused with those that were accepted."""
        found = judged(seen)
        if found is None:
            return ()
        call, tag, status = found
        is_accepted = status == ACCEPTED
        if not is_accepted and status.lower() not in _STRANGE:
            return ()
        forms, kept = dict.fromkeys(_forms(tag)), self._cards[is_accepted]
        for form in forms:
            kept.setdefault(form, (tag, seen.message.id))
        while len(kept) > REMEMBERED:
            kept.popitem(last=False)
        others = self._cards[not is_accepted]
        twins = (others[form] for form in forms if form in others)
        twin = next((each for each in twins if _may_be_one(each[0], tag)), None)
        if twin is None:
            return ()
        other, number = twin
        refused, accepted = (other, tag) if is_accepted else (tag, other)
        facts = {"tag": refused, "twin": accepted}
        also = [number, call.message.id]
        return [Evidence.of(seen, also=also, facts=facts, key=(refused, accepted))]


def _plain(tag: str) -> str:
    return tag.strip().replace(":", "").replace("-", "").casefold()


def _may_be_one(tag: str, other: str) -> bool:
    """Return whether two spellings are different ones that may be of one card.

    Two that only begin alike are two cards, unless one of them is cut off there.
    """
    one, two = _plain(tag), _plain(other)
    if tag == other:
        return False
    if one.lstrip("0") == two.lstrip("0") or one == _reversed(two):
        return True
    shorter, longer = sorted((len(one), len(two)))
    return shorter in (_UID_4, _LONGEST_1_6) and shorter < longer


def _forms(tag: str) -> Iterator[_Form]:
    """Return what is the same for two ways to write the number of a chip."""
    plain = _plain(tag)
    if not plain:
        return
    yield "", plain.lstrip("0") or plain
    if len(plain) >= _LONGEST_1_6:
        yield "cut", plain[:_LONGEST_1_6]
    if len(plain) in (_UID_4, _UID_7):
        yield "chip", plain[:_UID_4]
    if len(plain) in (_UID_4, _UID_7, _LONGEST_1_6):
        yield "turned", min(plain, _reversed(plain))


def _reversed(plain: str) -> str:
    """Return the bytes of a number in reverse."""
    return "".join(reversed([plain[at : at + 2] for at in range(0, len(plain), 2)]))


class SerialInCard(Rule):
    """A card comes with the serial number of the charger before or behind it.

    The CSMS that knows the card without it refuses it.
    """

    id = "AUTH-04"
    actions = JUDGED
    hears = Hears.CHARGER_CALLS | Hears.CSMS_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare cards with the plate of the charger."""
        found = judged(seen) if seen.is_answer else None
        if seen.is_answer and (found is None or found[2] == ACCEPTED):
            return ()
        tag = tag_of(seen if found is None else found[0])
        if not tag:
            return ()
        for serial in serials(known):
            plain = _without(tag, serial) if len(serial) >= _SHORTEST_SERIAL else ""
            if plain:
                is_refused = found is not None
                return [
                    Evidence.of(
                        seen,
                        also=[seen.message.answer_to],
                        facts={"tag": tag, "plain": plain, "serial": serial},
                        key="serial",
                        variant="serial",
                        severity=Severity.MEDIUM if is_refused else Severity.LOW,
                        is_of_charger=True,
                    )
                ]
        return ()


def _without(tag: str, serial: str) -> str:
    """Return a card without a serial number at an end of it; empty: it has none."""
    text, part = tag.casefold(), serial.casefold()
    if text.endswith(part):
        return tag[: -len(serial)].strip(_SEPARATORS)
    return tag[len(serial) :].strip(_SEPARATORS) if text.startswith(part) else ""
