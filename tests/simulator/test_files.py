# SPDX-License-Identifier: Apache-2.0
"""Against servers of the standard library and against pyftpdlib."""

import threading
import warnings
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from ocppdesk.simulator.files import fetch_file, put_text

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer


class _Store(BaseHTTPRequestHandler):
    def do_PUT(self):
        length = int(self.headers["Content-Length"])
        self.server.stored = (self.path, self.rfile.read(length).decode())
        self.send_response(404 if "missing" in self.path else 201)
        self.end_headers()

    def do_GET(self):
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"half" if "half" in self.path else b"0123456789")

    def log_message(self, *arguments):
        """Keep quiet."""


@pytest.fixture
def store():
    with HTTPServer(("127.0.0.1", 0), _Store) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def ftp(tmp_path):
    """An FTP server with one user; returns its URL."""

    class Handler(FTPHandler):
        authorizer = DummyAuthorizer()

    Handler.authorizer.add_user("us er", "p:w", str(tmp_path), perm="elrw")
    io_loop = IOLoop.factory()
    server = FTPServer(("127.0.0.1", 0), Handler, ioloop=io_loop)
    stopping = threading.Event()

    def run():
        while not stopping.is_set():
            io_loop.loop(timeout=0.01, blocking=False)
        server.close_all()

    thread = Thread(target=run)
    thread.start()
    yield f"ftp://us%20er:p%3Aw@127.0.0.1:{server.address[1]}"
    stopping.set()
    thread.join()


def test_text_is_put_on_a_server(store):
    base = f"http://127.0.0.1:{store.server_port}"
    assert put_text(f"{base}/logs/a.log", "hello")
    assert store.stored == ("/logs/a.log", "hello")
    assert not put_text(f"{base}/missing/a.log", "hello")


def test_text_is_put_on_an_ftp_server(ftp, tmp_path):
    (tmp_path / "logs").mkdir()
    assert put_text(f"{ftp}/a.log", "hello")
    assert put_text(f"{ftp}/logs/b.log", "hello")
    assert (tmp_path / "a.log").read_text() == "hello"
    assert (tmp_path / "logs" / "b.log").read_text() == "hello"
    assert not put_text(f"{ftp}/missing/a.log", "hello")


def test_a_file_is_fetched(store, ftp, tmp_path):
    (tmp_path / "fw.bin").write_bytes(bytes(100_000))
    base = f"http://127.0.0.1:{store.server_port}"
    assert fetch_file(f"{base}/fw.bin") == 10
    assert fetch_file(f"{ftp}/fw.bin") == 100_000


def test_a_file_that_does_not_come_whole_is_none(store, ftp):
    base = f"http://127.0.0.1:{store.server_port}"
    assert fetch_file(f"{base}/missing") is None
    assert fetch_file(f"{base}/half") is None
    assert fetch_file(f"{ftp}/missing") is None
    assert fetch_file(ftp.replace("p%3Aw", "wrong")) is None


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/a.log", "http://", "ftp://127.0.0.1:1/a", "ftp://"]
)
def test_what_cannot_be_reached_is_no_accident(url):
    assert not put_text(url, "hello")
    assert fetch_file(url) is None
