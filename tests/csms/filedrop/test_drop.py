# SPDX-License-Identifier: Apache-2.0
import urllib.parse

import pytest

from ocppdesk.csms.filedrop.addresses import DropError, is_own
from ocppdesk.csms.filedrop.drop import FileDrop
from ocppdesk.csms.filedrop.options import DropOptions, FileProtocol
from ocppdesk.csms.filedrop.received import Inbox

DIGITS = b"0123456789"


@pytest.fixture
def inbox(folder):
    return Inbox(folder, charger="CP1", action="GetLog", limit_bytes=99)


def tell_nobody(_event):
    pass


async def test_the_url_of_a_file_ends_with_its_name(serve):
    async with serve(b"1", name="fw 2.bin") as served:
        assert served.parts.scheme == "http"
        assert served.parts.path.endswith("/fw_2.bin")
        assert len(served.parts.path.split("/")[1]) == 16


async def test_the_url_for_uploads_is_that_of_a_folder(serve, serve_ftp):
    async with serve() as served:
        assert served.url.endswith("/")
    async with serve_ftp() as served:
        assert served.parts.path == "/"
        assert served.parts.username
        assert served.parts.password == urllib.parse.quote(served.parts.password)


async def test_no_two_jobs_have_the_same_secrets(serve, serve_ftp):
    async with serve() as one, serve() as two:
        assert one.parts.path != two.parts.path
    async with serve_ftp() as one, serve_ftp() as two:
        assert one.parts.password != two.parts.password


async def test_only_the_wanted_address_is_listened_on(serve):
    async with serve() as served:
        assert served.parts.hostname == "127.0.0.1"


@pytest.mark.parametrize("protocol", list(FileProtocol))
async def test_a_routers_address_is_told_and_ours_listened_on(inbox, protocol):
    options = DropOptions(host="192.0.2.9", protocol=protocol)
    drop = FileDrop(options, inbox=inbox, on_event=tell_nobody)
    url = await drop.open("127.0.0.1")
    await drop.close()
    assert urllib.parse.urlsplit(url).hostname == "192.0.2.9"


@pytest.mark.parametrize(
    ("address", "words"),
    [("", "not known which address"), ("192.0.2.9", "has no address")],
)
async def test_an_address_that_is_none_is_told(inbox, address, words):
    drop = FileDrop(DropOptions(), inbox=inbox, on_event=tell_nobody)
    with pytest.raises(DropError, match=words):
        await drop.open(address)
    await drop.close()


@pytest.mark.skipif(not is_own("::1"), reason="There is no IPv6 here.")
@pytest.mark.parametrize("protocol", list(FileProtocol))
async def test_ipv6_works_too(serve, curl, tmp_path, protocol):
    async with serve(DIGITS, address="::1", protocol=protocol) as served:
        code, output = await curl("-g", "-o", tmp_path / "got", served.url)
        done = await served.until("done")
    assert (code, output) == (0, b"")
    assert (tmp_path / "got").read_bytes() == DIGITS
    assert done.host == "::1"


def test_a_server_does_one_of_the_two():
    with pytest.raises(ValueError, match="either"):
        FileDrop(DropOptions(), on_event=tell_nobody)
