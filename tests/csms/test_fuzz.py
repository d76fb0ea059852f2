# SPDX-License-Identifier: Apache-2.0
"""Nonsense of every kind: the CSMS answers the next one, and forgets nothing of it."""

import base64
import contextlib
import functools
import hashlib
import itertools
import json
import logging
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Outcome
from ocppdesk.capture.search import Search
from ocppdesk.core.messages import Direction
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.options import Options
from ocppdesk.filters.nodes import of_charger
from ocppdesk.filters.values import Context

TEXT, BINARY = 1, 2  # opcodes, RFC 6455, 5.2

# A charger that sends whatever bytes it is told to.


class Peer:
    """A WebSocket client without scruples.

    Args:
        port: Where the CSMS listens.
        identity: Who to be.
    """

    _numbers = itertools.count(1)

    def __init__(self, port, identity="FUZZ", subprotocol="ocpp1.6"):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET /{identity} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n"
            f"Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n".encode()
        )
        self._heard = b""
        self._until(b"\r\n\r\n")

    def send(self, data):
        self._socket.sendall(data)

    def beat(self):
        """Send a Heartbeat and wait for its answer; fail if the connection is gone."""
        mark = f"beat-{next(self._numbers)}"
        self.send(framed(f'[2,"{mark}","Heartbeat",{{}}]'.encode()))
        self._until(f'[3,"{mark}"'.encode())

    def close(self):
        self._socket.close()

    def _until(self, mark):
        while mark not in self._heard:
            data = self._socket.recv(2**16)
            assert data, "The CSMS closed the connection."
            # The mark may have come in two parts.
            self._heard = self._heard[-len(mark) :] + data
        self._heard = b""


def framed(data, opcode=TEXT, *, fin=True):
    """Put bytes into a frame, with a mask that changes nothing (RFC 6455, 5.3)."""
    head = bytes([(0x80 if fin else 0) | opcode])
    if len(data) < 126:
        head += bytes([0x80 | len(data)])
    elif len(data) < 2**16:
        head += b"\xfe" + len(data).to_bytes(2)
    else:
        head += b"\xff" + len(data).to_bytes(8)
    return head + bytes(4) + data


def in_fragments(data, opcode, cuts):
    """Split a message into fragments, with a ping in between."""
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    parts = [data[low:high] for low, high in itertools.pairwise(edges)]
    frames = [
        framed(part, 0 if number else opcode, fin=number == len(parts) - 1)
        for number, part in enumerate(parts)
    ]
    return framed(b"ping", 9).join(frames)


# What it says: frames that are nearly right, JSON that is none, and plain noise.

VALID = [
    '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]',
    '[2,"2","StatusNotification",{"connectorId":1,"status":"Faulted","errorCode":'
    '"GroundFailure","info":"x","timestamp":"2026-01-01T00:00:00Z"}]',
    '[2,"3","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":5,'
    '"timestamp":"2026-01-01T00:00:00Z"}]',
    '[2,"4","MeterValues",{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp"'
    ':"2026-01-01T00:00:00Z","sampledValue":[{"value":"1.5","unit":"V"}]}]}]',
    '[2,"5","StopTransaction",{"transactionId":7,"meterStop":9,"timestamp":"x"}]',
    '[2,"6","Heartbeat",{}]',
    '[2,"7","DataTransfer",{"vendorId":"v","data":"d"}]',
    '[2,"8","TransactionEvent",{"eventType":"Started","timestamp":"x","triggerReason":'
    '"Authorized","seqNo":0,"transactionInfo":{"transactionId":"t"},"evse":{"id":1}}]',
    '[2,"9","NotifyReport",{"requestId":1,"generatedAt":"x","seqNo":0,"reportData":[]}]',
    '[2,"10","GetCertificateChainStatus",{"certificateStatusRequests":[{}]}]',
    '[2,"11","VatNumberValidation",{"vatNumber":"1"}]',
    '[3,"12",{"status":"Accepted"}]',
    '[4,"13","NotSupported","",{}]',
    '[5,"14","FormatViolation","",{}]',
    '[6,"15","NotifyPeriodicEventStream",{"id":1,"pending":0,"basetime":"x","data":[]}]',
]
SPLINTERS = [
    *'[]{}",:\\\x00\x01\ufeff 😀é',
    r"\ud800", r"\u0000", "null", "true", "NaN", "-Infinity", "1e999", "-0", "0.1",
    "9" * 25, "9" * 5000, "[" * 50, "[" * 300, '{"a":' * 300, "2", "3", "4", "6", "99",
    '"Heartbeat"', '"StartTransaction"', '"idTag":', '"transactionId":', "[]", "{}",
    '"connectorId":9223372036854775808', "x" * 3000,
]  # fmt: skip


