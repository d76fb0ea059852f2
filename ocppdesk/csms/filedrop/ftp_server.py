# SPDX-License-Identifier: Apache-2.0
"""The file server for chargers that speak FTP, in a thread of its own."""

import asyncio
import contextlib
import hmac
import logging
import socket
import threading
import warnings
from collections.abc import Sequence
from typing import Any, Final

from ocppdesk.core.transfers.events import FileEvent, FileEventKind
from ocppdesk.csms.filedrop.ftp_files import (
    NOWHERE,
    Incoming,
    Outgoing,
    Pretence,
    Stored,
)
from ocppdesk.csms.filedrop.names import shown
from ocppdesk.csms.filedrop.offers import Offer
from ocppdesk.csms.filedrop.options import DropOptions
from ocppdesk.csms.filedrop.received import Inbox, UploadRefused
from ocppdesk.csms.filedrop.reports import OnEvent, Reporter

with warnings.catch_warnings():
    # WORKAROUND for https://github.com/giampaolo/pyftpdlib/issues/560: see ftp_files.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.exceptions import AuthenticationFailed
    from pyftpdlib.handlers import DTPHandler, FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

_MOST_PEERS: Final = 64  # sockets, with those for data
_MOST_OF_ONE_HOST: Final = 16
_PATIENCE: Final = 5  # some log in first, and then pack their logs for minutes
_LONGEST_COMMAND: Final = 2048
_POLL_S: Final = 0.1  # how soon the thread hears that it is to end
_PERMISSIONS: Final = "elrwamf"  # all but removing, and changing modes and times
_TOLD: Final = frozenset({"RETR", "STOR", "APPE", "STOU", "DELE", "RMD", "MFMT"})

# What peers do wrong is told as events.
_silent = logging.getLogger("pyftpdlib")
_silent.addHandler(logging.NullHandler())
_silent.setLevel(logging.CRITICAL + 1)


class FtpServer:
    """Serves one file, or takes files, for a user whom nobody guesses.

    Args:
        user: The user's name.
        password: The user's password.
        options: The limits.
        offer: The file that may be fetched.
        inbox: Where files go that are sent.
        on_event: Told each event, in the loop's thread.
    """

    def __init__(
        self,
        user: str,
        password: str,
        *,
        options: DropOptions,
        offer: Offer | None = None,
        inbox: Inbox | None = None,
        on_event: OnEvent,
    ) -> None:
        self.user = user
        self.password = password
        self.options = options
        self.offer = offer
        self.inbox = inbox
        self.stored = Stored()
        self.masquerade_address: str | None = None
        self.passive_ports: Sequence[int] | None = None
        self._on_event = on_event
        self._loop: asyncio.AbstractEventLoop
        self._stopping = threading.Event()
        self._ended = asyncio.Event()
        self._thread: threading.Thread | None = None

    def open(
        self,
        listening: socket.socket,
        *,
        told_address: str | None = None,
        passive_ports: Sequence[int] | None = None,
    ) -> None:
        """Serve on a socket that listens.

        Args:
            listening: The socket.
            told_address: The IPv4 address that peers are told for data; None tells the
                one that they have come to.
            passive_ports: The ports for data; None takes any free ones.
        """
        self._loop = asyncio.get_running_loop()
        self.masquerade_address = told_address
        self.passive_ports = passive_ports
        io_loop = IOLoop.factory()
        server = FTPServer(listening, _Session, ioloop=io_loop, backlog=16)
        server.desk = self
        server.max_cons = _MOST_PEERS
        server.max_cons_per_ip = _MOST_OF_ONE_HOST
        self._thread = threading.Thread(
            target=self._run, args=(io_loop, server), name="ftp", daemon=True
        )
        self._thread.start()

    async def close(self) -> None:
        """Stop, and cut off whoever is still there."""
        if self._thread is not None:
            self._stopping.set()
            await self._ended.wait()
            self._thread.join()

    def tell(self, event: FileEvent) -> None:
        """Pass on an event from the thread of this server."""
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._on_event, event)

    def _run(self, io_loop: Any, server: Any) -> None:
        try:
            while not self._stopping.is_set():
                io_loop.loop(timeout=_POLL_S, blocking=False)
        finally:
            server.close_all()
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._ended.set)


class _Door:
    """Lets the one user in: pyftpdlib's authorizer.

    Args:
        desk: Whose user.
    """

    def __init__(self, desk: FtpServer) -> None:
        self._desk = desk

    def validate_authentication(
        self, username: str, password: str, _handler: Any
    ) -> None:
        given = f"{username}:{password}".encode("utf-8", "replace")
        wanted = f"{self._desk.user}:{self._desk.password}".encode()
        if not hmac.compare_digest(given, wanted):
            raise AuthenticationFailed("The user or the password is wrong.")

    def get_home_dir(self, _username: str) -> str:
        return "/"

    def get_msg_login(self, _username: str) -> str:
        return "Welcome."

    def get_msg_quit(self, _username: str) -> str:
        return "Goodbye."

    def has_perm(self, _username: str, perm: str, _path: str | None = None) -> bool:
        return perm in _PERMISSIONS

    def get_perms(self, _username: str) -> str:
        return _PERMISSIONS

    def impersonate_user(self, _username: str, _password: str) -> None:
        pass

    def terminate_impersonation(self, _username: str) -> None:
        pass


