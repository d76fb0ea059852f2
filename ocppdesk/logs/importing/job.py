# SPDX-License-Identifier: Apache-2.0
"""What the processes of an import are told to do, as one line of JSON."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ocppdesk.core.versions import Version
from ocppdesk.logs.reading.found import Assumptions, LogReader, View

Open = Callable[[Path, Assumptions], list[LogReader]]
"""Gives the readers of a file, an archive or a folder."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to read, and where to write it."""

    paths: tuple[Path, ...]
    """The files, archives and folders."""
    target: Path
    """The capture to make."""
    assumptions: Assumptions
    """What is known of all of them."""
    follow: bool = False
    """Whether to go on with what is appended."""
    merge: bool = False
    """Whether they are two logs of the same conversations."""


def job_line(job: Job) -> bytes:
    """Write a job as a line."""
    values = {
        "paths": [str(path) for path in job.paths],
        "target": str(job.target),
        "assumptions": plain_assumptions(job.assumptions),
        "follow": job.follow,
        "merge": job.merge,
    }
    # Not orjson: names of files may be no text.
    return json.dumps(values).encode() + b"\n"


def job_from_line(line: bytes) -> Job:
    """Read what `job_line` has written."""
    values = json.loads(line)
    return Job(
        tuple(Path(path) for path in values["paths"]),
        Path(values["target"]),
        assumptions_from(values["assumptions"]),
        values["follow"],
        values["merge"],
    )


def plain_assumptions(assumptions: Assumptions) -> dict[str, Any]:
    """Return what is known as plain values by name, without what is not."""
    values = asdict(assumptions)
    return {name: value for name, value in values.items() if value not in (None, {})}


def assumptions_from(values: dict[str, Any]) -> Assumptions:
    """Return what `plain_assumptions` has made plain."""
    known = dict(values)
    if "view" in known:
        known["view"] = View(known["view"])
    if "version" in known:
        known["version"] = Version(known["version"])
    return Assumptions(**known)