def mutated(text, chance):
    """Damage a text in one to four places."""
    for _ in range(chance.randint(1, 4)):
        low = chance.randrange(len(text) + 1)
        high = min(len(text), low + chance.choice([0, 0, 1, 1, 2, 5, 20]))
        match chance.randrange(4):
            case 0:
                middle = chance.choice(SPLINTERS)
            case 1:
                middle = text[low:high] * chance.randint(2, 3)
            case 2:
                other = chance.choice(VALID)
                begin = chance.randrange(len(other))
                middle = other[begin : begin + chance.randint(1, 30)]
            case _:
                middle = ""
        text = text[:low] + middle + text[high:]
    return text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
NEARLY = st.builds(mutated, st.sampled_from(VALID), st.randoms(use_true_random=False))
ARRAYS = st.tuples(
    st.integers(0, 9) | JSON,
    st.text() | JSON,
    st.sampled_from(["Heartbeat", "StartTransaction", "BootNotification"]) | JSON,
    JSON,
)
MESSAGES = st.one_of(
    NEARLY.map(lambda text: text.encode("utf-8", "surrogatepass")),
    ARRAYS.map(lambda parts: json.dumps(parts).encode()),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(),
)
SENDINGS = st.tuples(
    MESSAGES, st.sampled_from([TEXT, BINARY]), st.lists(st.integers(0), max_size=3)
)

# With the health checks off the machine may be slow: it is shared, and the network is
# in between.
patiently = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck)
)


def _is_the_librarys_own(record):
    """Tell the one complaint of the WebSocket library about itself.

    WORKAROUND for websockets 17.4: it stumbles in `send_response` when it refuses a
    request whose sender has already closed his direction; the connection just ends.
    """
    if record.exc_info is None or record.exc_info[0] is not AssertionError:
        return False
    trace = record.exc_info[2]
    while trace.tb_next:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_qualname == "Protocol.send_eof"


@pytest.fixture(scope="module")
def _without_the_librarys_own_complaints():
    logger = logging.getLogger("ocppdesk.websockets")

    def is_ours(record):
        return not _is_the_librarys_own(record)

    logger.addFilter(is_ours)
    yield
    logger.removeFilter(is_ours)


@pytest.fixture(scope="module")
def engine(tmp_path_factory, _without_the_librarys_own_complaints):
    """One engine for all examples: harm done by one shows in the next."""
    folder = tmp_path_factory.mktemp("fuzz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OCPPDESK_HOME", str(folder / "home"))
        options = Options(host="127.0.0.1", port=0, handshake_timeout_s=0.5)
        engine = Engine(folder / "fuzz.ocppdesk", options)
        engine.start()
        engine.ready.result(timeout=10)
        yield engine
        engine.stop()


@pytest.fixture(scope="module")
def reader(engine):
    reader = CaptureReader(engine.state.capture)
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def peers(engine):
    """One lasting connection of each version."""
    found = {
        name: Peer(engine.state.port, name, name)
        for name in ("ocpp1.6", "ocpp2.0.1", "ocpp2.1")
    }
    yield found
    for peer in found.values():
        peer.close()


def as_bytes(raw):
    return raw.encode() if isinstance(raw, str) else raw


