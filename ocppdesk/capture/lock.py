# SPDX-License-Identifier: Apache-2.0
"""One writer for each capture: a lock in a file beside it."""

from pathlib import Path
from typing import TYPE_CHECKING

from ocppdesk.capture.errors import CaptureLockedError, CaptureUnwritableError

if TYPE_CHECKING:
    import filelock


def lock_path(path: Path) -> Path:
    """Return the file whose lock says that somebody records into a capture."""
    return path.with_name(f"{path.name}-lock")


def is_recording(path: Path) -> bool:
    """Return whether a program is recording into a capture right now."""
    if not lock_path(path).exists():
        return False
    try:
        locked(path).release()
    except CaptureLockedError:
        return True
    except CaptureUnwritableError:
        return False
    return False


def locked(path: Path) -> "filelock.FileLock":
    """Return the lock of a capture, taken; its folder is made if need be.

    Raises:
        CaptureLockedError: If somebody else has it.
        CaptureUnwritableError: If there is no place for it.
    """
    # Imported here: the window starts without recording anything.
    import filelock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(lock_path(path), timeout=0, thread_local=False)
        lock.acquire()
    except filelock.Timeout as error:
        raise CaptureLockedError(path) from error
    except OSError as error:
        raise CaptureUnwritableError(path, error.strerror or str(error)) from error
    return lock
