# SPDX-License-Identifier: Apache-2.0
"""Passwords and keys that must not be read over somebody's shoulder.

Only what is shown is masked. The raw record keeps what was on the wire.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

VALUE_NAMES: Final = ("value", "attributeValue")
"""Where the value stands beside the name of a setting."""

MASK: Final = "••••"
"""What stands in place of a secret; its length tells nothing."""

# AuthorizationKey: "Improved security for OCPP 1.6-J" 2.3. BasicAuthPassword,
# apnPassword, simPin: OCPP 2.x SetNetworkProfile and device model. The rest are
# vendors' names for the same things, such as `G_CardPin`.
_SECRET_WORDS: Final = (
    r"pass(?:word|wd|phrase|code)|auth(?:orization)?[_ ]?key|secret|sim[_ ]?pin"
    r"|private[_ ]?key|(?:pre)?[_ ]?shared[_ ]?key|wi-?fi[_ ]?key|api[_ ]?key"
    r"|(?:access|auth|bearer|refresh|session)[_ ]?token|credential"
    # A word of its own: no ping, no pinning.
    r"|(?-i:Pin(?![a-z])|PIN(?![A-Za-z])|(?<![A-Za-z])pin(?![A-Za-z]))"
)
_SECRET_NAME: Final = re.compile(_SECRET_WORDS, re.IGNORECASE)
_NAMED_SECRET: Final = re.compile(
    rf"(?P<name>(?:{_SECRET_WORDS})\w{{0,20}}"
    # `Password=x`, `"password": "x"` and `"key":"AuthorizationKey","value":"x"`.
    r"""["'\\\s]{0,4}[:=,]["'\\\s]{0,4}(?:(?:attribute)?value["'\\\s:=]{1,8})?)"""
    r"""(?P<secret>[^\s"'\\,;}]+)""",
    re.IGNORECASE,
)
_USER_INFO: Final = re.compile(
    r"(?P<user>\b[a-z][a-z0-9+.-]{1,15}://[^\s/:@]{0,80}):(?P<secret>[^\s/@]{1,200})(?=@)",
    re.IGNORECASE,
)


def is_secret(name: str) -> bool:
    """Return whether a configuration key or variable of that name holds a secret."""
    return _SECRET_NAME.search(name) is not None


def hides_values(holder: Any) -> bool:
    """Return whether an object names a secret, whose value stands beside the name.

    That is a key of OCPP 1.6 or a variable of 2.x; the value is in one of
    `VALUE_NAMES`.
    """
    if not isinstance(holder, dict):
        return False
    variable = holder.get("variable")
    named = variable.get("name") if isinstance(variable, dict) else holder.get("key")
    return isinstance(named, str) and is_secret(named)


def mask_text(text: str) -> str:
    """Mask what reads like a secret in a text: `password=…`, `ftp://user:…@host`."""
    text = _USER_INFO.sub(rf"\g<user>:{MASK}", text)
    return _NAMED_SECRET.sub(rf"\g<name>{MASK}", text)


def find_secrets(text: str) -> Iterator[tuple[int, int]]:
    """Tell where in a text the secrets stand that `mask_text` masks.

    Yields:
        Begin and end of each; they may overlap.
    """
    for pattern in (_USER_INFO, _NAMED_SECRET):
        for found in pattern.finditer(text):
            yield found.span("secret")
