# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a capture, each with what to do about it.

`CaptureError` is the root of them all; `CaptureMissingError`, `CaptureForeignError`
and `CaptureNewerError` concern files to be read, `CaptureLockedError`,
`CaptureUnwritableError`, `RecordingError` and `AnnotationError` files to be written.
"""

from pathlib import Path


class CaptureError(Exception):
    """A capture cannot be used as asked.

    Args:
        path: The file.
        detail: What the system said, if anything.
    """

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(path, detail)
        self.path = path
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.path.name} cannot be used. {self.detail}".strip()


class CaptureMissingError(CaptureError):
    """There is no such file."""

    def __str__(self) -> str:
        return (
            f"There is no file {self.path}. Check the name, or start a recording "
            f"with: ocppdesk serve --capture {self.path.name}"
        )


class CaptureForeignError(CaptureError):
    """The file is not a capture."""

    def __str__(self) -> str:
        return (
            f"{self.path} is not a capture of OCPP Desk ({self.detail}). "
            "Choose a file that ends in .ocppdesk, or export it again."
        )


class CaptureNewerError(CaptureError):
    """A later version of the program wrote the file."""

    def __str__(self) -> str:
        return (
            f"{self.path.name} was written by a newer OCPP Desk ({self.detail}). "
            "Update this program to open it; the file was left as it is."
        )


class CaptureLockedError(CaptureError):
    """Another program is recording into the file."""

    def __str__(self) -> str:
        return (
            f"Another OCPP Desk is recording into {self.path.name}. Close it, or "
            "record into another file; reading this one works meanwhile."
        )


class CaptureUnwritableError(CaptureError):
    """The file cannot be created or written at that place."""

    def __str__(self) -> str:
        return (
            f"{self.path} cannot be written ({self.detail}). Choose another folder, "
            "or make this one writable."
        )


class RecordingError(CaptureError):
    """A write to the capture failed; what was to be written is kept and tried again."""

    def __str__(self) -> str:
        if "full" in self.detail:
            return (
                f"The disk with {self.path.name} is full. Free some space: recording "
                "goes on by itself, and no charger is answered before."
            )
        return (
            f"Recording into {self.path.name} fails ({self.detail}). It is tried "
            "again every second, and no charger is answered before it works."
        )


class AnnotationError(CaptureError):
    """A mark or a note could not be written; the file is as it was."""

    def __str__(self) -> str:
        if "locked" in self.detail:
            return (
                f"Another program is writing into {self.path.name}, so the mark or "
                "note was not kept. Try again in a moment."
            )
        if "full" in self.detail:
            return (
                f"The disk with {self.path.name} is full, so the mark or note was not "
                "kept. Free some space, and try again."
            )
        return (
            f"No marks or notes can be kept in {self.path.name} ({self.detail}). Save "
            "a copy in another folder, and mark there."
        )


class SnapshotError(CaptureError):
    """A snapshot of settings could not be written; the file is as it was."""

    def __str__(self) -> str:
        if "locked" in self.detail:
            return (
                f"Another program is writing into {self.path.name}, so the snapshot "
                "was not kept. Try again in a moment."
            )
        if "full" in self.detail:
            return (
                f"The disk with {self.path.name} is full, so the snapshot was not "
                "kept. Free some space, and try again."
            )
        return (
            f"No snapshots can be kept in {self.path.name} ({self.detail}). Export the "
            "settings into a file instead."
        )
