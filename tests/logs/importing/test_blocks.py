# SPDX-License-Identifier: Apache-2.0
import io

from ocppdesk.capture.log_records import LogState, LogSummary
from ocppdesk.logs.importing.blocks import Block, packed, read_packed, unpacked

HEARD = (0, 2, "1", "Heartbeat", None, None, None, None, None, (("", "Odd."),), "1.6")
BLOCK = Block(
    done=0.5,
    items=[
        (HEARD, '[2,"1","Heartbeat",{}]', 5, "CP1", "", True, 1, 7),
        (None, "Connected.", 6, "CP1", "x", True, 1, 8),
        (HEARD, "\ud800", 7, "", "", False, 1, 9),
    ],
    originals=[(1, "as it was")],
    seconds=[(1, 2, 3, 4)],
    lines=[(1, 2, "other", "Hello", "", None)],
    logs=[LogSummary(1, "a", "a", "text", "Text", LogState.FAILED, failure="No.")],
    is_whole=True,
    is_last=True,
)


def test_blocks_come_back_one_after_the_other():
    stream = io.BytesIO(packed(BLOCK) + packed(Block()))
    assert unpacked(read_packed(stream.read)) == BLOCK
    assert unpacked(read_packed(stream.read)) == Block()
    assert read_packed(stream.read) is None


def test_a_block_that_is_cut_off_is_none():
    data = packed(BLOCK)
    for length in (0, 3, 4, len(data) - 1):
        assert read_packed(io.BytesIO(data[:length]).read) is None