@pytest.mark.parametrize("version", ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"])
@patiently
@given(sendings=st.lists(SENDINGS, min_size=1, max_size=6))
def test_whatever_a_charger_says_is_recorded_and_the_next_call_answered(
    engine, reader, peers, version, sendings
):
    after = reader.last_id()
    for data, opcode, cuts in sendings:
        peers[version].send(in_fragments(data, opcode, cuts))
    peers[version].beat()
    messages = reader.messages(range(after + 1, reader.last_id() + 1))
    raws = [as_bytes(m.raw) for m in messages if m.direction is Direction.IN]
    assert b"".join(raws[:-1]) == b"".join(data for data, _opcode, _cuts in sendings)


@pytest.mark.parametrize("version", ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"])
@patiently
@given(data=st.lists(st.binary(max_size=40) | NEARLY.map(str.encode), max_size=4))
def test_noise_in_place_of_websocket_frames_harms_nobody_else(
    engine, peers, version, data
):
    stranger = Peer(engine.state.port, "STRANGER", version)
    with contextlib.suppress(OSError):
        for part in data:
            stranger.send(part)
    stranger.close()
    peers[version].beat()


@patiently
@given(
    first=st.integers(0, 255),
    second=st.integers(0, 255),
    rest=st.binary(max_size=140),
)
def test_no_frame_header_harms_anybody_else(engine, peers, first, second, rest):
    stranger = Peer(engine.state.port, "STRANGER")
    with contextlib.suppress(OSError):
        stranger.send(bytes([first, second]) + rest)
        stranger.send(framed(VALID[0].encode()))
    stranger.close()
    peers["ocpp1.6"].beat()


REQUEST = (
    "GET /STRANGER HTTP/1.1\r\nHost: 127.0.0.1:9000\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
    "Sec-WebSocket-Protocol: ocpp1.6, ocpp2.0.1\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    "Authorization: Basic QTpC\r\n\r\n"
)
BAD_BITS = [
    "\r\n", "\n", "\x00", ":", " ", "/", "%", "%zz", "%00", "é", "?", "#", "://",
    "ocpp", "x" * 9000, "GET ", "Host: y\r\n", "\r\n\r\n", ",", ";", "=",
]  # fmt: skip


def mutated_request(chance):
    text = REQUEST
    for _ in range(chance.randint(1, 4)):
        low = chance.randrange(len(text) + 1)
        high = min(len(text), low + chance.choice([0, 1, 3, 10, 40]))
        text = text[:low] + chance.choice(["", *BAD_BITS]) + text[high:]
    return text.encode()


@patiently
@given(
    data=st.binary(max_size=80)
    | st.builds(mutated_request, st.randoms(use_true_random=False))
)
def test_whatever_comes_in_place_of_a_request_is_recorded_as_an_attempt(
    engine, reader, peers, data
):
    with socket.create_connection(("127.0.0.1", engine.state.port), timeout=10) as peer:
        own_address = f"127.0.0.1:{peer.getsockname()[1]}"
        with contextlib.suppress(OSError):
            peer.sendall(data)
            peer.shutdown(socket.SHUT_WR)
            while peer.recv(2**16):
                pass
    peers["ocpp1.6"].beat()
    found = next(c for c in reader.connections() if c.peer == own_address)
    assert found.outcome is not Outcome.WAITING
    assert found.cause
    assert found.head[:4] == data[:4]


# A flood.

FLOOD = int(os.environ.get("OCPPDESK_FLOOD", "24000"))
# Growth that caches and the allocator may still show after the warm-up: 2 MB, or 4 of
# a hundred thousand messages.
FLAT_MB = 1.5 + FLOOD / 40_000


def hostile_messages(seed):
    """Yield what to send, for ever: bytes, opcode and where to cut it."""
    chance = random.Random(seed)
    while True:
        kind = chance.random()
        if kind < 0.8:
            data = mutated(chance.choice(VALID), chance).encode("utf-8", "replace")
        elif kind < 0.9:
            data = chance.randbytes(chance.randrange(200))
        else:
            data = b'[2,"' + chance.randbytes(8) + b'","Heartbeat",{}]'
        cuts = [chance.randrange(2**16)] if chance.random() < 0.1 else []
        yield data, chance.choice([TEXT, TEXT, TEXT, BINARY]), cuts


def flood(port, identity, messages, *, digest, count):
    """Send messages over one connection, never far ahead of the answers."""
    version = {"0": "ocpp1.6", "1": "ocpp2.0.1"}.get(identity[-1], "ocpp2.1")
    peer = Peer(port, identity, version)
    while count > 0:
        burst = list(itertools.islice(messages, min(count, 250)))
        count -= len(burst)
        peer.send(b"".join(in_fragments(*message) for message in burst))
        peer.beat()
        for data, _opcode, _cuts in burst:
            digest.update(data)
    peer.close()


def recorded_digest(reader, identity):
    """Hash what the capture has of a charger, without the Heartbeats in between."""
    digest = hashlib.sha256()
    found = Search(reader).ids(of_charger(identity), Context(now=0, latest=0))
    for block, _low in reversed(list(found)):
        for message in reader.messages(block[::-1].tolist()):
            beat = isinstance(message.raw, str) and message.raw.startswith('[2,"beat-')
            if message.direction is Direction.IN and not beat:
                digest.update(as_bytes(message.raw))
    return digest.hexdigest()


@pytest.fixture
def served(tmp_path):
    """Run `ocppdesk serve` in a process of its own: process, port and capture."""
    path = tmp_path / "flood.ocppdesk"
    words = ["serve", "--host", "127.0.0.1", "--port", "0", "--quiet"]
    process = subprocess.Popen(
        [sys.executable, "-m", "ocppdesk", *words, "--capture", path],
        stderr=subprocess.PIPE,
        text=True,
    )
    port = int(re.search(r"port (\d+)", process.stderr.readline())[1])
    yield process, port, path
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in complaints


def test_a_flood_of_hostile_messages_leaves_the_memory_flat_and_is_recorded(served):
    process, port, path = served
    watched = psutil.Process(process.pid)
    digests = {f"HOSTILE-{number}": hashlib.sha256() for number in range(4)}
    streams = {name: hostile_messages(name) for name in digests}
    sizes = []
    for _third in range(3):
        count = FLOOD // 3 // len(digests) + 1
        threads = [
            threading.Thread(
                target=functools.partial(
                    flood, port, name, streams[name], digest=digest, count=count
                )
            )
            for name, digest in digests.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sizes.append(watched.memory_info().rss / 2**20)
    assert sizes[-1] - sizes[0] < FLAT_MB, sizes
    last = Peer(port)
    last.beat()
    last.close()
    reader = CaptureReader(path)
    recorded = {name: recorded_digest(reader, name) for name in digests}
    reader.close()
    assert recorded == {name: digest.hexdigest() for name, digest in digests.items()}
