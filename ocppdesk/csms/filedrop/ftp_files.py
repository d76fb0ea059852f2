# SPDX-License-Identifier: Apache-2.0
"""What a charger sees of the file server when it speaks FTP: one folder of pretence.

There is no folder on the disk behind it. Any path leads to it, the one file to fetch
is in it, and what is stored goes to the inbox under a name of its own.
"""

import os
import stat
import warnings
from typing import Any, BinaryIO, Final

from ocppdesk.csms.filedrop.names import PathError, check_name, path_of
from ocppdesk.csms.filedrop.offers import Offer, OfferChanged
from ocppdesk.csms.filedrop.received import Inbox, ReceivedFile, Upload, UploadRefused
from ocppdesk.csms.filedrop.reports import Reporter, TransferReport

with warnings.catch_warnings():
    # WORKAROUND for https://github.com/giampaolo/pyftpdlib/issues/560: it is built on
    # asynchat, which Python 3.11 still has, and complains about.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.exceptions import FilesystemError
    from pyftpdlib.filesystems import AbstractedFS

NOWHERE: Final = "\0"
"""Stands for a path that is refused."""


class Stored:
    """The sizes of what was stored, by path: chargers ask for it afterwards."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}


class Incoming:
    """A file that is being stored; pyftpdlib takes it for an open file.

    Args:
        upload: Where it goes.
        report: Told how it goes.
        path: What the charger calls it.
        stored: Told when it is whole.
    """

    def __init__(
        self, upload: Upload, report: TransferReport, path: str, *, stored: Stored
    ) -> None:
        self.name = path
        self.closed = False
        self._upload = upload
        self._report = report
        self._stored = stored

    def write(self, data: bytes) -> None:
        """Take bytes.

        Raises:
            UploadRefused: If there are too many, or the disk refuses.
        """
        self._upload.write(data)
        self._report.advance(len(data))

    def finish(self) -> None:
        """Keep the file.

        Raises:
            UploadRefused: If the disk refuses.
        """
        received: ReceivedFile = self._upload.finish()
        self.closed = True
        self._stored.sizes[self.name] = received.size
        self._report.done(received)

    def give_up(self, reason: str) -> None:
        """Throw away what has come in, and tell so."""
        if not self.closed:
            self.closed = True
            self._upload.discard()
            done = self._report.done_bytes
            self._report.broken(f"{reason} {done} bytes had come in.")

    def close(self) -> None:
        """Throw away what has come in, if it was not kept."""
        self.give_up("The connection closed in the middle of the file.")


class Outgoing:
    """A file that is being fetched; pyftpdlib takes it for an open file.

    Args:
        file: The file.
        reporter: Told how it goes.
        path: What the charger calls it.
        size: The length of the file.
    """

    def __init__(
        self, file: BinaryIO, reporter: Reporter, path: str, *, size: int
    ) -> None:
        self.name = path
        self.read = file.read
        self._file = file
        self._reporter = reporter
        self._size = size
        self._begin = 0
        self._report: TransferReport | None = None

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._file.closed

    def seek(self, position: int) -> None:
        """Begin elsewhere than at the beginning."""
        self._begin = position
        self._file.seek(position)

    def sent(self, count: int) -> None:
        """Note that some bytes have gone over."""
        if self._report is None:
            self._report = self._reporter.transfer(
                "RETR",
                self.name.rpartition("/")[2],
                is_upload=False,
                total_bytes=self._size,
                done_bytes=self._begin,
            )
        self._report.advance(count)

    def end(self) -> None:
        """Tell how it ended."""
        report, self._report = self._report, None
        if report is None:
            return
        if report.is_complete:
            report.done()
        else:
            report.broken(
                "The connection closed in the middle of the file. It has "
                f"{report.done_bytes} bytes."
            )

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Pretence(AbstractedFS):  # type: ignore[misc] # pyftpdlib has no types
    """The file system of one FTP session.

    Its paths are those that the charger sees; none of them is one of this computer.
    """

    def __init__(self, _root: str, cmd_channel: Any) -> None:
        super().__init__("/", cmd_channel)
        self._offer: Offer | None = cmd_channel.offer
        self._inbox: Inbox | None = cmd_channel.inbox
        self._stored: Stored = cmd_channel.stored
        self._reporter: Reporter = cmd_channel.reporter

    # Overrides of AbstractedFS.

    def ftp2fs(self, ftppath: str) -> str:
        """Return a path as this class has it, or `NOWHERE`."""
        climbs = ftppath.replace("\\", "/").split("/")
        try:
            if ".." in climbs and set(climbs) - {"..", ""}:
                path_of(ftppath.replace("%", "%25"))
            for part in climbs:
                if part != "..":
                    check_name(part)
        except PathError:
            return NOWHERE
        return str(self.ftpnorm(ftppath.replace("\\", "/")))

    def fs2ftp(self, fspath: str) -> str:
        """Return a path as the charger sees it."""
        return "/" if fspath == NOWHERE else fspath

    def validpath(self, path: str) -> bool:
        """Return whether a path may be used."""
        return path != NOWHERE

    def realpath(self, path: str) -> str:
        """Return the path: there are no links."""
        return path

    def open(self, filename: str, mode: str) -> Incoming | Outgoing:
        """Open the file to fetch, or make ready for one to store."""
        name = filename.rpartition("/")[2]
        if "r" in mode and "+" not in mode:
            return self._open_offer(filename, name)
        if self._inbox is None:
            raise FilesystemError("This job gives a file and takes none")
        if "+" in mode:
            raise FilesystemError("Parts of a file are not taken; send it whole")
        report = self._reporter.transfer("STOR", name, is_upload=True, total_bytes=None)
        try:
            upload = self._inbox.begin(name, self._reporter.peer)
        except UploadRefused as error:
            raise FilesystemError(str(error).rstrip(".")) from error
        return Incoming(upload, report, filename, stored=self._stored)

    def _open_offer(self, path: str, name: str) -> Outgoing:
        if self._offer is None:
            raise FilesystemError("Files are taken here, not given")
        if name != self._offer.name:
            raise FilesystemError(f"Here is only {self._offer.name}")
        try:
            file = self._offer.open()
        except OfferChanged as error:
            raise FilesystemError(str(error).rstrip(".")) from error
        return Outgoing(file, self._reporter, path, size=self._offer.size)

    def mkstemp(
        self, suffix: str = "", prefix: str = "", dir: str = "", mode: str = "wb"
    ) -> Incoming | Outgoing:
        """Make ready for a file without a name (STOU)."""
        return self.open(f"{dir.rstrip('/')}/{prefix.rstrip('.')}{suffix}", mode)

    def chdir(self, path: str) -> None:
        """Go anywhere: chargers append folders of their own."""
        self.cwd = path

    def mkdir(self, path: str) -> None:
        """Pretend to make a folder."""

    def listdir(self, path: str) -> list[str]:
        """Return the one file, wherever one looks."""
        return [] if self._offer is None else [self._offer.name]

    listdirinfo = listdir

    def rename(self, src: str, dst: str) -> None:
        """Pretend to rename: some store under a passing name first."""
        if src not in self._stored.sizes:
            raise FilesystemError("Only what was stored can be renamed")
        self._stored.sizes[dst] = self._stored.sizes.pop(src)

    def rmdir(self, path: str) -> None:
        """Refuse."""
        raise FilesystemError("Nothing can be removed here")

    remove = rmdir

    def stat(self, path: str) -> os.stat_result:
        """Return what there is to know about a path."""
        if not self.isfile(path):
            return os.stat_result((stat.S_IFDIR | 0o755, *[0] * 9))
        modified = 0 if self._offer is None else self._offer.modified_ns // 10**9
        values = (stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, self.getsize(path))
        return os.stat_result((*values, modified, modified, modified))

    lstat = stat

    def isfile(self, path: str) -> bool:
        """Return whether a path is that of the one file, or of one that was stored."""
        if path in self._stored.sizes:
            return True
        return self._offer is not None and path.rpartition("/")[2] == self._offer.name

    def isdir(self, path: str) -> bool:
        """Return whether a path is that of a folder."""
        return not self.isfile(path)

    lexists = isfile

    def islink(self, path: str) -> bool:
        """Return that nothing is a link."""
        return False

    def getsize(self, path: str) -> int:
        """Return the length of a file."""
        if path in self._stored.sizes:
            return self._stored.sizes[path]
        return 0 if self._offer is None else self._offer.size

    def getmtime(self, path: str) -> float:
        """Return when a file was written, seconds since 1970."""
        return 0.0 if self._offer is None else self._offer.modified_ns / 10**9

    def get_user_by_uid(self, uid: int) -> str:
        """Return who owns a file, for listings."""
        return "ocppdesk"

    get_group_by_gid = get_user_by_uid
