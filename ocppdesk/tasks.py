# SPDX-License-Identifier: Apache-2.0
"""The one place that starts asyncio tasks: named, kept, and heard when they fail."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)
_running: set[asyncio.Task[Any]] = set()


def start(coroutine: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
    """Run a coroutine in the background of the current loop.

    The task is referenced until it ends, so it is not collected in mid-flight, and an
    exception that nobody awaits is logged with the task's name.

    Args:
        coroutine: What to run.
        name: What it is for, in a word or two; shown in logs.
    """
    task = asyncio.create_task(coroutine, name=name)
    _running.add(task)
    task.add_done_callback(_finished)
    return task


def detach(coroutine: Coroutine[Any, Any, object], *, name: str) -> None:
    """Start a task that nobody waits for; see `start`."""
    _task = start(coroutine, name=name)


def _finished(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("Task %s failed", task.get_name(), exc_info=error)
