# SPDX-License-Identifier: Apache-2.0
"""Which way a frame went, by the words that stand before it in a log."""

import enum
import re
from functools import cache
from typing import Final, NamedTuple

from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version, charger_actions, csms_actions
from ocppdesk.logs.reading.found import View


class Way(enum.StrEnum):
    """What a log says of a frame's way."""

    SENT = "sent"
    """Whoever wrote the log sent it."""
    RECEIVED = "received"
    """Whoever wrote the log received it."""
    FROM_CHARGER = "from charger"
    """The log names the charger as its sender, or the CSMS as its receiver."""
    TO_CHARGER = "to charger"
    """The log names the charger as its receiver, or the CSMS as its sender."""


class Words(NamedTuple):
    """The words that tell a frame's way."""

    way: Way
    """What they say."""
    start: int
    """Where they begin in the text."""
    end: int
    """Where they end."""
    charger: str = ""
    """The charger that they name as sender or receiver, if they do."""
    charger_start: int = 0
    """Where its name begins."""


def direction_of(way: Way | None, view: View | None) -> Direction | None:
    """Return the direction that words mean in a log of somebody.

    Args:
        way: What the words say.
        view: Who wrote the log; explicit words do not need it.
    """
    if way is Way.FROM_CHARGER:
        return Direction.IN
    if way is Way.TO_CHARGER:
        return Direction.OUT
    if way is None or view is None:
        return None
    is_out = (way is Way.SENT) is (view is View.CSMS)
    return Direction.OUT if is_out else Direction.IN


