# SPDX-License-Identifier: Apache-2.0
import asyncio
import hashlib
import os
import urllib.request

import pytest

from ocppdesk.csms.filedrop import http_server
from tests.csms.filedrop.responses import split

FIRMWARE = os.urandom(700_000)
DIGITS = b"0123456789"


async def test_curl_downloads_the_file_and_the_events_say_how_far_it_is(
    serve, curl, tmp_path
):
    async with serve(FIRMWARE) as served:
        code, output = await curl("-o", tmp_path / "got", served.url)
        assert (code, output) == (0, b"")
        done = await served.until("done")
    assert (tmp_path / "got").read_bytes() == FIRMWARE
    assert served.kinds[:2] == ["connected", "begun"]
    assert (done.command, done.name, done.percent) == ("GET", "charger-2.0.0.bin", 100)
    assert done.protocol == "HTTP"
    assert done.host == "127.0.0.1"
    percents = [event.percent for event in served.events[1:]]
    assert percents == sorted(percents)


async def test_curl_goes_on_where_it_stopped(serve, curl, tmp_path):
    target = tmp_path / "got"
    target.write_bytes(FIRMWARE[:300_000])
    async with serve(FIRMWARE) as served:
        code, _ = await curl("-C", "-", "-o", target, served.url)
        done = await served.until("done")
    assert code == 0
    assert target.read_bytes() == FIRMWARE
    assert served.of("begun")[0].percent >= 42
    assert done.done_bytes == len(FIRMWARE)


async def test_urllib_downloads_the_file(serve):
    async with serve(FIRMWARE) as served:

        def fetch():
            with urllib.request.urlopen(served.url, timeout=10) as response:
                return response.read()

        assert await asyncio.to_thread(fetch) == FIRMWARE


@pytest.mark.parametrize(
    ("wanted", "status", "place", "body"),
    [
        ("bytes=2-4", 206, "bytes 2-4/10", b"234"),
        ("bytes=7-", 206, "bytes 7-9/10", b"789"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=-30", 206, "bytes 0-9/10", DIGITS),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=10-", 416, "bytes */10", None),
        ("bytes=-0", 416, "bytes */10", None),
        ("bytes=1-2,4-5", 200, None, DIGITS),
        ("bytes=5-2", 200, None, DIGITS),
        ("lines=1-2", 200, None, DIGITS),
    ],
)
async def test_ranges(serve, wanted, status, place, body):
    async with serve(DIGITS) as served:
        found, headers, got = await served.ask("GET", "", f"Range: {wanted}")
    assert (found, headers.get("content-range")) == (status, place)
    assert headers["accept-ranges"] == "bytes"
    assert body is None or got == body


async def test_a_range_of_another_file_gets_the_whole_one(serve):
    async with serve(DIGITS) as served:
        asked = ("GET", "", "Range: bytes=5-", 'If-Range: "another"')
        status, headers, body = await served.ask(*asked)
        assert (status, body) == (200, DIGITS)
        asked = ("GET", "", "Range: bytes=5-", f"If-Range: {headers['etag']}")
        status, _, body = await served.ask(*asked)
    assert (status, body) == (206, DIGITS[5:])


async def test_a_part_that_is_not_the_last_one_ends_nothing(serve):
    async with serve(DIGITS) as served:
        await served.ask("GET", "", "Range: bytes=0-4")
        event = await served.until("progress")
    assert event.percent == 50
    assert not served.of("done")


async def test_head_tells_the_length_and_sends_nothing(serve):
    async with serve(DIGITS) as served:
        status, headers, body = await served.ask("HEAD")
        assert (status, headers["content-length"], body) == (200, "10", b"")
    assert served.kinds == ["connected", "asked"]


async def test_several_requests_go_over_one_connection(serve):
    async with serve(DIGITS) as served:
        one = served.request("HEAD").replace(b"Connection: close\r\n", b"")
        answer = await served.raw(one + served.request("GET"))
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert answer.endswith(DIGITS)
    assert served.kinds.count("connected") == 1


async def test_superfluous_slashes_and_folders_are_put_up_with(serve):
    async with serve(DIGITS) as served:
        token = served.parts.path.split("/")[1]
        for path in (f"//{token}//charger-2.0.0.bin", f"/{token}/a/charger-2.0.0.bin",
                     f"/{token}/", f"/{token}/charger-2.0.0.bin?x=1"):  # fmt: skip
            request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            assert split(await served.raw(request.encode()))[2] == DIGITS


async def test_a_whole_url_in_the_request_is_put_up_with(serve):
    async with serve(DIGITS) as served:
        request = f"GET {served.url} HTTP/1.0\r\n\r\n"
        assert split(await served.raw(request.encode()))[2] == DIGITS


