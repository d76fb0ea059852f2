# SPDX-License-Identifier: Apache-2.0
"""The pieces of a summary: payloads read with suspicion, numbers put into words."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from ocppdesk.core.masking import MASK, is_secret

_LONGEST: Final = 80  # characters of one value
_SHORT_ID: Final = 12  # longer transaction ids are UUIDs: their head tells them apart


class Part:
    """A part of a payload, of whatever kind it turned out to be.

    Looking for what is not there gives an empty part, never an error.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __getitem__(self, key: str) -> "Part":
        return Part(self.value.get(key) if isinstance(self.value, dict) else None)

    def __bool__(self) -> bool:
        return self.value not in (None, "", [], {})

    def first(self, *keys: str) -> "Part":
        """Return the first of several parts that is not empty."""
        return next((found for key in keys if (found := self[key])), Part(None))

    def items(self) -> "list[Part]":
        """Return the elements of an array; chargers send a single one without it."""
        if isinstance(self.value, list):
            return [Part(item) for item in self.value]
        return [] if self.value is None else [self]

    @property
    def text(self) -> str:
        """A scalar as one line of limited length; empty for everything else."""
        value = self.value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float | int):
            return _plain_number(value)
        return line(value) if isinstance(value, str) else ""

    @property
    def number(self) -> float | None:
        """A number, also where it was sent as text; None for everything else."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return None
        return number if math.isfinite(number) else None

    @property
    def instant(self) -> datetime | None:
        """A time in UTC, None if it cannot be read; without a zone it is UTC."""
        if not isinstance(self.value, str):
            return None
        try:
            found = datetime.fromisoformat(self.value.strip())
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(
                UTC
            )
        except (ValueError, OverflowError):
            return None

    @property
    def time_text(self) -> str:
        """A time as in `2026-08-01 14:00 UTC`, or as sent where it cannot be read."""
        found = self.instant
        return self.text if found is None else f"{found:%Y-%m-%d %H:%M} UTC"


def _plain_number(value: float) -> str:
    # Python refuses to write integers of thousands of digits; they are nonsense here.
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else "a huge number"
    return f"{value:.12g}"


Phrase = Callable[[Part], str]
"""Says a payload in a few words."""


def line(text: str, *, longest: int = _LONGEST) -> str:
    """Put a text on one line of limited length that every screen can show."""
    text = " ".join(text[: 4 * longest].split())
    if not text.isprintable():
        text = "".join(char if char.isprintable() else "\ufffd" for char in text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def say(template: str, *values: object) -> str:
    """Fill in a template, or return nothing if one of the values is nothing."""
    if any(value in ("", None) for value in values):
        return ""
    return template.format(*values)


def listed(*parts: str) -> str:
    """Join what there is with commas."""
    return ", ".join(part for part in parts if part)


def dotted(*parts: str) -> str:
    """Join what there is with dots in the middle of the line."""
    return " · ".join(part for part in parts if part)


def capital(text: str) -> str:
    """Begin with a capital letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def some(parts: list[str], *, shown: int = 3) -> str:
    """List the first of many, and say how many more there are."""
    parts = [part for part in parts if part]
    more = len(parts) - shown
    return listed(*parts[:shown]) + (f" and {more} more" if more > 0 else "")


