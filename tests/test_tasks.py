# SPDX-License-Identifier: Apache-2.0
"""Background tasks have a name, are kept, and are heard when they fail."""

import asyncio
import gc
import weakref

import pytest

from ocppdesk.tasks import detach, start


async def test_the_result_can_be_awaited():
    async def work():
        return 5

    task = start(work(), name="counting")
    assert task.get_name() == "counting"
    assert await task == 5


async def test_a_task_is_kept_until_it_ends():
    go = asyncio.Event()

    async def work():
        await go.wait()

    task = weakref.ref(start(work(), name="waiting"))
    await asyncio.sleep(0)
    gc.collect()
    assert task() is not None
    go.set()
    await task()


async def test_a_failure_is_logged_with_the_name_of_the_task(caplog):
    async def work():
        raise RuntimeError("oh")

    task = start(work(), name="breaking")
    with pytest.raises(RuntimeError):
        await task
    [record] = caplog.records
    assert record.getMessage() == "Task breaking failed"
    assert record.exc_info[1] is task.exception()
    caplog.clear()


async def test_a_cancelled_task_is_no_failure(caplog):
    task = start(asyncio.Event().wait(), name="waiting")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert caplog.records == []


async def test_a_detached_task_runs_by_itself():
    done = asyncio.Event()

    async def work():
        done.set()

    assert detach(work(), name="working") is None
    async with asyncio.timeout(5):
        await done.wait()
