# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.tshark_fields import TsharkFieldsFormat, TsharkFieldsReader

IN, OUT = Direction.IN, Direction.OUT
HEADER = (
    "frame.number\tframe.time_epoch\tip.src\ttcp.srcport\tip.dst\ttcp.dstport"
    "\twebsocket.payload.text\n"
)
UP = "192.0.2.7\t50123\t192.0.2.1\t9000"
DOWN = "192.0.2.1\t9000\t192.0.2.7\t50123"
BOOT = '[2,"1","BootNotification",{}]'


def table(*rows):
    made = (
        f"{number}\t1767225600.{number:06}000\t{ends}\t{text}\n"
        for number, (ends, text) in enumerate(rows, start=1)
    )
    return HEADER + "".join(made)


def test_addresses_and_ports_tell_the_direction(read_as):
    read = read_as(
        TsharkFieldsReader,
        table(
            (DOWN, '[2,"7","DataTransfer",{}]'),
            (UP, BOOT),
            (DOWN, '[3,"1",{}]'),
            (UP, '[2,"8","DataTransfer",{}]'),
        ),
    )
    assert [frame.direction for frame in read.frames] == [OUT, IN, OUT, IN]
    assert {frame.link for frame in read.frames} == {"192.0.2.7:50123"}
    assert read.frames[0].at == 1_767_225_600_000_001


def test_without_telling_actions_the_frames_are_read_all_the_same(read_as):
    (frame,) = read_as(TsharkFieldsReader, table((UP, '[3,"1",{}]'))).frames
    assert frame.direction is None


def test_ip_6_is_read(read_as):
    text = table((UP, BOOT)).replace("ip.", "ipv6.").replace("192.0.2.7", "2001:db8::7")
    (frame,) = read_as(TsharkFieldsReader, text).frames
    assert frame.link == "2001:db8::7:50123"


def test_tables_of_tshark_are_recognised(tmp_path):
    confidence = TsharkFieldsFormat().confidence
    assert confidence(tmp_path, HEADER.encode()) > 0.9
    assert confidence(tmp_path, HEADER.replace("\t", ",").encode()) > 0.9
    assert confidence(tmp_path, b"time,message\n") == 0
