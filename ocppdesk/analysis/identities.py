# SPDX-License-Identifier: Apache-2.0
"""Identities that are easily mistyped, and what to type into a charger instead."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

LONGEST: Final = 48  # OCPP 2.0.1 part 4, 3.1.1
_SAFEST: Final = 20  # characters that every charger stores: a CiString20 of OCPP 1.6
_LEGAL: Final = frozenset("*-_=:+|@.")  # beside letters and digits; OCPP 2.0.1, 2.13
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2212"
# Letters that displays and typefaces show like digits.
_SAME: Final = str.maketrans(
    {"o": "0", "q": "0", "i": "1", "l": "1", "|": "1", "s": "5", "z": "2", "b": "8"}
    | dict.fromkeys(_DASHES, "-")
)
_MIXED: Final = (("O", "0"), ("I", "1"), ("l", "1"))


def look_alikes(identity: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known identities that this one is easily taken for.

    `CP-0O1` is like `CP-001`; so are identities that differ in case, in blanks or in
    the kind of dash. `CP-001` and `CP-002` are not alike: they are meant to differ.
    """
    shape = _shape(identity)
    return tuple(
        other
        for other in dict.fromkeys(known)
        if other != identity and _shape(other) == shape
    )


def difference(identity: str, other: str) -> str:
    """Say in a few words how two identities that look alike differ."""
    if identity.strip() == other.strip():
        return "a blank at the beginning or the end"
    if "".join(identity.split()) == "".join(other.split()):
        return "a blank"
    if identity.casefold() == other.casefold():
        return "capital and small letters"
    for one, two in zip(identity, other, strict=False):
        if one.casefold() != two.casefold():
            return f"{_named(one)} in place of {_named(two)}"
    return "what a display hardly shows"


def advice(identity: str, path: str = "") -> tuple[str, ...]:
    """Say what is wrong with an identity, or how to type it, a sentence each.

    Args:
        identity: As it arrived, decoded.
        path: The path that it was in, as it was sent; empty if that is not known.
    """
    found = [*_about_path(path, identity)]
    if identity != identity.strip():
        found.append("There is a blank before or behind the identity: delete it.")
    elif any(sign.isspace() for sign in identity):
        found.append(
            "The identity has a blank inside: it is sent as %20, which some chargers "
            "forget. A dash is safer."
        )
    if len(identity) > LONGEST:
        found.append(
            f"The identity has {len(identity)} characters; OCPP allows {LONGEST}, and "
            f"many chargers of OCPP 1.6 store only {_SAFEST}. Take a shorter one."
        )
    odd = sorted({sign for sign in identity if not _is_legal(sign)})
    if odd:
        shown = ", ".join(_named(sign) for sign in odd[:5])
        found.append(
            f"The identity has characters that OCPP 2.0.1 does not allow: {shown}."
        )
    for letter, digit in _MIXED:
        is_mixed = re.search(f"[0-9]{letter}|{letter}[0-9]", identity)
        if is_mixed and digit in identity:
            found.append(
                f"The identity has both {_named(letter)} and {_named(digit)}: compare "
                "it sign by sign with the charger's label."
            )
    return tuple(found)


def _about_path(path: str, identity: str) -> Iterable[str]:
    """Say whether the URL and the identity were put together in the wrong way."""
    if not path:
        return
    parts = [unquote(part) for part in path.split("?")[0].split("/") if part.strip()]
    if "://" in unquote(path):
        yield (
            "A whole URL came in place of the identity: type the URL into the field "
            "for the URL, and the name of the charger into that for the identity."
        )
    elif not parts:
        yield (
            "The URL ended without an identity: this charger does not append it, so "
            "type it at the end of the URL."
        )
    elif len(parts) > 1 and parts[-1].strip() == parts[-2].strip():
        yield (
            f"The identity came twice ({_cut('/'.join(parts[-2:]))}): this charger "
            "appends it by itself, so leave it out of the URL."
        )
    elif identity.startswith("unnamed-"):
        return
    elif path.rstrip("/") != path:
        yield "There is a slash behind the identity: delete it."


def _shape(identity: str) -> str:
    """Return an identity as a hurried reader sees it."""
    plain = unicodedata.normalize("NFKC", identity).casefold().translate(_SAME)
    return "".join(sign for sign in plain if sign.isprintable() and sign != " ")


def _is_legal(sign: str) -> bool:
    return (sign.isascii() and sign.isalnum()) or sign in _LEGAL or sign.isspace()


def _named(sign: str) -> str:
    kind = {"O": "the letter O", "0": "the digit 0", "I": "a capital I",
            "l": "a small L", "1": "the digit 1", " ": "a blank"}  # fmt: skip
    if not sign.isprintable():
        return f"U+{ord(sign):04X}"
    return kind.get(sign, f"“{sign}”")


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
