# SPDX-License-Identifier: Apache-2.0
import asyncio
import contextlib
import ftplib
import io
import os
import socket

import pytest

FIRMWARE = os.urandom(700_000)
DIGITS = b"0123456789"


def client(served, *, user=None, password=None):
    ftp = ftplib.FTP(timeout=10)
    try:
        ftp.connect(served.parts.hostname, served.parts.port)
        ftp.login(user or served.parts.username, password or served.parts.password)
    except BaseException:
        ftp.close()
        raise
    return ftp


def in_thread(served, act):
    """Act as a client in another thread: ftplib waits."""

    def run():
        with client(served) as ftp:
            return act(ftp)

    return asyncio.to_thread(run)


def fetch(ftp, name="charger-2.0.0.bin", **options):
    out = io.BytesIO()
    ftp.retrbinary(f"RETR {name}", out.write, **options)
    return out.getvalue()


def store(ftp, name, content=DIGITS, command="STOR"):
    return ftp.storbinary(f"{command} {name}", io.BytesIO(content))


async def test_curl_downloads_the_file_and_the_events_say_how_far_it_is(
    serve_ftp, curl, tmp_path
):
    async with serve_ftp(FIRMWARE) as served:
        code, output = await curl("-o", tmp_path / "got", served.url)
        assert (code, output) == (0, b"")
        done = await served.until("done")
    assert (tmp_path / "got").read_bytes() == FIRMWARE
    assert (done.command, done.name, done.percent) == ("RETR", "charger-2.0.0.bin", 100)
    assert done.protocol == "FTP"
    assert done.host == "127.0.0.1"
    assert served.kinds[:3] == ["connected", "asked", "begun"]


async def test_curl_goes_on_where_it_stopped(serve_ftp, curl, tmp_path):
    target = tmp_path / "got"
    target.write_bytes(FIRMWARE[:300_000])
    async with serve_ftp(FIRMWARE) as served:
        code, _ = await curl("-C", "-", "-o", target, served.url)
        done = await served.until("done")
    assert code == 0
    assert target.read_bytes() == FIRMWARE
    assert served.of("begun")[0].percent >= 42
    assert done.done_bytes == len(FIRMWARE)


async def test_curl_stores_a_file(serve_ftp, curl, tmp_path):
    path = tmp_path / "diag.zip"
    path.write_bytes(FIRMWARE)
    async with serve_ftp() as served:
        code, _ = await curl("-T", path, served.url)
        done = await served.until("done")
    assert code == 0
    assert (served.folder / "diag.zip").read_bytes() == FIRMWARE
    assert (done.command, done.is_upload, done.stored_as) == ("STOR", True, "diag.zip")


async def test_curl_makes_folders_on_the_way(serve_ftp, curl, tmp_path):
    path = tmp_path / "diag.zip"
    path.write_bytes(DIGITS)
    async with serve_ftp() as served:
        url = f"{served.url}logs/2027/"
        code, output = await curl("--ftp-create-dirs", "-T", path, url)
    assert (code, output) == (0, b"")
    assert served.files == ["diag.zip"]


async def test_active_mode_works_too(serve_ftp, curl, tmp_path):
    async with serve_ftp(DIGITS) as served:
        code, _ = await curl("-P", "-", "-o", tmp_path / "got", served.url)
    assert code == 0
    assert (tmp_path / "got").read_bytes() == DIGITS


async def test_texts_come_as_they_are(serve_ftp):
    text = b"one\r\ntwo\nthree\r"

    def act(ftp):
        ftp.sendcmd("TYPE A")
        with ftp.transfercmd("STOR a.log") as data:
            data.sendall(text)
        return ftp.voidresp()

    async with serve_ftp() as served:
        assert (await in_thread(served, act)).startswith("226")
    assert (served.folder / "a.log").read_bytes() == text


async def test_sizes_and_lists_are_told(serve_ftp):
    def act(ftp):
        ftp.cwd("/some/where")
        listed = []
        ftp.retrlines("LIST", listed.append)
        names, facts = ftp.nlst(), list(ftp.mlsd())
        size = ftp.size("charger-2.0.0.bin")
        return names, size, facts[0][1]["size"], listed[0].split()[-1]

    async with serve_ftp(DIGITS) as served:
        names, size, fact, listed = await in_thread(served, act)
    assert names == ["charger-2.0.0.bin"]
    assert (size, fact, listed) == (10, "10", "charger-2.0.0.bin")


async def test_what_was_stored_has_a_size_and_another_name_if_wanted(serve_ftp):
    def act(ftp):
        store(ftp, "a.tmp")
        ftp.rename("a.tmp", "a.log")
        return ftp.size("a.log")

    async with serve_ftp() as served:
        assert await in_thread(served, act) == 10
    assert served.files == ["a.tmp"]


