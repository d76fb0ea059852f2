# SPDX-License-Identifier: Apache-2.0
import asyncio
import hashlib
import os
import tracemalloc
import urllib.request

import pytest

LOG = os.urandom(400_000)


def multipart(*parts, boundary="xyz"):
    """Build the body of a form: (headers, content) each."""
    body = b"".join(
        b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary.encode(), head.encode(), content)
        for head, content in parts
    )
    return body + f"--{boundary}--\r\n".encode()


def file_part(name="diag.log", content=b"hello"):
    head = f'Content-Disposition: form-data; name="f"; filename="{name}"'
    return f"{head}\r\nContent-Type: text/plain", content


FIELD = ('Content-Disposition: form-data; name="serial"', b"42")


def stored(served, name):
    return (served.folder / name).read_bytes()


async def test_curl_puts_a_file_and_it_is_stored_whole(serve, curl, tmp_path):
    path = tmp_path / "diag.zip"
    path.write_bytes(LOG)
    async with serve() as served:
        code, _ = await curl("-T", path, served.url)
        done = await served.until("done")
    assert code == 0
    assert stored(served, "diag.zip") == LOG
    assert (done.command, done.name, done.percent) == ("PUT", "diag.zip", 100)
    assert done.stored_as == "diag.zip"
    assert done.sha256 == hashlib.sha256(LOG).hexdigest()
    assert done.is_upload
    assert served.kinds[:2] == ["connected", "begun"]


@pytest.mark.parametrize(
    "ways",
    [
        ("-H", "Transfer-Encoding: chunked", "-T"),
        ("-H", "Expect: 100-continue", "-T"),
        ("-X", "POST", "-H", "Content-Type: text/plain", "-T"),
        ("-0", "-T"),
    ],
    ids=["chunked", "expect", "POST", "HTTP/1.0"],
)
async def test_curl_uploads_in_other_ways(serve, curl, tmp_path, ways):
    path = tmp_path / "diag.log"
    path.write_bytes(LOG)
    async with serve() as served:
        code, output = await curl(*ways, path, f"{served.url}/logs//diag.log")
        await served.until("done")
    assert (code, served.files) == (0, ["diag.log"])
    assert b"file is here" in output
    assert stored(served, "diag.log") == LOG


async def test_curl_sends_a_form(serve, curl, tmp_path):
    path = tmp_path / "diag.log"
    path.write_bytes(LOG)
    async with serve() as served:
        code, _ = await curl("-F", "serial=42", "-F", f"file=@{path}", served.url)
        await served.until("done")
    assert (code, served.files) == (0, ["diag.log"])
    assert stored(served, "diag.log") == LOG


async def test_urllib_puts_a_file(serve):
    async with serve() as served:
        request = urllib.request.Request(f"{served.url}a.log", LOG, method="PUT")
        await asyncio.to_thread(lambda: urllib.request.urlopen(request).close())
    assert stored(served, "a.log") == LOG


async def test_a_form_may_have_several_files_and_fields(serve):
    body = multipart(FIELD, file_part("a.log", b"1"), FIELD, file_part("b.log", b"22"))
    async with serve() as served:
        status, _, _ = await served.ask(
            "POST",
            "",
            "Content-Type: multipart/form-data; boundary=xyz",
            f"Content-Length: {len(body)}",
            body=body,
        )
    assert (status, served.files) == (201, ["a.log", "b.log"])
    assert served.kinds.count("done") == 2


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (multipart(FIELD), "multipart/form-data; boundary=xyz", "no file"),
        (multipart(file_part())[:-9], "multipart/form-data; boundary=xyz", "middle"),
        (b"no form", "multipart/form-data; boundary=xyz", "broken"),
    ],
    ids=["no file", "cut", "no form"],
)
async def test_forms_that_are_none_are_refused(serve, body, content_type, words):
    async with serve() as served:
        status, _, text = await served.ask(
            "POST",
            "",
            f"Content-Type: {content_type}",
            f"Content-Length: {len(body)}",
            body=body,
        )
    assert status == 400
    assert words in text.decode()
    assert served.files == []


async def test_a_name_may_stand_beside_the_path(serve):
    head = 'Content-Disposition: attachment; filename="log 7.txt"'
    async with serve() as served:
        await served.ask("POST", "", head, "Content-Length: 2", body=b"ok")
        await served.ask("PUT", "", "Content-Length: 2", body=b"ok")
    assert served.files == ["log 7.txt", "upload"]


