# SPDX-License-Identifier: Apache-2.0
"""Where the files of the top-level `resources/` folder are."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    # An installed wheel carries the folder inside the package; a checkout has it
    # beside the package.
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of a resource, for example `resource("glossary", "x.toml")`."""
    return _root().joinpath(*parts)