async def test_a_missing_host_is_put_up_with(serve):
    async with serve(DIGITS) as served:
        one = f"GET {served.parts.path} HTTP/1.1\r\n\r\n".encode()
        last = served.request()
        answer = await served.raw(one + one + last)
    assert answer.count(b"200 OK") == 3


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/", 404, "none of this job"),
        ("/wrong/charger-2.0.0.bin", 404, "none of this job"),
        ("/{token}/other.bin", 404, "only charger-2.0.0.bin"),
        ("/{token}/../../etc/passwd", 400, "leads out"),
        ("/{token}/%2e%2e/%2e%2e/etc/passwd", 400, "leads out"),
        ("/{token}/..%2f..%2fetc%2fpasswd", 400, "leads out"),
        ("/{token}/..%5c..%5cboot.ini", 400, "leads out"),
        ("/{token}/a%00b", 400, "control characters"),
        ("/{token}/" + 300 * "x", 400, "255 are the most"),
    ],
)
async def test_wrong_paths_are_refused_and_told(serve, path, status, words):
    async with serve(DIGITS) as served:
        token = served.parts.path.split("/")[1]
        target = path.format(token=token)
        request = f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        found, _, body = split(await served.raw(request.encode()))
    refused = served.of("refused")[0]
    assert found == status
    assert words in body.decode()
    assert words in refused.reason
    assert DIGITS not in body


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PROPFIND"])
async def test_a_job_that_gives_a_file_takes_none(serve, method):
    async with serve(DIGITS) as served:
        status, headers, _ = await served.ask(method, "", "Content-Length: 0")
    assert status == 405
    assert headers["allow"] == "get, head, options"
    assert served.of("refused")[0].command == method


async def test_options_tells_what_can_be_done(serve):
    async with serve() as served:
        status, headers, _ = await served.ask("OPTIONS")
    assert (status, headers["allow"]) == (204, "get, head, options, put, post")


async def test_the_folder_for_uploads_is_there(serve):
    async with serve() as served:
        status, _, body = await served.ask("GET")
        assert (status, b"waits for a file" in body) == (200, True)
        status, _, _ = await served.ask("GET", "some.log")
        assert status == 404


async def test_a_file_that_was_changed_meanwhile_is_not_given(serve, tmp_path):
    async with serve(DIGITS) as served:
        (tmp_path / "charger-2.0.0.bin").write_bytes(b"another")
        status, _, body = await served.ask("GET")
    assert status == 500
    assert str(tmp_path) not in body.decode()
    assert "has been changed" in served.of("refused")[0].reason


async def test_a_charger_that_leaves_in_the_middle_is_told(serve):
    content = bytes(30_000_000)
    async with serve(content) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        writer.write(served.request())
        await reader.readexactly(1_000_000)
        writer.transport.abort()
        broken = await served.until("broken")
    assert 0 < broken.done_bytes < len(content)
    assert "It has" in broken.reason


async def test_a_charger_that_takes_nothing_is_given_up(serve):
    async with serve(bytes(30_000_000), stall_s=0.3) as served:
        _reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        writer.write(served.request())
        broken = await served.until("broken")
        writer.transport.abort()
    assert "took nothing for 0.3 s" in broken.reason


async def test_closing_cuts_off_a_download(serve):
    async with serve(bytes(30_000_000)) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        writer.write(served.request())
        await served.until("begun")
        await served.drop.close()
        assert "job ended" in (await served.until("broken")).reason
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(30_000_000)
        writer.transport.abort()
        with pytest.raises(OSError, match="Connect"):
            await asyncio.open_connection("127.0.0.1", served.parts.port)


# Hostile peers.


async def test_a_head_that_never_ends_is_cut_off(serve):
    async with serve(DIGITS, head_timeout_s=0.3) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        writer.write(b"GET / HTTP/1.1\r\n")
        assert split(await reader.read())[0] == 408
        assert "not complete after 0.3 s" in served.of("refused")[0].reason
        writer.transport.abort()


async def test_a_connection_without_a_request_is_closed_without_a_word(serve):
    async with serve(DIGITS, head_timeout_s=0.3) as served:
        assert await served.raw(b"") == b""
    assert served.kinds == ["connected"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000, 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS? \r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"NONSENSE\r\n\r\n", 400),
    ],
)
async def test_what_is_no_request_is_refused(serve, data, status):
    async with serve(DIGITS) as served:
        assert split(await served.raw(data))[0] == status
    assert "rules of HTTP" in served.of("refused")[0].reason


async def test_a_body_that_nobody_wants_is_not_read(serve):
    async with serve(DIGITS) as served:
        status, headers, body = await served.ask("GET", "", "Content-Length: 999999999")
    assert (status, headers["connection"], body) == (200, "close", DIGITS)


async def test_a_flood_of_requests_is_held_up(serve):
    async with serve(bytes(100_000), stall_s=0.5) as served:
        _reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        one = served.request("GET").replace(b"Connection: close\r\n", b"")

        async def flood():
            while True:
                writer.write(one * 100)
                await writer.drain()

        # Whoever takes nothing is not listened to any more, and soon cut off.
        with pytest.raises(OSError):  # noqa: PT011 - reset, or a broken pipe
            await asyncio.wait_for(flood(), 10)
        writer.transport.abort()
    assert "took nothing" in served.of("broken")[-1].reason


async def test_a_host_has_only_so_many_connections(serve):
    async with serve(DIGITS) as served:
        writers = []
        for _ in range(http_server._MOST_OF_ONE_HOST + 1):
            _reader, writer = await asyncio.open_connection(
                "127.0.0.1", served.parts.port
            )
            writers.append(writer)
        refused = await served.until("refused")
        for writer in writers:
            writer.transport.abort()
    assert "Too many" in refused.reason


async def test_the_file_is_what_it_was(serve):
    async with serve(FIRMWARE) as served:
        got = (await served.ask())[2]
    assert hashlib.sha256(got).digest() == hashlib.sha256(FIRMWARE).digest()
