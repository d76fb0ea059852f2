# SPDX-License-Identifier: Apache-2.0
"""Which program has a port that is in use."""

import os
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

import psutil

# Programs that run others: their own name tells nobody what to close.
_RUNNERS: Final = ("java", "python", "pythonw", "node", "dotnet", "php", "ruby")
_NAMES_NEXT: Final = ("-jar", "-m")  # options that what is run follows


def port_holder(port: int) -> str:
    """Return which program listens on a TCP port of this computer.

    It looks through all processes, which takes a tenth of a second: not for a loop that
    others wait for.

    Args:
        port: The port.

    Returns:
        Its name and the number of its process, such as `java steve.jar, process 4120`;
        empty where the system does not tell, as of other users' programs.
    """
    try:
        found = psutil.net_connections(kind="tcp")
        pids = [
            one.pid
            for one in found
            if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port
        ]
        pid = next((pid for pid in pids if pid), None)
        if pid is None:
            return ""
        process = psutil.Process(pid)
        name = program_name(process.name(), process.cmdline())
    except (psutil.Error, OSError):
        return ""
    return f"{name}, process {pid}"


def program_name(name: str, command: Sequence[str]) -> str:
    """Return what a program is called, with what it runs if it only runs others.

    Args:
        name: What the system calls it.
        command: Its command line.
    """
    plain = name.lower().removesuffix(".exe").rstrip("0123456789.")
    if plain not in _RUNNERS:
        return name
    words = list(command[1:])
    for number, word in enumerate(words):
        if word in _NAMES_NEXT and number + 1 < len(words):
            return f"{name} {_last(words[number + 1])}"
        if not word.startswith("-"):
            return f"{name} {_last(word)}"
    return name


def _last(path: str) -> str:
    return PurePath(path.replace("\\", os.sep)).name or path
