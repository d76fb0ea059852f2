# SPDX-License-Identifier: Apache-2.0
"""What the fields of one payload mean; the glossary, for the tree of fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.glossary import error_code_meaning, field_meaning, value_meaning
from ocppdesk.gui.detail.values import instant_of, instant_text


class Meanings(Protocol):
    """Knows what fields and their values mean."""

    def of_field(self, path: str) -> str:
        """Return what a field means, empty if unknown; paths have no indices."""

    def of_value(self, path: str, value: Any) -> str:
        """Return what a field's value means, empty if there is nothing to say."""


@dataclass(frozen=True, slots=True)
class PayloadMeanings:
    """The meanings of the payload of a call or a result."""

    action: str
    version: str
    is_request: bool
    recorded_at: int
    """When the message was recorded, microseconds since 1970."""

    def of_field(self, path: str) -> str:
        """Return what a field means."""
        found = field_meaning(
            self.action, self.version, is_request=self.is_request, path=path
        )
        return found or ""

    def of_value(self, path: str, value: Any) -> str:
        """Return what a value means; a time is put beside the message's own."""
        if not isinstance(value, str) or len(value) > 100:
            return ""
        at = instant_of(value)
        if at is not None:
            return instant_text(value, at, self.recorded_at)
        found = value_meaning(
            self.action,
            self.version,
            is_request=self.is_request,
            path=path,
            value=value,
        )
        return found or ""


@dataclass(frozen=True, slots=True)
class ErrorMeanings:
    """The meanings of the parts of a CALLERROR."""

    def of_field(self, path: str) -> str:
        """Return what a part means."""
        tr = QCoreApplication.translate
        return {
            "errorCode": tr("detail", "Why the call was answered with an error."),
            "errorDescription": tr("detail", "What the sender says about it."),
            "errorDetails": tr("detail", "Details; OCPP does not say what is in it."),
        }.get(path, "")

    def of_value(self, path: str, value: Any) -> str:
        """Return what an error code means."""
        if path != "errorCode" or not isinstance(value, str):
            return ""
        return error_code_meaning(value) or ""


@dataclass(frozen=True, slots=True)
class GivenMeanings:
    """Meanings that were written down beforehand, or none."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Meanings by path."""

    def of_field(self, path: str) -> str:
        """Return what a field means."""
        return self.fields.get(path, "")

    def of_value(self, path: str, value: Any) -> str:
        """Return nothing."""
        return ""
