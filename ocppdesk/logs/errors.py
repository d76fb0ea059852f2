# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with reading and writing logs, each with what to do about it.

`ConversionError` is the root. What is wrong with a capture is a
`ocppdesk.capture.errors.CaptureError` here as everywhere.
"""

from pathlib import Path


class ConversionError(Exception):
    """A file cannot be read or written as asked.

    Args:
        path: The file.
        detail: What is the matter with it, if there is more to say.
    """

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(path, detail)
        self.path = path
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.path} cannot be used: {self.detail}"


class MissingError(ConversionError):
    """There is no such file."""

    def __str__(self) -> str:
        return f"There is no file {self.path}. Check the name and the folder."


class SuffixError(ConversionError):
    """The end of the name is none of a format that the program knows."""

    def __str__(self) -> str:
        return (
            f"{self.path.name} does not tell its format. Use a name that ends in "
            f"{self.detail}."
        )


class UnreadableError(ConversionError):
    """The file holds nothing of the format that its name promises."""

    def __str__(self) -> str:
        return f"{self.path} has no messages that can be read: {self.detail}"


class ImportFailedError(ConversionError):
    """A log could not be read to its end; the detail says why, as a sentence."""

    def __str__(self) -> str:
        return self.detail


class ExistsError(ConversionError):
    """The file to be written is there already."""

    def __str__(self) -> str:
        return (
            f"{self.path} exists and was left as it is. Choose another name, or ask "
            "for it to be overwritten."
        )


class UnwritableError(ConversionError):
    """The file cannot be written at that place."""

    def __str__(self) -> str:
        return (
            f"{self.path} cannot be written ({self.detail}). Choose another folder, "
            "or make room."
        )


class CancelledError(ConversionError):
    """Somebody stopped the work; nothing was written."""

    def __str__(self) -> str:
        return f"Working on {self.path.name} was stopped; nothing was written."


class MissingPackageError(ConversionError):
    """The format needs a Python package that is not installed.

    Args:
        path: The file.
        detail: The name of the package.
        size: How much it is to download.
        is_read: Whether the file was to be read, not written.
    """

    def __init__(
        self, path: Path, detail: str = "", *, size: str = "", is_read: bool = False
    ) -> None:
        super().__init__(path, detail)
        self.size = size
        self.is_read = is_read

    def __str__(self) -> str:
        size = f" ({self.size})" if self.size else ""
        other = (
            "export the messages as .jsonl or .csv where the file was made"
            if self.is_read
            else "choose a name that ends in .jsonl or .csv"
        )
        return (
            f"{self.path.name} needs the package {self.detail}{size}, which is not "
            f"installed. Run “pip install {self.detail}” in the Python that runs OCPP "
            f"Desk, or {other}."
        )
