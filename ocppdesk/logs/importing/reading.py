# SPDX-License-Identifier: Apache-2.0
"""The process that reads, once it has its job."""

from collections.abc import Callable

from ocppdesk.logs.importing.blocks import Block, packed
from ocppdesk.logs.importing.job import Job
from ocppdesk.logs.importing.producing import Open, Producer
from ocppdesk.logs.reading.opening import open_logs


def read_all(
    job: Job, write: Callable[[bytes], object], flush: Callable[[], None]
) -> None:
    """Read all logs of a job and send what is in them.

    Args:
        job: What is to be read.
        write: Takes bytes of blocks.
        flush: Sends them on their way.
    """
    opener: Open = open_logs

    def send(block: Block) -> None:
        write(packed(block))
        flush()

    producer = Producer(send)
    producer.open(job, opener)
    producer.read()
    producer.flush(is_whole=True, is_last=True)
