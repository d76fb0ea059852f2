# SPDX-License-Identifier: Apache-2.0
"""What the columns of a table, or the keys of records, mean.

Every system names them in its own way. Names are compared without case and
punctuation, and with what stands in the first rows: a column called *id* that holds
frames is the messages.
"""

import enum
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from ocppdesk.core.versions import Version, charger_actions, csms_actions


class Role(enum.StrEnum):
    """What a column has."""

    TIME = "time"
    """When the message was logged."""
    CHARGER = "charger"
    """The identity of the charger."""
    DIRECTION = "direction"
    """Which way it went."""
    BODY = "body"
    """The frame, or a text with frames in it."""
    ACTION = "action"
    """The action."""
    PAYLOAD = "payload"
    """The payload alone."""
    MESSAGE_ID = "message_id"
    """The message id."""
    TYPE = "type"
    """The message type: a number or a word for it."""
    ERROR_CODE = "error_code"
    """Of a CALLERROR: the code."""
    ERROR_DESCRIPTION = "error_description"
    """Of a CALLERROR: the description."""
    RESPONSE = "response"
    """The answer, where a row has a call and its answer."""
    RESPONSE_TIME = "response_time"
    """When the answer was logged."""
    LINK = "link"
    """What tells connections apart."""


_ALIASES: Final[dict[Role, str]] = {
    Role.TIME: """timestamp time datetime date realtime logdate logtime requesttime
        createdat createdon eventtime receivedat sentat ts at loggedat messagetime
        occurredat frametimeepoch frametime timegenerated eventtimestamp logtimestamp
        messagetimestamp insertedat datum zeitstempel zeit heure fecha""",
    Role.CHARGER: """cpid chargepointid chargerid chargeboxid stationid
        chargingstationid deviceid identity chargepoint charger station cp cbid
        chargeboxidentity chargepointidentity ocppidentity chargingstation chargeboxes
        chargepointname chargername stationname cpidentity""",
    Role.DIRECTION: """direction msgflow dir flow messageflow msgdirection
        messagedirection way sentby sender origin messageorigin""",
    Role.BODY: """message msg raw frame rawmessage ocppmessage requeststring
        websocketpayloadtext datatextlines rawframe rawjson rawdata messagebody
        messagetext ocppframe logmessage line wsmessage request messagejson""",
    Role.ACTION: """action command ocppaction messagename actionname operation
        ocppcommand commandname messageaction""",
    Role.PAYLOAD: """payload payloaddata payloadjson messagepayload requestpayload
        ocpppayload jsonpayload""",
    Role.MESSAGE_ID: """messageid uniqueid uuid ocppmessageid msgid messageuniqueid
        ocppuniqueid uniquemessageid ocppid""",
    Role.TYPE: """messagetype type calltype ocppmessagetype messagetypeid msgtype
        messagetypenumber ocpptype""",
    Role.ERROR_CODE: "errorcode errcode",
    Role.ERROR_DESCRIPTION: "errordescription errdescription errormessage",
    Role.RESPONSE: """responsestring response responsebody responsepayload answer
        responsemessage responsejson""",
    Role.RESPONSE_TIME: "responsetime responsetimestamp answertime respondedat",
    Role.LINK: "sessionid connectionid websocketid tcpstream wsid",
}
_WEAK: Final[dict[Role, str]] = {
    Role.TIME: "receivedtime stamp when",
    Role.CHARGER: "id device serial serialnumber chargepointserialnumber evseid name",
    Role.DIRECTION: "source from initiator side type",
    Role.BODY: "text log content data body stdout json payload payloaddata event value",
    Role.ACTION: "message event method type name",
    Role.PAYLOAD: "data body json content request message",
    Role.MESSAGE_ID: "id correlationid requestid",
    Role.TYPE: "kind event status",
    Role.RESPONSE: "result",
}