async def test_nothing_is_overwritten(serve):
    async with serve() as served:
        for body in (b"1", b"2", b"3"):
            await served.ask("PUT", "a.log", "Content-Length: 1", body=body)
    assert served.files == ["a-2.log", "a-3.log", "a.log"]
    assert stored(served, "a.log") == b"1"


async def test_an_empty_file_is_a_file(serve):
    async with serve() as served:
        status, _, _ = await served.ask("PUT", "a.log", "Content-Length: 0")
        done = await served.until("done")
    assert (status, done.percent) == (201, 100)
    assert stored(served, "a.log") == b""


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ([], 411, "how long"),
        (["Content-Length: 20000"], 413, "0.0156 MB at most"),
        (["Content-Length: 5", "Content-Range: bytes 5-9/10"], 400, "send it whole"),
    ],
)
async def test_uploads_that_cannot_be_taken_are_refused(serve, headers, status, words):
    async with serve(limit=2**14) as served:
        found, _, body = await served.ask("PUT", "a.log", *headers)
    assert found == status
    assert words in body.decode()
    assert words in served.of("refused")[0].reason
    assert served.files == []


@pytest.mark.parametrize("name", ["..%2f..%2fevil", "a%00b", "%0d%0aX", 300 * "n"])
async def test_absurd_names_are_refused(serve, name):
    async with serve() as served:
        status, _, _ = await served.ask("PUT", name, "Content-Length: 1", body=b"x")
    assert status == 400
    assert served.files == []
    assert not list(served.folder.parent.parent.rglob("*evil*"))


async def test_a_name_in_a_form_leads_nowhere(serve):
    body = multipart(file_part("../../../evil.sh"))
    async with serve() as served:
        await served.ask(
            "POST",
            "",
            "Content-Type: multipart/form-data; boundary=xyz",
            f"Content-Length: {len(body)}",
            body=body,
        )
    assert served.files == ["evil.sh"]


async def test_an_upload_that_breaks_off_leaves_nothing_behind(serve):
    async with serve() as served:
        request = served.request("PUT", "a.log", "Content-Length: 100", body=b"half")
        await served.raw(request, half_close=True)
        broken = await served.until("broken")
    assert "4 bytes had come in" in broken.reason
    assert served.files == []


async def test_an_upload_that_comes_to_a_halt_is_given_up(serve):
    async with serve(stall_s=0.3) as served:
        request = served.request("PUT", "a.log", "Content-Length: 100", body=b"half")
        await served.raw(request)
        broken = await served.until("broken")
    assert "Nothing came for 0.3 s" in broken.reason
    assert served.files == []


async def test_closing_in_the_middle_leaves_nothing_behind(serve):
    async with serve() as served:
        _reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        body = bytes(300_000)
        writer.write(served.request("PUT", "a", "Content-Length: 900000", body=body))
        await served.until("progress")
        await served.drop.close()
        writer.transport.abort()
    assert served.files == []


async def test_an_endless_upload_ends_at_the_limit(serve):
    async with serve(limit=1_000_000) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        writer.write(served.request("PUT", "a", "Transfer-Encoding: chunked"))

        async def flood():
            chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
            while True:
                writer.write(chunk)
                await writer.drain()

        with pytest.raises(OSError):  # noqa: PT011 - reset, or a broken pipe
            await asyncio.wait_for(flood(), 10)
        refused = await served.until("refused")
        writer.transport.abort()
        del reader
    assert "at most" in refused.reason
    assert served.files == []


async def test_a_large_upload_takes_little_memory(serve):
    size = 30_000_000
    async with serve(limit=size) as served:
        _reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        tracemalloc.start()
        try:
            writer.write(served.request("PUT", "a", f"Content-Length: {size}"))
            for _ in range(30):
                writer.write(bytes(1_000_000))
                await writer.drain()
            await served.until("done")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        writer.transport.abort()
    assert peak < 10_000_000


async def test_broken_chunks_are_refused(serve):
    async with serve() as served:
        request = served.request("PUT", "a.log", "Transfer-Encoding: chunked")
        answer = await served.raw(request + b"nonsense\r\n")
    assert b" 400 " in answer
    assert served.files == []


async def test_a_charger_that_asks_first_is_not_told_to_send_too_much(serve):
    async with serve(limit=10) as served:
        status, headers, _ = await served.ask(
            "PUT", "a.log", "Content-Length: 11", "Expect: 100-continue"
        )
    assert (status, headers["connection"]) == (413, "close")
