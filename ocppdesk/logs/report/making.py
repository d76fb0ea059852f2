# SPDX-License-Identifier: Apache-2.0
"""Making a report of a capture, or of any log."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from ocppdesk.analysis.findings.thresholds import DEFAULTS, Thresholds
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.logs.convert import as_capture, convert
from ocppdesk.logs.errors import CancelledError, SuffixError, UnwritableError
from ocppdesk.logs.importing.control import NOTHING_KNOWN
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.redaction.passes import learn_capture
from ocppdesk.logs.redaction.redactor import Redaction, Redactor
from ocppdesk.logs.redaction.settings import redacted_setting
from ocppdesk.logs.report.content import Changes, changes_of, collect
from ocppdesk.logs.report.page import page
from ocppdesk.logs.sources import CAPTURE_SUFFIX, blamed_on
from ocppdesk.logs.writing.targets import whole_file

SUFFIX: Final = ".html"
"""How the name of a report ends."""


def make_report(
    source: Path,
    target: Path,
    *,
    charger: str = "",
    redact: bool = False,
    overwrite: bool = False,
    assumptions: Assumptions = NOTHING_KNOWN,
    thresholds: Thresholds = DEFAULTS,
    progress: Callable[[float], None] = lambda _done: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write a report.

    Redaction replaces the same as in an export; of changed settings, free text is left
    out besides.

    Args:
        source: A capture or a log; a capture may be recorded into meanwhile.
        target: The page to write; it gets its name when it is whole.
        charger: Only on this charger; empty means on all.
        redact: Whether to replace what identifies people and places.
        overwrite: Whether a file of that name may be replaced.
        assumptions: What is known of a log of another program.
        thresholds: When rules of diagnosis speak.
        progress: Told now and then how much is done, from 0 to 1.
        is_cancelled: Asked now and then whether to stop.

    Returns:
        On how many chargers it is.

    Raises:
        ConversionError: If a file cannot be read or written, or it was cancelled; the
            target is as it was before.
        CaptureError: The same, where a capture is the cause.
        UnknownChargerError: If the capture does not know the charger.
    """
    if target.suffix.lower() != SUFFIX:
        raise SuffixError(target, SUFFIX)

    def tell(done: float) -> None:
        if is_cancelled():
            raise CancelledError(target)
        progress(done)

    with whole_file(target, overwrite=overwrite) as partial:
        tell(0.0)
        with _opened(source, assumptions, tell, redact=redact) as opened:
            tell(0.4)
            reader, redaction, changes = opened
            name = charger
            if redaction is not None and charger:
                name = _alias(redaction, charger)
            with blamed_on(source):
                content = collect(
                    reader,
                    name,
                    thresholds,
                    title="" if redact else source.name,
                    changes=changes,
                    tell=lambda done: tell(0.4 + 0.5 * done),
                )
            tell(0.9)
        try:
            with partial.open("w", encoding="utf-8", newline="\n") as file:
                for piece in page(content, is_redacted=redact):
                    file.write(piece)
        except OSError as error:
            raise UnwritableError(target, error.strerror or str(error)) from error
        tell(1.0)
    return len(content.chargers)


_Opened = tuple[CaptureReader, Redaction | None, dict[str, Changes] | None]
"""What is told of, and where it is redacted, by what, and the changes of settings."""


@contextlib.contextmanager
def _opened(
    source: Path,
    assumptions: Assumptions,
    tell: Callable[[float], None],
    *,
    redact: bool,
) -> Iterator[_Opened]:
    """Open what is to be told of, redacted if that is wanted."""
    with as_capture(source, assumptions) as whole:
        if not redact:
            yield whole, None, None
            return
        redaction = learn_capture(whole, progress=lambda done: tell(0.2 * done))
        with tempfile.TemporaryDirectory(prefix="ocppdesk-") as folder:
            made = Path(folder, f"redacted{CAPTURE_SUFFIX}")
            convert(
                [whole.path],
                made,
                redaction=redaction,
                progress=lambda done: tell(0.2 + 0.2 * done),
            )
            with contextlib.closing(CaptureReader(made)) as reader:
                yield reader, redaction, _changes(whole, redaction)


def _changes(whole: CaptureReader, redaction: Redaction) -> dict[str, Changes]:
    """Return how settings have changed, by the aliases of chargers."""
    redactor = Redactor(redaction)
    found: dict[str, Changes] = {}
    for charger in whole.chargers():
        changes = changes_of(whole, charger.identity)
        if changes is not None:
            # Compared before: what is left out is alike.
            hide = partial(redacted_setting, redactor, charger.identity)
            alias = _alias(redaction, charger.identity)
            found[alias] = changes.with_settings(hide)
    return found


def _alias(redaction: Redaction, charger: str) -> str:
    """Return what a charger is called in the redacted messages."""
    connection = Connection(0, charger, "", 0, Outcome.OPEN)
    return Redactor(redaction).connection(connection).charger
