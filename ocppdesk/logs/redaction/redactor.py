# SPDX-License-Identifier: Apache-2.0
"""Learning what identifies somebody, and putting aliases in its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ocppdesk.capture.records import Connection
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.json_spans import Text
from ocppdesk.logs.records import Entry
from ocppdesk.logs.redaction.aliases import Alias, Aliases, KnownValues
from ocppdesk.logs.redaction.fields import Fields, find_in_frame, find_in_sentence
from ocppdesk.logs.redaction.handshake import find_in_head, head_text, kept_head
from ocppdesk.logs.redaction.names import Kind, kind_of
from ocppdesk.logs.redaction.patterns import find_patterns, path_places
from ocppdesk.logs.redaction.places import Place, replaced, without_overlaps
from ocppdesk.logs.redaction.plain_words import is_number


@dataclass(frozen=True, slots=True)
class Replacement:
    """One value that is replaced."""

    kind: Kind
    """What it identifies."""
    original: str
    """The value, in the spelling that came first."""
    alias: str
    """What stands in its place."""
    count: int
    """How many times."""
    example: int
    """A message that has it, by its number; 0 if only a connection has it."""


class Redaction:
    """All that was learned in the first pass.

    Args:
        aliases: The aliases of the values; no more are learned.
    """

    def __init__(self, aliases: Aliases) -> None:
        aliases.settle()
        self.aliases = aliases
        self.known = KnownValues(aliases.everywhere())


class Learner:
    """The first pass: learns the values.

    Show it all messages and connections, then take the `redaction`. The same order
    gives the same aliases.
    """

    def __init__(self) -> None:
        self._aliases = Aliases()

    def learn(self, entry: Entry) -> None:
        """Learn from a message and what people put on it."""
        message = entry.message
        self._aliases.learn(Kind.CHARGER, message.charger)
        self._learn(_find_in_raw(message).places)
        if entry.note:
            self._learn(find_in_sentence(entry.note).places)
        for violation in message.violations:
            self._learn(_find_in_violation(violation).places)

    def learn_connection(self, connection: Connection) -> None:
        """Learn from a connection."""
        self._aliases.learn(Kind.CHARGER, connection.charger)
        self._learn(_find_in_peer(connection.peer))
        self._learn(_find_in_path(connection.path).places)
        self._learn(find_in_head(head_text(connection.head)))
        for text in _sentences(connection):
            self._learn(find_in_sentence(text).places)

    def redaction(self) -> Redaction:
        """Return what was learned."""
        return Redaction(self._aliases)

    def _learn(self, places: Iterable[Place]) -> None:
        for place in without_overlaps(places):
            self._aliases.learn(place.kind, place.value)


class Redactor:
    """The second pass: puts aliases in place of values.

    What it returns depends on nothing but the redaction and the argument.

    Args:
        redaction: What was learned.
    """

    def __init__(self, redaction: Redaction) -> None:
        self._aliases = redaction.aliases
        self._known = redaction.known
        self._counts: dict[Alias, int] = {}
        self._examples: dict[Alias, int] = {}
        self._message = 0

    def entry(self, entry: Entry) -> Entry:
        """Return a message, with what people put on it, without what identifies."""
        message = entry.message
        self._message = message.id
        transaction = message.transaction_id
        redacted = replace(
            message,
            charger=self._charger(message.charger),
            raw=self._raw(message),
            message_id=self._word(message.message_id),
            action=self._word(message.action),
            error_code=self._word(message.error_code),
            transaction_id=(
                self._word(transaction) if isinstance(transaction, str) else transaction
            ),
            violations=tuple(map(self._violation, message.violations)),
        )
        note = None if entry.note is None else self._sentence(entry.note)
        return replace(entry, message=redacted, note=note)

    def connection(self, connection: Connection) -> Connection:
        """Return a connection without what identifies its ends."""
        self._message = 0
        head = head_text(kept_head(connection.head))
        found = Fields(find_in_head(head), [Text(0, len(head), head)])
        peer = Fields(_find_in_peer(connection.peer))
        path = connection.path
        return replace(
            connection,
            charger=self._charger(connection.charger),
            peer=self._edited(connection.peer, peer),
            path=self._edited(path, _find_in_path(path), is_sentence=True),
            offered=self._sentence(connection.offered),
            head=self._edited(head, found, is_sentence=True).encode(
                "utf-8", "surrogateescape"
            ),
            cause=self._sentence(connection.cause),
            fix=self._sentence(connection.fix),
            remarks=tuple(map(self._sentence, connection.remarks)),
            close_reason=self._sentence(connection.close_reason),
        )

    def replacements(self) -> list[Replacement]:
        """Return what was replaced so far, by kind and alias."""
        order = {kind: number for number, kind in enumerate(Kind)}
        return [
            Replacement(
                alias.kind,
                alias.value.encode("utf-8", "backslashreplace").decode(),
                alias.text,
                count,
                self._examples.get(alias, 0),
            )
            for alias, count in sorted(
                self._counts.items(),
                key=lambda pair: (order[pair[0].kind], len(pair[0].text), pair[0].text),
            )
        ]

    def _charger(self, identity: str) -> str:
        alias = self._aliases.of(Kind.CHARGER, identity)
        if alias is None:
            return identity
        self._count(alias)
        return alias.text

    def _raw(self, message: Message) -> str | bytes:
        is_sentence = message.direction is Direction.LINK
        text = _raw_text(message)
        edited = self._edited(text, _find_in_raw(message), is_sentence=is_sentence)
        if isinstance(message.raw, bytes):
            return edited.encode("utf-8", "surrogateescape")
        return edited

    def _violation(self, violation: Violation) -> Violation:
        found = _find_in_violation(violation)
        return Violation(
            self._word(violation.path) or "", self._edited(violation.text, found)
        )

    def _word(self, text: str | None) -> str | None:
        """Redact a text that frames have as well, so that both stay the same."""
        if text is None:
            return None
        node = Text(0, len(text), text)
        if is_number(text):
            return self._edited(text, Fields(numbers=[_whole(text)]))
        return self._edited(text, Fields(texts=[node]))

    def _sentence(self, text: str) -> str:
        return self._edited(text, find_in_sentence(text), is_sentence=True)

    def _edited(self, text: str, fields: Fields, *, is_sentence: bool = False) -> str:
        places = list(fields.places)
        for node in fields.texts:
            for found in self._known.find(node.value, is_sentence=is_sentence):
                start, end = node.place(found.start), node.place(found.end)
                places.append(Place(start, end, found.kind, found.value))
        for place in fields.numbers:
            alias = self._known.number(place.value)
            if alias is not None:
                places.append(place._replace(kind=alias.kind))
        if not places:
            return text
        return replaced(text, without_overlaps(places), self._alias_of)

    def _alias_of(self, place: Place) -> str:
        alias = self._aliases.of(place.kind, place.value)
        if alias is None:
            alias = self._known.alias(place.value)
        if alias is None:
            return place.value
        self._count(alias)
        return alias.text

    def _count(self, alias: Alias) -> None:
        self._counts[alias] = self._counts.get(alias, 0) + 1
        if self._message:
            self._examples.setdefault(alias, self._message)


def _raw_text(message: Message) -> str:
    """Return the raw text; bytes that are not UTF-8 can be got back from it."""
    raw = message.raw
    return raw if isinstance(raw, str) else raw.decode("utf-8", "surrogateescape")


def _find_in_raw(message: Message) -> Fields:
    text = _raw_text(message)
    if message.direction is Direction.LINK:
        return find_in_sentence(text)
    return find_in_frame(text)


def _find_in_violation(violation: Violation) -> Fields:
    """Look through a sentence that may quote the value of the field it is about."""
    names = [name for name in re.split(r"[.\[\]\d]+", violation.path) if name]
    return find_in_sentence(violation.text, kind_of(names[-1]) if names else None)


def _find_in_path(path: str) -> Fields:
    return Fields(
        [*path_places(path), *find_patterns(path)], [Text(0, len(path), path)]
    )


def _find_in_peer(peer: str) -> list[Place]:
    """Find the address in `192.168.1.20:4711` or `[fe80::1]:4711`."""
    host = peer.rpartition(":")[0] if peer.count(":") == 1 else peer
    if "]" in peer:
        host = peer.partition("]")[0].removeprefix("[")
    start = peer.find(host)
    return [Place(start, start + len(host), Kind.ADDRESS, host)] if host else []


def _whole(text: str) -> Place:
    return Place(0, len(text), Kind.SECRET, text)


def _sentences(connection: Connection) -> Iterator[str]:
    yield connection.cause
    yield connection.fix
    yield connection.close_reason
    yield from connection.remarks
