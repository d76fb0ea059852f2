# SPDX-License-Identifier: Apache-2.0
import asyncio
import base64
import http
import socket
import ssl

import pytest
from websockets.asyncio.server import serve
from websockets.exceptions import NegotiationError

from ocppdesk.core.versions import Version
from ocppdesk.simulator.configuration16 import Configuration16
from ocppdesk.simulator.configuration_values import Settings
from ocppdesk.simulator.link import (
    Address,
    LinkError,
    Opening,
    explain,
    write_texts,
)


def address(url="ws://127.0.0.1:1/ocpp", identity="SIM-1", version=Version.V16):
    return Address(url, identity, version)


@pytest.mark.parametrize(
    ("url", "identity", "full"),
    [
        ("ws://host:9000", "SIM-1", "ws://host:9000/SIM-1"),
        ("ws://host:9000/", "SIM-1", "ws://host:9000/SIM-1"),
        ("wss://host/a/b", "RDAM 123", "wss://host/a/b/RDAM%20123"),
        ("ws://host/a?k=v", "A/B:C", "ws://host/a/A%2FB%3AC?k=v"),
    ],
)
def test_identity_is_encoded_at_the_end_of_the_path(url, identity, full):
    assert address(url, identity).full == full


@pytest.mark.parametrize(
    "url",
    ["http://h", "h:9", "ws:///x", "", "ws://h:x", "ws://h:99999", "ws://[::1"],
)
def test_address_that_is_none_is_refused_with_an_example(url):
    with pytest.raises(ValueError, match=r"ws://192\.168"):
        address(url)


def test_version_names_its_sub_protocol():
    assert address().subprotocol == "ocpp1.6"
    assert address(version=Version.V201).subprotocol == "ocpp2.0.1"


def test_waits_grow_up_to_a_minute():
    opening = Opening(address())
    waits = [opening.wait_s(n) for n in range(12)]
    assert 2.0 <= waits[0] <= 2.5
    assert waits[3] >= 16.0
    assert 60.0 <= waits[11] <= 75.0


async def refusal(where, **more):
    with pytest.raises(LinkError) as caught:
        await Opening(where, **more).open(Configuration16())
    return str(caught.value)


async def test_nobody_listens():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    text = await refusal(address(f"ws://127.0.0.1:{port}"))
    assert text == (
        f"Nothing listens at 127.0.0.1:{port}. Start the CSMS, or check the port."
    )


class Csms:
    """A server that answers as `status` says and notes the requests."""

    def __init__(self):
        self.status = None
        self.requests = []
        self.port = 0

    def look(self, link, request):
        self.requests.append(request)
        if self.status is not None:
            return link.respond(http.HTTPStatus(self.status), "no\n")
        return None

    def choose(self, _link, offered):
        return "ocpp1.6" if "ocpp1.6" in offered else None


@pytest.fixture
async def csms():
    found = Csms()
    async with serve(
        lambda link: link.wait_closed(),
        "127.0.0.1",
        0,
        select_subprotocol=found.choose,
        process_request=found.look,
    ) as server:
        found.port = server.sockets[0].getsockname()[1]
        yield found


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "password"), (404, "knows no /ocpp/SIM-1"), (503, "HTTP 503")],
)
async def test_refusal_says_what_to_do(csms, status, words):
    csms.status = status
    text = await refusal(address(f"ws://127.0.0.1:{csms.port}/ocpp"))
    assert words in text


async def test_server_without_the_version_is_told(csms):
    where = address(f"ws://127.0.0.1:{csms.port}", version=Version.V201)
    assert "did not agree on ocpp2.0.1" in await refusal(where)


async def test_server_that_is_no_websocket_server_is_told():
    async def hello(_reader, writer):
        writer.write(b"220 mail ready\r\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(hello, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    text = await refusal(address(f"ws://127.0.0.1:{port}"))
    server.close()
    await server.wait_closed()
    assert "not as a WebSocket server" in text


async def test_tls_on_a_plain_port_is_told(csms):
    text = await refusal(address(f"wss://127.0.0.1:{csms.port}"))
    assert "TLS" in text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ssl.SSLError(1, "[SSL] bad"), "a certificate that this computer trusts"),
        (TimeoutError(), "does not answer"),
        (NegotiationError("x"), "let the charger speak another version"),
        (socket.gaierror(-2, "Name or service not known"), "Name or service not known"),
        (OSError(), "OSError"),
    ],
    ids=["certificate", "silence", "version", "no such host", "anything"],
)
def test_every_error_is_explained(error, words):
    text = explain(address(), error)
    assert words in text
    assert "127.0.0.1:1" in text


async def test_writing_ends_with_the_connection(csms):
    where = address(f"ws://127.0.0.1:{csms.port}")
    outgoing = asyncio.Queue()
    link = await Opening(where).open(Configuration16())
    outgoing.put_nowait(None)
    await write_texts(link, outgoing, lambda: None)
    outgoing.put_nowait("too late")
    await write_texts(link, outgoing, lambda: None)
    assert outgoing.empty()


@pytest.mark.parametrize(
    ("given", "key", "sent"),
    [
        ("secret", "", b"secret"),
        (b"\xff\x00", "", b"\xff\x00"),
        ("secret", "00ff" * 8, b"\x00\xff" * 8),
    ],
    ids=["text", "bytes", "set by the CSMS"],
)
async def test_password_is_sent_as_basic_authentication(csms, given, key, sent):
    where = address(f"ws://127.0.0.1:{csms.port}", "CP:1")
    settings: Settings = Configuration16({"AuthorizationKey": key})
    link = await Opening(where, password=given).open(settings)
    await link.close()
    scheme, _, pair = csms.requests[0].headers["Authorization"].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(pair) == b"CP:1:" + sent


async def test_each_text_that_has_left_is_told(csms):
    where = address(f"ws://127.0.0.1:{csms.port}")
    outgoing, left = asyncio.Queue(), []
    link = await Opening(where).open(Configuration16())
    for text in ("[1]", "[2]", None):
        outgoing.put_nowait(text)
    await write_texts(link, outgoing, lambda: left.append(outgoing.qsize()))
    assert left == [2, 1]
