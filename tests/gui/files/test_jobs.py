# SPDX-License-Identifier: Apache-2.0
import asyncio
import urllib.error
import urllib.request

import pytest

from ocppdesk.core.transfers.requests import FirmwareWish, LogWish
from ocppdesk.csms.filedrop.options import DropOptions
from ocppdesk.gui.files.jobs import Jobs


class Told:
    """What jobs have told."""

    def __init__(self, jobs):
        self.begun, self.changed, self.failed = [], [], []
        jobs.begun.connect(self.begun.append)
        jobs.changed.connect(self.changed.append)
        jobs.failed.connect(self.failed.append)


def start(jobs, source, charger="CP1"):
    jobs.send_firmware(charger, source, wish=FirmwareWish(), options=DropOptions())


def is_closed(url):
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.URLError as error:
        return isinstance(error.reason, ConnectionRefusedError)
    return False


def test_without_an_engine_nothing_happens(qapp, image):
    jobs = Jobs()
    start(jobs, image)
    jobs.fetch_log("CP1", wish=LogWish(), options=DropOptions())
    jobs.cancel(1)
    assert not jobs.is_busy
    assert jobs.local_address("CP1").result() == ""


def test_why_a_job_cannot_start_is_told(play, image):
    async def story(bench):
        told = Told(bench.view.jobs)
        start(bench.view.jobs, image)
        await bench.until(lambda: told.failed)
        assert told.failed[0].startswith("CP1 is not connected.")
        assert not bench.view.jobs.is_busy

    play(story)


def test_a_job_is_told_from_its_beginning(play, image):
    async def story(bench):
        jobs = bench.view.jobs
        told = Told(jobs)
        async with bench.charger():
            start(jobs, image)
            await bench.until(lambda: told.begun)
            assert told.begun[0].number == 1
            await bench.until(lambda: told.changed[-1].is_over)
        assert jobs.states[1] == told.changed[-1]
        assert not jobs.is_busy

    play(story)


def test_closing_ends_the_file_servers(play, image):
    async def story(bench):
        jobs = bench.view.jobs
        told = Told(jobs)
        async with bench.charger():
            start(jobs, image)
            await bench.until(lambda: told.begun)
            jobs.close()
            async with asyncio.timeout(10):
                while not await asyncio.to_thread(is_closed, told.begun[0].url):
                    pass  # nobody in the window waits for it
            assert jobs.states == {}
        assert jobs.states == {}

    play(story)


@pytest.mark.parametrize("identity", ["CP1", ""])
def test_the_address_that_a_charger_reached_is_known(play, identity):
    async def story(bench):
        async with bench.charger():
            found = bench.view.jobs.local_address(identity)
            reached = await asyncio.wrap_future(found)
        assert reached == ("127.0.0.1" if identity else "")

    play(story)