@pytest.mark.parametrize("command", ["STOR", "APPE"])
async def test_nothing_is_overwritten(serve_ftp, command):
    def act(ftp):
        store(ftp, "a.log", b"1", command)
        store(ftp, "a.log", b"22", command)

    async with serve_ftp() as served:
        await in_thread(served, act)
    assert served.files == ["a-2.log", "a.log"]
    assert (served.folder / "a.log").read_bytes() == b"1"


REFUSED_IN_UPLOADS = {
    "reading": (lambda ftp: fetch(ftp, "a.log"), "not given"),
    "removing": (lambda ftp: ftp.delete("a.log"), "privileges"),
    "climbing": (lambda ftp: store(ftp, "../../etc/evil"), "leads out"),
    "climbing with backslashes": (lambda ftp: store(ftp, "..\\..\\evil"), "leads out"),
    "control characters": (lambda ftp: store(ftp, "a\x00b"), "no path"),
    "long names": (lambda ftp: store(ftp, 300 * "n"), "no path"),
    "going on": (
        lambda ftp: ftp.storbinary("STOR a.log", io.BytesIO(b"x"), rest=4),
        "send it whole",
    ),
}


@pytest.mark.parametrize("name", REFUSED_IN_UPLOADS)
async def test_what_is_not_allowed_is_refused_and_told(serve_ftp, name):
    act, words = REFUSED_IN_UPLOADS[name]
    async with serve_ftp() as served:
        with pytest.raises(ftplib.error_perm):
            await in_thread(served, act)
        refused = await served.until("refused")
    assert words in refused.reason
    assert served.files == []


async def test_a_job_that_gives_a_file_takes_none(serve_ftp):
    async with serve_ftp(DIGITS) as served:
        with pytest.raises(ftplib.error_perm, match="takes none"):
            await in_thread(served, lambda ftp: store(ftp, "a.log"))
        with pytest.raises(ftplib.error_perm, match="only charger"):
            await in_thread(served, lambda ftp: fetch(ftp, "/etc/passwd"))


async def test_a_wrong_password_is_refused_and_told(serve_ftp):
    async with serve_ftp(DIGITS) as served:
        with pytest.raises(ftplib.error_perm, match="530"):
            await asyncio.to_thread(client, served, password="wrong")
        refused = await served.until("refused")
    assert "password is wrong" in refused.reason
    assert "wrong" not in refused.name


async def test_a_job_takes_no_more_than_its_limit(serve_ftp):
    async with serve_ftp(limit=100_000) as served:
        with pytest.raises((ftplib.Error, OSError)):
            await in_thread(served, lambda ftp: store(ftp, "a.log", FIRMWARE))
        broken = await served.until("broken")
    assert "at most" in broken.reason
    assert served.files == []


async def test_an_upload_that_breaks_off_leaves_nothing_behind(serve_ftp):
    def begin(ftp):
        data = ftp.transfercmd("STOR a.log")
        data.sendall(FIRMWARE[:1000])
        return data

    async with serve_ftp() as served:
        ftp = await asyncio.to_thread(client, served)
        data = await asyncio.to_thread(begin, ftp)
        await served.until("begun")
        # A reset, as of a charger that loses its power.
        data.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        data.close()
        with pytest.raises(ftplib.error_temp, match="426"):
            await asyncio.to_thread(ftp.voidresp)
        ftp.close()
        broken = await served.until("broken")
    assert "1000 bytes had come in" in broken.reason
    assert served.files == []


async def test_an_upload_that_comes_to_a_halt_is_given_up(serve_ftp):
    def act(ftp):
        with ftp.transfercmd("STOR a.log") as data:
            data.sendall(b"half")
            with pytest.raises(ftplib.error_temp, match="421"):
                ftp.voidresp()

    async with serve_ftp(stall_s=0.3) as served:
        await in_thread(served, act)
        await served.until("broken")
    assert served.files == []


async def test_a_client_that_says_nothing_is_cut_off(serve_ftp):
    async with serve_ftp(DIGITS, stall_s=0.1) as served:
        assert b"timed out" in await served.raw(b"")


async def test_an_endless_command_takes_no_memory(serve_ftp):
    async with serve_ftp(DIGITS, stall_s=0.5) as served:
        with contextlib.suppress(ConnectionError):
            await served.raw(b"USER " + b"x" * 10_000_000)
        assert "too long" in (await served.until("refused")).reason
    assert served.kinds.count("refused") == 1


async def test_data_goes_over_the_ports_that_are_allowed(serve_ftp, free_ports):
    def act(ftp):
        return ftp.makepasv()[1]

    async with serve_ftp(DIGITS, ports=free_ports) as served:
        assert served.parts.port in free_ports
        port = await in_thread(served, act)
    assert port in free_ports
    assert port != served.parts.port


async def test_closing_cuts_off_whoever_is_there(serve_ftp):
    async with serve_ftp(DIGITS) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.parts.port)
        await served.until("connected")
        await served.drop.close()
        await reader.read()
        writer.transport.abort()
        with pytest.raises(OSError, match="Connect"):
            await asyncio.open_connection("127.0.0.1", served.parts.port)