class _Data(DTPHandler):  # type: ignore[misc] # pyftpdlib has no types
    """A connection for data."""

    def __init__(self, sock: socket.socket, cmd_channel: Any) -> None:
        self.timeout = cmd_channel.stall_s
        super().__init__(sock, cmd_channel)

    # Overrides of DTPHandler.

    def handle_read(self) -> None:
        try:
            data = self.socket.recv(self.ac_in_buffer_size)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            # pyftpdlib takes a connection that breaks for the end of the file.
            self._give_up("426 The connection broke; transfer aborted.")
            return
        if not data:
            self.handle_close()
            return
        self.tot_bytes_received += len(data)
        try:
            self.file_obj.write(data)
        except UploadRefused as error:
            self.file_obj.give_up(str(error))
            self._give_up(f"552 {error}")

    handle_read_event = handle_read

    def send(self, data: bytes) -> int:
        count = int(super().send(data))
        if count and isinstance(self.file_obj, Outgoing):
            self.file_obj.sent(count)
        return count

    def close(self) -> None:
        file = self.file_obj
        if self._closed:
            return
        if isinstance(file, Incoming) and self.transfer_finished and not file.closed:
            try:
                file.finish()
            except UploadRefused as error:
                file.give_up(str(error))
                self._resp = (f"451 {error}", _silent.debug)
        elif isinstance(file, Outgoing):
            file.end()
        super().close()

    def _give_up(self, response: str) -> None:
        self.transfer_finished = False
        self._resp = (response, _silent.debug)
        self.close()


class _Session(FTPHandler):  # type: ignore[misc] # pyftpdlib has no types
    """A connection for commands."""

    banner = "OCPP Desk"
    dtp_handler = _Data
    abstracted_fs = Pretence
    use_sendfile = False  # its bytes could not be counted
    max_login_attempts = 3
    auth_failed_timeout = 1

    def __init__(self, conn: socket.socket, server: Any, ioloop: Any = None) -> None:
        desk: FtpServer = server.desk
        self._is_cut_off = False
        self.offer, self.inbox, self.stored = desk.offer, desk.inbox, desk.stored
        self.stall_s = desk.options.stall_s
        self.timeout = self.stall_s * _PATIENCE
        self.masquerade_address = desk.masquerade_address
        self.passive_ports = desk.passive_ports
        self.authorizer = _Door(desk)
        self.reporter = Reporter(desk.tell, "FTP", "unknown:0")
        super().__init__(conn, server, ioloop=ioloop)
        host = str(self.remote_ip).removeprefix("::ffff:")
        peer = f"[{host}]" if ":" in host else host
        self.reporter = Reporter(desk.tell, "FTP", f"{peer}:{self.remote_port}")

    @property
    def _current_type(self) -> str:
        """Always binary: what is kept is kept as it came."""
        return "i"

    @_current_type.setter
    def _current_type(self, _wanted: str) -> None:
        pass

    # Overrides of FTPHandler.

    def on_connect(self) -> None:
        self.reporter.tell(FileEventKind.CONNECTED)

    def on_login(self, username: str) -> None:
        self.reporter.tell(FileEventKind.ASKED, "USER", name=username)

    def on_login_failed(self, username: str, password: str) -> None:
        reason = "The user or the password is wrong. Use the URL as it is."
        self.reporter.tell(FileEventKind.REFUSED, "USER", name=username, reason=reason)

    def handle_max_cons(self) -> None:
        self._too_many()
        super().handle_max_cons()

    def handle_max_cons_per_ip(self) -> None:
        self._too_many()
        super().handle_max_cons_per_ip()

    def _too_many(self) -> None:
        reason = "Too many connections at once."
        self.reporter.tell(FileEventKind.REFUSED, reason=reason)

    def log_cmd(self, cmd: str, arg: str, respcode: int, respstr: str) -> None:
        if respcode >= 500 and cmd in _TOLD:
            reason = f"{respstr.strip()}."
            if arg == NOWHERE:
                reason = "The path leads out of its folder, or is no path."
            name = "" if arg == NOWHERE else shown(str(arg))
            self.reporter.tell(FileEventKind.REFUSED, cmd, name=name, reason=reason)

    def collect_incoming_data(self, data: bytes) -> None:
        if self._is_cut_off:
            return
        if self._in_buffer_len + len(data) > _LONGEST_COMMAND:
            # Whoever is told so again and again, and does not listen, fills the memory.
            self.reporter.tell(FileEventKind.REFUSED, reason="The command is too long.")
            self.respond("500 Command too long.")
            self.close_when_done()
            self._is_cut_off = True
            return
        super().collect_incoming_data(data)

    def log_exception(self, instance: Any) -> None:
        logging.getLogger(__name__).exception("Serving FTP failed in %r", instance)