_LOOKED_AT: Final = 2_000  # characters of a cell that tell what it is
_FRAME: Final = re.compile(r'\[\s*[2-6]\s*,\s*\\*["\'“”]|"?\[\s*[2-6]\s*,\s*""')
_MOMENT: Final = re.compile(
    r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.](\d\d?|[A-Za-z]{3})[-/.]\d{2,4}"
    r"|\d\d?:\d\d(:\d\d)?|^\d{10}(\.\d+)?$|^\d{13}$|^\d{16}$|^\d{19}$"
    r"|[A-Z][a-z]{2} +\d\d?, +\d{4}"
)
_TYPE_WORDS: Final = frozenset(
    (
        *("2", "3", "4", "5", "6", "call", "callresult", "callerror", "send", "error"),
        *("callresulterror", "request", "response", "req", "res", "conf", "result"),
        *("confirmation", "callrequest", "callresponse"),
    )
)
_DIRECTION: Final = re.compile(
    r"\b(cp|cs|csms|cms|charger|charge ?point|charging ?station|central ?system|server"
    r"|client|in|out|inbound|outbound|incoming|outgoing|rx|tx|send|sent|sending"
    r"|receive|received|recv|to|from|up|down|upstream|downstream|target|backend"
    r"|request|response)\b"
)
_ACTIONS: Final = frozenset(
    name.lower()
    for version in Version
    for name in charger_actions(version) | csms_actions(version)
)
_WORD: Final = re.compile(r"[A-Za-z][\w.]{2,80}\Z")
_SUFFIX: Final = re.compile(r"[._ ]?(request|response|confirmation|conf|req|res)$")


@lru_cache(maxsize=10_000)  # a log has a few names, in every record
def plain(name: str) -> str:
    """Return a name without case and punctuation, to compare it."""
    return re.sub(r"[\W_]+", "", name).lower()


def is_action(text: str) -> bool:
    """Tell whether a text is an action of OCPP, with or without a suffix."""
    folded = text.strip().lower()
    return folded in _ACTIONS or _SUFFIX.sub("", folded) in _ACTIONS


class JsonText:
    """A JSON value of a record with the very text that it has in the file.

    Args:
        text: The text, or what finds it when it is first asked for, as that takes
            longer than reading the value.
        value: The value, an object or an array.
    """

    __slots__ = ("_text", "value")

    def __init__(self, text: str | Callable[[], str], value: Any) -> None:
        self._text = text
        self.value = value
        """The value."""

    @property
    def text(self) -> str:
        """The text; empty if it is not known."""
        if not isinstance(self._text, str):
            self._text = self._text()
        return self._text


@dataclass(frozen=True, slots=True)
class Guess:
    """What is taken for a role."""

    column: str
    """The column."""
    certainty: float
    """From 0 to 1; 1 is what somebody said."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the columns of a file are taken for."""

    header: tuple[str, ...]
    """All columns, in their order."""
    guesses: Mapping[Role, Guess] = field(default_factory=dict)
    """The column of each role that has one."""

    def column(self, role: Role) -> str | None:
        """Return the column that has something, or None."""
        guess = self.guesses.get(role)
        return None if guess is None else guess.column

    @property
    def is_enough(self) -> bool:
        """Whether messages can be read with it."""
        has = self.guesses
        return Role.BODY in has or Role.RESPONSE in has or has.keys() >= set(_PARTS)

    @property
    def missing(self) -> tuple[Role, ...]:
        """What somebody has to be asked for: what messages are not read without."""
        if self.is_enough:
            return ()
        return (Role.BODY, *(role for role in _PARTS if role not in self.guesses))

    def __str__(self) -> str:
        if self.is_enough:
            named = ", ".join(f"{g.column} is the {r}" for r, g in self.guesses.items())
            return f"The columns were taken as: {named}."
        return (
            "No column was recognised as the messages. Tell which one has them, or "
            f"which ones have the action and the payload: {', '.join(self.header)}."
        )


_PARTS: Final = (Role.ACTION, Role.PAYLOAD)


def propose_columns(
    header: Sequence[str],
    sample_rows: Sequence[Mapping[str, Any]],
    given: Mapping[str, str] | None = None,
) -> Proposal:
    """Guess what the columns of a table have.

    Args:
        header: The names of the columns, or the dotted paths of keys.
        sample_rows: Some rows, by column.
        given: What somebody said, by role; an empty column: nothing has that role.
            Columns that the table does not have are passed over.
    """
    names = list(dict.fromkeys(header))
    said = {Role(role): name for role, name in (given or {}).items() if role in _ROLES}
    guesses = {r: Guess(name, 1.0) for r, name in said.items() if name in names}
    taken = {guess.column for guess in guesses.values()}
    samples = {name: _texts(name, sample_rows) for name in names}
    scores = [
        (score, -list(Role).index(role), -position, role, name)
        for position, name in enumerate(names)
        for role in Role
        if role not in said
        and name not in taken
        and (score := _certainty(role, name, samples[name])) > 0
    ]
    for score, _priority, _position, role, name in sorted(scores, reverse=True):
        if role not in guesses and name not in taken:
            guesses[role] = Guess(name, round(score, 2))
            taken.add(name)
    if not given:
        guesses = _settle(guesses, samples)
    return Proposal(tuple(names), {r: guesses[r] for r in Role if r in guesses})


