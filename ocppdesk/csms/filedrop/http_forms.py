# SPDX-License-Identifier: Apache-2.0
"""Files in HTML forms, read as they come (RFC 7578)."""

import logging
from dataclasses import dataclass
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from ocppdesk.csms.filedrop.http_requests import filename_of

_LONGEST_HEADER: Final = 4096

# What peers do wrong is told as events.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL + 1)


class FormError(ValueError):
    """The body is no form, or one that is broken."""


@dataclass(frozen=True, slots=True)
class FileBegins:
    """A file begins."""

    given_name: str
    """Its name; empty if the form gives it none."""


@dataclass(frozen=True, slots=True)
class FileGoesOn:
    """Bytes of the file."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FileEnds:
    """The file is whole."""


FormEvent = FileBegins | FileGoesOn | FileEnds


class FormReader:
    """Finds the files in the body of a form; fields that are no files are skipped.

    Args:
        boundary: What stands between the parts.

    Raises:
        FormError: If it is no boundary.
    """

    def __init__(self, boundary: str) -> None:
        self.is_complete = False
        """Whether the form's end has come."""
        self._events: list[FormEvent] = []
        self._name = self._value = b""
        self._disposition = ""
        self._has_type = self._is_file = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._take_name,
                    "on_header_value": self._take_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._end_headers,
                    "on_part_data": self._take_data,
                    "on_part_end": self._end,
                    "on_end": self._complete,
                },
            )
        except (FormParserError, UnicodeEncodeError) as error:
            raise FormError("The form has no proper boundary.") from error

    def feed(self, data: bytes) -> list[FormEvent]:
        """Take bytes of the body and return what they bring.

        Raises:
            FormError: If it is no form.
        """
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise FormError("The form is broken; no file can be read of it.") from error
        events, self._events = self._events, []
        return events

    def _begin(self) -> None:
        self._disposition = ""
        self._has_type = self._is_file = False

    def _take_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]
        self._check_header()

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check_header()

    def _check_header(self) -> None:
        if len(self._name) + len(self._value) > _LONGEST_HEADER:
            raise FormParserError("a header is too long")

    def _end_header(self) -> None:
        match self._name.lower():
            case b"content-disposition":
                self._disposition = self._value.decode("utf-8", "replace")
            case b"content-type":
                self._has_type = True
        self._name = self._value = b""

    def _end_headers(self) -> None:
        given_name = filename_of(self._disposition)
        # Fields that people fill in have neither a name for a file nor a type.
        if given_name or self._has_type:
            self._is_file = True
            self._events.append(FileBegins(given_name))

    def _take_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._events.append(FileGoesOn(data[start:end]))

    def _end(self) -> None:
        if self._is_file:
            self._events.append(FileEnds())

    def _complete(self) -> None:
        self.is_complete = True
