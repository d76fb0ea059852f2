# SPDX-License-Identifier: Apache-2.0
"""What stands before a frame on its line: time, direction, charger, connection."""

import re
from typing import Final, NamedTuple

from ocppdesk.logs.reading.text.directions import Words, find_words
from ocppdesk.logs.reading.text.times import Stamp, find_stamp

_LONGEST: Final = 2000


class Span(NamedTuple):
    """A part of a prefix."""

    start: int
    """Where it begins."""
    end: int
    """Where it ends."""


class Prefix(NamedTuple):
    """What the text before a frame tells of it."""

    text: str
    """The text."""
    stamp: Stamp | None
    """Its time."""
    words: Words | None
    """Its direction."""
    charger: Span | None
    """Where the charger's identity stands; it may be empty there. None: nowhere."""
    link: Span | None
    """Where something tells the connection."""
    source: str
    """The text without what differs from frame to frame: who logged it, and how."""
    is_echo: bool
    """Whether this speaks about a frame that was sent or received before."""

    @property
    def charger_name(self) -> str:
        """The charger's identity; empty where none stands."""
        return self.text[self.charger.start : self.charger.end] if self.charger else ""

    @property
    def link_name(self) -> str:
        """What tells the connection."""
        return self.text[self.link.start : self.link.end] if self.link else ""

    @property
    def tells_anything(self) -> bool:
        """Whether it has a time or a direction."""
        return self.stamp is not None or self.words is not None


# Each is tried where its `hint` stands in the text; the first that matches counts.
_CHARGERS: Final = tuple(
    (hint, re.compile(pattern))
    for hint, pattern in (
        (
            "chargeBoxId=",
            r"chargeBoxId=(?P<charger>[^,\]\s]{0,100})"
            r"(?:,?\s{1,4}sessionId=(?P<link>[\w-]{1,64}))?",
        ),
        (
            "ocpp",
            r"(?:\[ocpp\]\s|\bocpp:\ ?)(?P<charger>[^\n]{0,100}?):\s"
            r"(?:send|receive\ message)\s\Z".replace("\\ ", " "),
        ),
        ("", r"(?:\A|\s)(?P<charger>[^\s:]\S{0,99}):\s(?:send|receive message)\s\Z"),
        (
            ": ",
            r"\b(?:received JSON message from|sent JSON message to|recv|send|sent)\s"
            r"(?!server:|JSON )(?P<charger>[^\n:]{1,100}?):\s?\Z",
        ),
        ("X", r"\[(?P<charger>[^\]\n]{1,80})\] - [RT]X\s?:\s?\Z"),
        ("MESSAGE", r"\]\s?\[(?P<charger>[^\]\n]{1,80})\]\s?:\s?MESSAGE\s?:\s?\Z"),
        ("node:", r"\bnode:\s(?P<charger>[^\t\n]{1,60}?)(?:\s{2,}|\t)\s*type:"),
        ("cp_app[", r"\A\w{3}\s+\d+\s[\d:]+\s(?P<charger>\S{1,64})\scp_app\["),
        (
            "",
            r"(?i:\b(?:charge_?point_?id|charge_?box_?id|charge_?box_?identity"
            r"|charging_?station_?id|station_?id|charger_?id|cp_?id|identity"
            r"|charge_?point|charger|(?-i:id(?==))|cp(?==)))\s?[=:]\s?['\"]?"
            r"(?P<charger>[^\s,;'\")\]\[]{1,80})",
        ),
        (
            "/",
            r"(?:wss?://[^\s'\"\])]{1,200}/|/(?:ocpp|ws|OCPP)/)(?P<charger>[\w.*-]+)",
        ),
    )
)
_ECHO: Final = re.compile(
    r"""
    (?:waited\ \S{1,20}\ for\ (?:a\ )?response\ (?:on|to|for)
      |unable\ to\ (?:parse|decode|validate|handle|process)(?:\ message)?
      |(?:failed|failure)\ to\ (?:parse|decode|validate|handle|process|send)\ .{0,40}
      |(?:error|exception)\ .{0,40}(?:parsing|handling|processing|validating)\ .{0,40}
      |(?:timed?\ ?out|no\ (?:response|answer|reply))\ .{0,40}
      |resending|retrying
    )\W{0,6}\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TROUBLE: Final = re.compile(r"\b(?:ERROR|WARN(?:ING)?|CRITICAL|FATAL|error|warn)\b")
_VARYING: Final = re.compile(r"0x[0-9a-fA-F]+|[0-9a-fA-F-]{12,}|\d+")
_TEXT: Final = re.compile(r"TEXT\s*['\"\u2018\u2019“”]?\Z")


def read_prefix(text: str) -> Prefix:
    """Read the text before a frame."""
    if len(text) > _LONGEST:
        text = text[-_LONGEST:]
    stamp = find_stamp(text)
    words = find_words(text)
    if words is not None and stamp is not None and words.start < stamp.start:
        # Words before the time are those of another frame of the line.
        later = find_words(text[stamp.end :])
        words = later and _moved(later, stamp.end)
    charger, link = _charger(text, words)
    return Prefix(
        text=text,
        stamp=stamp,
        words=words,
        charger=charger,
        link=link,
        source=_source(text, stamp, words, charger, link),
        is_echo=_is_echo(text, has_words=words is not None),
    )


def is_frame_text(source: str) -> bool:
    """Tell whether a source is the websockets library, below another logger."""
    return _TEXT.search(source) is not None


def _moved(words: Words, by: int) -> Words:
    return words._replace(
        start=words.start + by,
        end=words.end + by,
        charger_start=words.charger_start + by,
    )


def _charger(text: str, words: Words | None) -> tuple[Span | None, Span | None]:
    if words is not None and words.charger:
        begin = words.charger_start
        return Span(begin, begin + len(words.charger)), None
    for hint, pattern in _CHARGERS:
        if hint not in text:
            continue
        match = pattern.search(text)
        if match is None:
            continue
        has_link = "link" in pattern.groupindex and match["link"]
        link = Span(*match.span("link")) if has_link else None
        return Span(*match.span("charger")), link
    return None, None


def _source(
    text: str,
    stamp: Stamp | None,
    words: Words | None,
    charger: Span | None,
    link: Span | None,
) -> str:
    cuts = sorted(
        (part.start, part.end)
        for part in (stamp, None if words and words.charger else words, charger, link)
        if part is not None
    )
    kept: list[str] = []
    position = 0
    for start, end in cuts:
        if start >= position:
            kept.append(text[position:start])
            position = end
    kept.append(text[position:])
    return _VARYING.sub("0", "\x00".join(kept))


def _is_echo(text: str, *, has_words: bool) -> bool:
    tail = text[-120:]
    if _ECHO.search(tail) is not None:
        return True
    if _TROUBLE.search(text) is None:
        return False
    return not has_words or tail.rstrip().endswith("(")