_ROLES: Final = frozenset(Role)


def _settle(
    guesses: dict[Role, Guess], samples: Mapping[str, list[str]]
) -> dict[Role, Guess]:
    """Choose between a column of frames and one of payloads."""
    body, payload = guesses.get(Role.BODY), guesses.get(Role.PAYLOAD)
    if body is None or _share(samples[body.column], _holds_frame):
        return guesses
    if payload is None:
        if Role.ACTION in guesses and _share(samples[body.column], _is_object):
            rest = dict(guesses)
            rest[Role.PAYLOAD] = rest.pop(Role.BODY)
            return rest
        return guesses
    if _share(samples[payload.column], _holds_frame):
        return {**guesses, Role.BODY: payload, Role.PAYLOAD: body}
    if Role.ACTION in guesses and _share(samples[payload.column], _is_object):
        return {role: guess for role, guess in guesses.items() if role != Role.BODY}
    return guesses


def _certainty(role: Role, name: str, texts: list[str]) -> float:
    key = plain(name)
    last = plain(name.rpartition(".")[2])
    named = 0.0
    if key in _STRONG_NAMES[role]:
        named = 1.0
    elif last in _STRONG_NAMES[role]:
        named = 0.8
    elif key in _WEAK_NAMES[role] or last in _WEAK_NAMES[role]:
        named = 0.4
    test = _TESTS.get(role)
    if test is None or not texts:
        return named * 0.7
    fits = _share(texts, test)
    if role is Role.BODY:
        # Frames are what all this is about: a column with some is the messages whatever
        # its name; one without may have them in later rows.
        if fits:
            return 0.7 + 0.2 * fits + 0.1 * named
        return 0.0 if _share(texts, is_action) > 0.5 else named * 0.45
    if role is Role.ACTION and named == 1.0 and _share(texts, _is_word) > 0.5:
        # Vendors have actions of their own.
        return 0.6 + 0.4 * fits
    if role is Role.MESSAGE_ID and named < 0.5:
        return named * 0.9 if fits > 0.5 else 0.0
    if fits <= 0.5:
        return 0.0
    if not named:
        return 0.45 * fits if role in _KNOWN_BY_VALUE else 0.0
    return named * (0.6 + 0.4 * fits)


def _texts(name: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    values = (row.get(name) for row in rows)
    texts = (value_text(value)[:_LOOKED_AT].strip() for value in values if value)
    return [text for text in texts if text and text != "NULL"]


def value_text(value: Any) -> str:
    """Return a cell as a text; containers as something that begins like JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, JsonText):
        return value.text or value_text(value.value)
    if isinstance(value, dict):
        return "{" + ",".join(f'"{key}":' for key in value)
    if isinstance(value, list):
        inner = ",".join(f'"{v}"' if isinstance(v, str) else str(v) for v in value[:3])
        return f"[{inner}"
    return str(value)


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def _holds_frame(text: str) -> bool:
    return _FRAME.search(text) is not None


def _is_object(text: str) -> bool:
    return text.startswith("{")


def _is_json(text: str) -> bool:
    return text.startswith(("[", "{"))


def _is_moment(text: str) -> bool:
    return len(text) < 60 and _MOMENT.search(text) is not None


def _is_direction(text: str) -> bool:
    if len(text) > 40:
        return False
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+|(?<=\w)2(?=[A-Z])", " ", text)
    return _DIRECTION.search(parted.lower()) is not None


def _is_type(text: str) -> bool:
    return plain(text) in _TYPE_WORDS


def _is_word(text: str) -> bool:
    return _WORD.match(text) is not None


def _is_id(text: str) -> bool:
    return len(text) <= 60 and " " not in text


_TESTS: Final[dict[Role, Callable[[str], bool]]] = {
    Role.TIME: _is_moment,
    Role.DIRECTION: _is_direction,
    Role.BODY: _holds_frame,
    Role.ACTION: is_action,
    Role.PAYLOAD: _is_object,
    Role.MESSAGE_ID: _is_id,
    Role.CHARGER: _is_id,
    Role.TYPE: _is_type,
    Role.RESPONSE: _is_json,
    Role.RESPONSE_TIME: _is_moment,
}
_KNOWN_BY_VALUE: Final = frozenset({Role.TIME, Role.ACTION, Role.PAYLOAD})
_STRONG_NAMES: Final = {
    role: frozenset(_ALIASES.get(role, "").split()) for role in Role
}
_WEAK_NAMES: Final = {role: frozenset(_WEAK.get(role, "").split()) for role in Role}
