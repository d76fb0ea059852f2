# SPDX-License-Identifier: Apache-2.0
"""The format of text logs: any file may be one, if it is nothing else."""

import re
from pathlib import Path
from typing import Final

from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.reading.text.decode import clean, encoding_of
from ocppdesk.logs.reading.text.matching import START
from ocppdesk.logs.reading.text.reader import NAME, TextReader
from ocppdesk.logs.reading.text.systems import APPLICATION, UNKNOWN, system_of

_KNOWN: Final = 0.6
_HAS_FRAMES: Final = 0.5
_LINES: Final = 0.1
_BINARY: Final = 0.02
_BINARY_SHARE: Final = 0.1
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


class TextFormat:
    """Logs that are lines of text; a `found.Format`."""

    name = NAME
    title = "Text log"

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is a text log; never nothing: it is the last resort.

        Containers of texts, as tables and JSON, have to be surer than this of theirs.
        """
        del path
        encoding, skipped = encoding_of(head)
        text = head[skipped:].decode(encoding, "replace")
        if len(_CONTROLS.findall(text)) > _BINARY_SHARE * len(text):
            return _BINARY
        text = clean(text)
        has_frames = START.search(text) is not None
        if system_of(text) not in (UNKNOWN, APPLICATION):
            return _KNOWN if has_frames else _HAS_FRAMES
        return _HAS_FRAMES if has_frames else _LINES

    def reader(self, path: Path, assumptions: Assumptions) -> TextReader:
        """Make ready to read a file."""
        return TextReader(path, assumptions)
