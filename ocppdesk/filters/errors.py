# SPDX-License-Identifier: Apache-2.0
"""What is said of a text that is no filter."""


class FilterError(ValueError):
    """The text is not a filter.

    Args:
        message: What was expected and the way out, as a sentence; without a full stop.
        start: The index of the first character that is wrong.
        end: The index after the last one; equal to `start` only at the end of the text.
    """

    def __init__(self, message: str, *, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end

    def __str__(self) -> str:
        return f"{self.message} (at character {self.start + 1})"
