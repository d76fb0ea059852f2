# SPDX-License-Identifier: Apache-2.0
"""Files to write messages to: whole, or not there at all."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ocppdesk.capture.errors import CaptureLockedError
from ocppdesk.capture.lock import is_recording
from ocppdesk.capture.recorder import Recorder
from ocppdesk.logs.errors import ExistsError, MissingPackageError, UnwritableError
from ocppdesk.logs.writing.capture_file import CaptureTarget
from ocppdesk.logs.writing.formats import Format, format_of
from ocppdesk.logs.writing.target import Target

_SIDE_FILES: Final = ("-wal", "-shm", "-lock", "-journal")


@contextlib.contextmanager
def open_target(path: Path, *, overwrite: bool) -> Iterator[Target]:
    """Write a file that gets its name when it is whole.

    Args:
        path: The file; its suffix decides the format, its folder is made if need be.
        overwrite: Whether a file of that name may be replaced.

    Raises:
        SuffixError: If the name does not tell the format.
        MissingPackageError: If the format needs a package that is not installed.
        ExistsError: If it exists and may not be replaced.
        UnwritableError: If it cannot be written there.
        CaptureError: If it is a capture that cannot be written there.
    """
    found = format_of(path)
    if not found.is_available:
        raise MissingPackageError(path, found.package, size=found.package_size)
    with (
        whole_file(path, overwrite=overwrite) as partial,
        _opened(partial, found) as target,
    ):
        yield target
        target.finish()


@contextlib.contextmanager
def whole_file(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a place to write to; what is written there gets its name when it is whole.

    Args:
        path: The file; its folder is made if need be.
        overwrite: Whether a file of that name may be replaced.

    Raises:
        ExistsError: If it exists and may not be replaced.
        UnwritableError: If it cannot be written there.
        CaptureLockedError: If it is a capture that somebody records into.
    """
    is_capture = format_of(path).is_capture
    if path.exists() and not overwrite:
        raise ExistsError(path)
    if is_capture and is_recording(path):
        raise CaptureLockedError(path)
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove(partial)
        yield partial
        if is_capture:
            # A log or journal that a crash left behind belongs to the old file; the
            # new one must not be read with it.
            for side in _SIDE_FILES:
                path.with_name(path.name + side).unlink(missing_ok=True)
        partial.replace(path)
    except OSError as error:
        raise UnwritableError(path, error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            _remove(partial)


@contextlib.contextmanager
def _opened(partial: Path, found: Format) -> Iterator[Target]:
    if found.writer is None:
        with contextlib.closing(Recorder(partial)) as recorder:
            yield CaptureTarget(recorder)
    else:
        with partial.open("wb") as file:
            target = found.writer(file)
            try:
                yield target
            except BaseException:
                with contextlib.suppress(OSError):
                    target.discard()
                raise


def _remove(partial: Path) -> None:
    for side in ("", *_SIDE_FILES):
        partial.with_name(partial.name + side).unlink(missing_ok=True)
