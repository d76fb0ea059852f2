# SPDX-License-Identifier: Apache-2.0
"""Values that tell by their looks what they are, in text of any kind."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Final

from ocppdesk.core.masking import find_secrets, is_secret
from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.places import Place, without_overlaps
from ocppdesk.logs.redaction.plain_words import says_nothing

# Lengths are bounded throughout: a charger decides what the text is.
_PEM: Final = re.compile(
    r"-----BEGIN (?P<label>[A-Z0-9 ]{1,40})-----(?P<body>.*?)"
    r"(?:-----END [A-Z0-9 ]{1,40}-----|\Z)",
    re.DOTALL,
)
_URL: Final = re.compile(
    r"(?<![a-z0-9])[a-z][a-z0-9+.-]{1,15}://(?P<rest>[^\s\"'<>\\|,;]{1,2000})",
    re.IGNORECASE,
)
_CREDENTIALS: Final = re.compile(
    r"\b(?:Basic|Bearer|Digest)\s{1,3}(?P<value>[A-Za-z0-9+/=._~-]{8,4000})"
    r"|\b(?P<token>eyJ[A-Za-z0-9_-]{6,4000}\.[A-Za-z0-9_-]{4,4000}\.[A-Za-z0-9_-]{4,4000})"
)
_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
)
_MAC: Final = re.compile(
    r"(?<![0-9A-Fa-f:-])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])"
    r"|(?<![0-9A-Fa-f:-])(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])"
)
_IPV4: Final = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\w|\w)")
_IPV6: Final = re.compile(
    r"(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{2,39}(?:%\w{1,15})?(?![\w:])"
)
# ISO 15118-2 annex H: country, provider, C for contracts, E for EVSEs.
_CONTRACT: Final = re.compile(
    r"(?<![A-Za-z0-9*-])[A-Z]{2}(?P<sign>[-*])[A-Z0-9]{3}(?P=sign)"
    r"(?:C[A-Z0-9]{8}(?:(?P=sign)[A-Z0-9])?|[A-Z0-9]{6}(?P=sign)[0-9X])(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9*-])[A-Z]{2}[A-Z0-9]{3}C[A-Z0-9]{8}[A-Z0-9]?(?![A-Za-z0-9])"
)
_EVSE: Final = re.compile(
    r"(?<![A-Za-z0-9*])[A-Z]{2}\*?[A-Z0-9]{3}\*E[A-Z0-9*]{1,30}(?![A-Za-z0-9*])"
)
_VEHICLE: Final = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Z0-9]{0,16}\d)(?=[A-Z0-9]{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}"
    r"(?![A-Za-z0-9])"
)
_HOST: Final = re.compile(
    r"(?<![\w.@/-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}"
    r"(?:com|net|org|io|eu|cloud|energy|info|biz|dev|app|local|localdomain|lan|home|"
    r"internal|intranet|intra|corp|at|be|ch|cz|de|dk|es|fi|fr|it|nl|pl|pt|se|uk|us)"
    r"(?![\w-])",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(
    r"(?=[^\d]{0,80}\d)(?=[^A-Za-z]{0,80}[A-Za-z])[\w~-]{20,400}"
)
# One of these is in whatever `find_secrets` finds, which is slow.
_SECRET_HINTS: Final = (
    "pass", "auth", "secret", "pin", "key", "token", "credential", "://",
)  # fmt: skip
_PUBLIC: Final = ("127.", "0.", "255.", "::1", "localhost")
_WHOLE: Final = (
    (_EMAIL, Kind.EMAIL, "@"),
    (_EVSE, Kind.EVSE, "*"),
    (_CONTRACT, Kind.CONTRACT, ""),
    (_VEHICLE, Kind.VEHICLE, ""),
    (_HOST, Kind.HOST, "."),
)


def find_patterns(text: str) -> list[Place]:
    """Find what tells by its looks that it identifies somebody.

    Args:
        text: Any text.

    Returns:
        The places in order, none overlapping another.
    """
    if len(text) < _SHORTEST:
        return []
    return without_overlaps(
        place
        for find in _FINDERS
        for place in find(text)
        if not says_nothing(place.value)
    )


def host_places(text: str) -> list[Place]:
    """Find host and secrets in a value that is an address of a server.

    It may be a URL or a bare host, with a port and a path or without them.
    """
    if "://" in text:
        return find_patterns(text)
    host = re.split(r"[/:?\s]", text, maxsplit=1)[0] if text.count(":") < 2 else text
    is_host = re.fullmatch(r"[\w-]{1,63}(?:\.[\w-]{1,63})+", host) is not None
    found = list(_authority(text, 0, len(host))) if is_host else []
    return without_overlaps([*found, *find_patterns(text)])


def path_places(text: str, start: int = 0) -> Iterator[Place]:
    """Find tokens in the path and the query of a URL.

    Args:
        text: The text with the URL in it, up to the end of the URL.
        start: Where the path begins.
    """
    path, _mark, query = text[start:].partition("?")
    begin = start
    for part in path.split("/"):
        if _TOKEN.fullmatch(part):
            yield Place(begin, begin + len(part), Kind.TOKEN, part)
        begin += len(part) + 1
    begin = start + len(path) + 1
    for part in query.split("&"):
        name, mark, value = part.partition("=")
        first = begin + len(name) + len(mark)
        if value and (_is_token_name(name) or len(value) >= _LONG_VALUE):
            yield Place(first, first + len(value), Kind.SECRET, value)
        begin += len(part) + 1


_SHORTEST: Final = 5
_LONG_VALUE: Final = 16  # characters of a value in a query that must be a token


def _is_token_name(name: str) -> bool:
    words = ("token", "sig", "signature", "key", "auth", "code", "session", "sas", "sv")
    return is_secret(name) or name.lower() in words


def _pem_places(text: str) -> Iterator[Place]:
    if "-----BEGIN" not in text:
        return
    for found in _PEM.finditer(text):
        start, end = found.span("body")
        # The breaks of lines stay, so that it still reads like one.
        body = found["body"].replace("\\n", "  ").replace("\\r", "  ")
        start += len(body) - len(body.lstrip())
        end -= len(body) - len(body.rstrip())
        kind = Kind.SECRET if "PRIVATE" in found["label"] else Kind.CERTIFICATE
        if start < end:
            yield Place(start, end, kind, text[start:end])


def _url_places(text: str) -> Iterator[Place]:
    if "://" not in text:
        return
    for found in _URL.finditer(text):
        begin, end = found.span("rest")
        rest = found["rest"]
        length = re.search(r"[/?#]", rest)
        stop = begin + (length.start() if length else len(rest))
        yield from _authority(text, begin, stop)
        yield from path_places(text[:end], stop)


def _authority(text: str, start: int, end: int) -> Iterator[Place]:
    """Find user, password and host in `user:password@host:port`."""
    sign = text.rfind("@", start, end)
    if sign >= 0:
        user, mark, password = text[start:sign].partition(":")
        yield Place(start, start + len(user), Kind.USER, user)
        if mark:
            yield Place(sign - len(password), sign, Kind.SECRET, password)
        start = sign + 1
    host = text[start:end]
    if host.startswith("["):
        stop = host.find("]")
        host, start = host[1:stop] if stop > 0 else host[1:], start + 1
    else:
        host = host.partition(":")[0]
    if host and not host.lower().startswith(_PUBLIC):
        kind = Kind.ADDRESS if _is_address(host) else Kind.HOST
        yield Place(start, start + len(host), kind, host)


def _credential_places(text: str) -> Iterator[Place]:
    for found in _CREDENTIALS.finditer(text):
        name = found.lastgroup or "value"
        yield Place(*found.span(name), Kind.SECRET, found[name])


def _secret_places(text: str) -> Iterator[Place]:
    small = text.lower()
    if not any(word in small for word in _SECRET_HINTS):
        return
    for start, end in find_secrets(text):
        yield Place(start, end, Kind.SECRET, text[start:end])


def _address_places(text: str) -> Iterator[Place]:
    if max(text.count(":"), text.count("-")) > 4:
        for found in _MAC.finditer(text):
            yield Place(*found.span(), Kind.MAC, found[0])
    patterns = [_IPV4] if text.count(".") > 2 else []
    if text.count(":") > 1:
        patterns.append(_IPV6)
    for pattern in patterns:
        for found in pattern.finditer(text):
            if _is_address(found[0]) and not found[0].startswith(_PUBLIC):
                yield Place(*found.span(), Kind.ADDRESS, found[0])


def _whole_places(text: str) -> Iterator[Place]:
    for pattern, kind, sign in _WHOLE:
        if sign in text:
            for found in pattern.finditer(text):
                yield Place(*found.span(), kind, found[0])


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


# In the order in which they win where they overlap.
_FINDERS: Final[tuple[Callable[[str], Iterator[Place]], ...]] = (
    _pem_places,
    _url_places,
    _credential_places,
    _secret_places,
    _address_places,
    _whole_places,
)