_TOKEN: Final = re.compile(r"[^\W\d_]+")
_TOKENS: Final = dict.fromkeys(
    ("send", "sent", "sending", "sends", "tx", "responding", "transmit", "transmitted",
     "transmitting", "snd", "outgoing", "outbound", "egress", "wrote", "writing",
     "gesendet", "sende", "envoyé", "enviado"),
    Way.SENT,
) | dict.fromkeys(
    ("receive", "receives", "received", "receiving", "recieved", "recv", "rcvd", "rcv",
     "rx", "incoming", "inbound", "ingress", "got", "empfangen", "empfange", "reçu",
     "recibido"),
    Way.RECEIVED,
)  # fmt: skip
# Words that tell only in the company of others: what stands before and behind.
_IN_COMPANY: Final = {
    "in": (r"[-_\[<(]", r"[-_.\]>):\s]", Way.RECEIVED),
    "out": (r"[-_\[<(]", r"[-_.\]>):\s]", Way.SENT),
    "request": (r"type:\s{0,3}", r"", Way.SENT),
    "to": (r"", r" WS lib", Way.SENT),
    "from": (r"", r" WS lib", Way.RECEIVED),
}
_COMPANY: Final = {
    word: (re.compile(rf"(?:{before})\Z"), re.compile(behind), way)
    for word, (before, behind, way) in _IN_COMPANY.items()
}
_CAPITALS: Final = {"IN": Way.RECEIVED, "OUT": Way.SENT}
# What belongs to the word, so that the logger is the same for both ways.
_BEHIND: Final = re.compile(
    r" WS lib| (?:JSON )?(?:message|with)\b(?: (?:from|to)\b| [\u27a1\u2b05]\ufe0f?)?"
)
# A mark alone tells only next to the frame: elsewhere it is a prompt or a comparison.
_MARK: Final = re.compile(
    r"""
    (?:(?P<sent>->|>>|→|\u27a1|⇒|⟶|▶|↑|(?:(?<=\A)|(?<=\s))>(?=\s?TEXT\b))
    |(?P<received><-|<<|←|\u2b05|⇐|⟵|◀|↓|(?:(?<=\A)|(?<=\s))<(?=\s?TEXT\b)))
    [^\w\[{]{0,12}(?:TEXT\W{0,3})?\Z
    |\A\s*(?:(?P<typed>>)|(?P<shown><))\s*\Z
    """,
    re.VERBOSE,
)
_NAME: Final = r"[\w.*@+-]{1,64}"
_ROLES: Final = re.compile(
    rf"""
    (?P<left>{_NAME}?(?:\ System|\ Point|\ Station)?)
    (?P<arrow>\s?(?:-{{1,2}}>|=>|→|➡️?|⇒)\s?|>|_TO_|-to-|\ to\ |\s?<-{{1,2}}\s?|\s?←\s?)
    (?P<right>(?:(?:Central|Charge|Charging)\ )?{_NAME})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ARROW: Final = re.compile(r"[>→➡⇒←]|<-|_TO_|-to-| to ", re.IGNORECASE)
_CSMS: Final = frozenset(
    ("server", "csms", "cms", "centralsystem", "central", "backend", "back-end",
     "backoffice", "target", "cpo", "cloud", "system", "host")
)  # fmt: skip
_CHARGER: Final = frozenset(
    ("chargepoint", "chargingstation", "charger", "cp", "client", "station", "evse",
     "wallbox", "chargebox", "sut", "evcharger", "cs")
)  # fmt: skip
_SUFFIX: Final = re.compile(r"-(?:blocked|modified|dropped|injected)\Z")


def find_words(text: str) -> Words | None:
    """Find what tells a frame's way in the text that stands before it."""
    tail = text[-400:]
    moved = len(text) - len(tail)
    found = _find_roles(tail) or _find_word(tail)
    if found is None or not moved:
        return found
    return found._replace(
        start=found.start + moved,
        end=found.end + moved,
        charger_start=found.charger_start + moved,
    )


def direction_of_words(text: str) -> Way | None:
    """Tell which way words mean, as those of a column *direction* or of a prefix.

    Args:
        text: The words, as `CP-->CMS`, `csms-to-cp`, `received` or `RAW_SND: `.
    """
    found = find_words(text)
    return found.way if found else _WHOLE.get(text.strip().lower())


_WHOLE: Final = {
    "in": Way.RECEIVED,
    "out": Way.SENT,
    "i": Way.RECEIVED,
    "o": Way.SENT,
    "<": Way.RECEIVED,
    ">": Way.SENT,
    "cp": Way.FROM_CHARGER,
    "cs": Way.TO_CHARGER,
    "charger": Way.FROM_CHARGER,
    "chargepoint": Way.FROM_CHARGER,
    "charge point": Way.FROM_CHARGER,
    "chargingstation": Way.FROM_CHARGER,
    "charging station": Way.FROM_CHARGER,
    "station": Way.FROM_CHARGER,
    "csms": Way.TO_CHARGER,
    "cms": Way.TO_CHARGER,
    "server": Way.TO_CHARGER,
    "backend": Way.TO_CHARGER,
    "central system": Way.TO_CHARGER,
    "centralsystem": Way.TO_CHARGER,
    "upstream": Way.FROM_CHARGER,
    "downstream": Way.TO_CHARGER,
}


def _find_word(text: str) -> Words | None:
    # The last word counts, and it mostly stands right before the frame.
    for match in reversed(list(_TOKEN.finditer(text))):
        word = match[0]
        folded = word.lower()
        start, end = match.span()
        way = _TOKENS.get(folded) or _CAPITALS.get(word)
        if way is None:
            company = _COMPANY.get(folded)
            if company is None:
                continue
            before, behind, way = company
            if not before.search(text[max(start - 9, 0) : start]):
                continue
            if not behind.match(text, end):
                continue
        behind_it = _BEHIND.match(text, end)
        return Words(way, start, behind_it.end() if behind_it else end)
    mark = _MARK.search(text)
    if mark is None:
        return None
    for name in ("sent", "typed", "received", "shown"):
        if mark[name]:
            way = Way.SENT if name in ("sent", "typed") else Way.RECEIVED
            return Words(way, mark.start(name), mark.end(name))
    return None


def _find_roles(text: str) -> Words | None:
    if not _ARROW.search(text):
        return None  # most lines are done with here
    last = None
    for match in _ROLES.finditer(text):
        last = _roles(match) or last
    return last


def _roles(match: re.Match[str]) -> Words | None:
    sender, receiver = "left", "right"
    arrow = match["arrow"].strip()
    if arrow[0] in "<←":
        sender, receiver = receiver, sender
    names = [match[side].lower().replace(" ", "") for side in (sender, receiver)]
    names = [_SUFFIX.sub("", name) for name in names]
    sides = [_side(name, other) for name, other in zip(names, names[::-1], strict=True)]
    if None in sides and arrow in (">", "to", "-to-", "_TO_"):
        return None  # these stand between other things, too
    way = {
        ("charger", "csms"): Way.FROM_CHARGER,
        ("csms", "charger"): Way.TO_CHARGER,
        (None, "csms"): Way.FROM_CHARGER,
        ("csms", None): Way.TO_CHARGER,
        ("charger", None): Way.FROM_CHARGER,
        (None, "charger"): Way.TO_CHARGER,
    }.get((sides[0], sides[1]))
    if way is None:
        return None
    found = Words(way, match.start(), match.end())
    named = next((i for i in (0, 1) if sides[i] is None), None)
    if named is None or "csms" not in sides:
        return found
    side = (sender, receiver)[named]
    return found._replace(charger=match[side], charger_start=match.start(side))


def _side(name: str, other: str) -> str | None:
    if name == "cs" and other in ("cp", "chargepoint"):
        return "csms"  # a central system, as OCPP 1.6 calls it
    if name in _CSMS:
        return "csms"
    return "charger" if name in _CHARGER else None


@cache
def _callers() -> dict[str, Direction]:
    chargers = {a for version in Version for a in charger_actions(version)}
    systems = {a for version in Version for a in csms_actions(version)}
    found = {action.lower(): Direction.IN for action in chargers - systems}
    return found | {action.lower(): Direction.OUT for action in systems - chargers}


def direction_of_action(action: object) -> Direction | None:
    """Return which way a call of an action goes, if only one side may make it."""
    return _callers().get(action.lower()) if isinstance(action, str) else None


_FROM_CSMS: Final = frozenset(("idTagInfo", "idTokenInfo", "currentTime", "interval"))
_FROM_CHARGER: Final = frozenset(
    ("configurationKey", "unknownKey", "getVariableResult", "setVariableResult")
)


def direction_of_result(payload: object) -> Direction | None:
    """Return which way a result goes, if only one side answers like that."""
    if not isinstance(payload, dict):
        return None
    if not _FROM_CSMS.isdisjoint(payload):
        return Direction.OUT
    return None if _FROM_CHARGER.isdisjoint(payload) else Direction.IN