def count(number: int, noun: str) -> str:
    """Return a number of things: `1 key`, `2 keys`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def number_text(number: float | None, *, digits: int = 1) -> str:
    """Write a number with its thousands apart and no zeros behind the point."""
    if number is None:
        return ""
    if abs(number) >= 1e15:  # No measurement is so great.
        return f"{number:g}"
    text = f"{number:,.{digits}f}".replace(",", " ")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def id_text(part: Part) -> str:
    """Write what names something; of a long id, a UUID, only the head."""
    text = part.text
    return f"{text[:8]}…" if len(text) > _SHORT_ID else text


def watt_hours(part: Part) -> str:
    """Write a meter register in Wh."""
    number = part.number
    return say("{} Wh", number_text(number, digits=0))


def duration(part: Part | float) -> str:
    """Write a number of seconds as in `90 s`, `15 min`, `1 h 30 min`, `2 d`."""
    seconds = part.number if isinstance(part, Part) else part
    if seconds is None:
        return ""
    if seconds < 120 or seconds % 60:
        return f"{number_text(seconds)} s"
    minutes = int(seconds // 60)
    days, minutes_left = divmod(minutes, 24 * 60)
    if days and not minutes_left:
        return f"{number_text(days)} d"
    hours, minutes_left = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    hours_text = f"{number_text(hours)} h"
    return f"{hours_text} {minutes_left} min" if minutes_left else hours_text


_TOKENS: Final = {
    "": "card",
    "ISO14443": "card",
    "ISO15693": "card",
    "eMAID": "contract",
    "KeyCode": "key code",
    "MacAddress": "car",
    "Central": "remote token",
    "DirectPayment": "payment",
}


def card(payload: Part, key: str = "idToken") -> str:
    """Say which token: `card 04A2B3`.

    Args:
        payload: What holds an `idTag` (OCPP 1.6) or an `idToken` (OCPP 2.x).
        key: The field of the token in OCPP 2.x.
    """
    tag = payload["idTag"]
    if tag:
        return f"card {tag.text}"
    token = payload[key]
    kind = token["type"].text
    if kind == "NoAuthorization":
        return "no token needed"
    text = token["idToken"].text or token.text
    return say("{} {}", _TOKENS.get(kind, "token"), text)


def transaction(part: Part) -> str:
    """Say which transaction: `transaction 512`."""
    return say("transaction {}", id_text(part))


def place(payload: Part) -> str:
    """Say where: `connector 2`, `EVSE 1 connector 2`, `whole charger`."""
    evse, connector = payload["evseId"], payload["connectorId"]
    part = payload["evse"]
    if part:
        evse, connector = part["id"], part["connectorId"]
    evse_text, connector_text = id_text(evse), id_text(connector)
    if "0" in (evse_text, evse_text or connector_text):
        return "whole charger"  # what connector 0 (1.6) and EVSE 0 (2.x) stand for
    return " ".join(
        text
        for text in (say("EVSE {}", evse_text), say("connector {}", connector_text))
        if text
    )


def variable(part: Part) -> str:
    """Name a variable of the device model: `Connector[1].AvailabilityState`."""
    component, found = part["component"], part["variable"]
    name = component["name"].text
    instance = component["instance"].text or id_text(component["evse"]["id"])
    attribute = part["attributeType"].text
    text = f"{name}[{instance}]" if name and instance else name
    text = ".".join(word for word in (text, found["name"].text) if word)
    if found["instance"]:
        text += f"[{found['instance'].text}]"
    return text if attribute in ("", "Actual") else f"{text} ({attribute})"


def request(payload: Part) -> str:
    """Say which request a report or a status belongs to: `request 7`."""
    return say("request {}", id_text(payload["requestId"]))


def reservation(payload: Part, key: str = "reservationId") -> str:
    """Say which reservation: `reservation 5`."""
    return say("reservation {}", id_text(payload.first(key, "reservationId")))


def certificate(payload: Part) -> str:
    """Say what kind of certificate, and how many a chain has."""
    kinds = [kind.text for kind in payload["certificateType"].items()]
    chain = payload.first("certificateChain", "certificate", "csr").value
    number = chain.count("-----BEGIN") if isinstance(chain, str) else 0
    return listed(some(kinds), count(number, "part") if number else "")


def certificate_hash(payload: Part) -> str:
    """Say which certificate its hash stands for."""
    data = payload.first("certificateHashData", "ocspRequestData")
    return say("Certificate with serial number {}", data["serialNumber"].text)


def stream(payload: Part) -> str:
    """Say which event stream of OCPP 2.1, and how often it comes."""
    data = payload["constantStreamData"] or payload
    params = data["params"]
    return listed(
        say("Stream {}", id_text(data["id"])),
        say("every {}", duration(params["interval"])),
        say("{} values", params["values"].text),
    )


def priority(payload: Part) -> str:
    """Say whether priority charging is on."""
    word = "on" if payload.first("activate", "activated").value is True else "off"
    return say("{}: priority {}", capital(transaction(payload["transactionId"])), word)


def secret_or(name: str, value: Part) -> str:
    """Return a value as text, masked if its name says that it is a secret."""
    return MASK if is_secret(name) and value else value.text


def fields(*keys: str, noun: str = "") -> Phrase:
    """Return a phrase of some scalars, the first one behind a noun."""

    def phrase(payload: Part) -> str:
        first, *rest = (payload[key].text for key in keys)
        return listed(say(f"{noun} {{}}".lstrip(), first), *rest, request(payload))

    return phrase


def always(text: str) -> Phrase:
    """Return a phrase for what says nothing but its name."""
    return lambda _payload: text
