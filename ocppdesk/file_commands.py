# SPDX-License-Identifier: Apache-2.0
"""The commands on files: printing messages and settings, converting.

They work without a display, and on anything that holds messages.
"""

import contextlib
import itertools
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from ocppdesk.settings import Settings, settings_path

if TYPE_CHECKING:
    from ocppdesk.logs.reading.found import Assumptions
    from ocppdesk.logs.redaction.redactor import Replacement

FILE: Final = click.Path(path_type=Path)
"""A file or folder on the command line."""

_ZONE: Final = re.compile(r"(?:UTC)?([+-])(\d{1,2}):?(\d\d)?", re.IGNORECASE)
_MOST_LISTED: Final = 1_000  # replacements that --dry-run prints


def fail(sentence: str) -> NoReturn:
    """End with 1 and a sentence on the error output."""
    click.echo(f"ocppdesk: {sentence}", err=True)
    sys.exit(1)


_READING: Final = (
    click.option(
        "--format", "log_format", help="A log: its format, as `ocppdesk formats` names."
    ),
    click.option(
        "--written-by",
        type=click.Choice(["csms", "charger"]),
        help="A log: which side wrote it.",
    ),
    click.option("--zone", help="A log: the zone of times without one: +02:00, UTC."),
    click.option(
        "--ocpp",
        type=click.Choice(["1.6", "2.0.1", "2.1"]),
        help="A log: its OCPP version.",
    ),
    click.option(
        "--dates", help="A log: dmy or mdy; or the date of its times: 2026-01-31."
    ),
)


_CHARGER: Final = click.option(
    "--charger", help="A log: the charger of lines that name none."
)


def reads_logs(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how a log is to be read."""
    for option in reversed(_READING):
        command = option(command)
    return command


def assumptions_of(words: dict[str, Any]) -> "Assumptions":
    """Make assumptions of the options of `reads_logs`, which are taken out."""
    from ocppdesk.core.versions import Version
    from ocppdesk.logs.reading.found import Assumptions, View
    from ocppdesk.logs.reading.opening import FORMATS

    name = words.pop("log_format")
    known = [each.name for each in FORMATS]
    if name is not None and name not in known:
        message = f"{name} is none of: {', '.join(known)}."
        raise click.BadParameter(message, param_hint="--format")
    view, version = words.pop("written_by"), words.pop("ocpp")
    return Assumptions(
        format=name,
        view=None if view is None else View(view),
        charger=words.pop("charger", None),
        zone_minutes=_zone_minutes(words.pop("zone")),
        version=None if version is None else Version(version),
        dates=_dates(words.pop("dates")),
    )


def _zone_minutes(text: str | None) -> int | None:
    if text is None:
        return None
    if text.upper() in ("UTC", "Z"):
        return 0
    found = _ZONE.fullmatch(text)
    if found is None:
        message = f"{text} is no offset from UTC, such as +02:00."
        raise click.BadParameter(message, param_hint="--zone")
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return -minutes if found[1] == "-" else minutes


def _dates(text: str | None) -> str | None:
    from datetime import date

    if text is None or text in ("dmy", "mdy"):
        return text
    try:
        date.fromisoformat(text)
    except ValueError as error:
        message = f"{text} is neither dmy, mdy nor a date such as 2026-01-31."
        raise click.BadParameter(message, param_hint="--dates") from error
    return text


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--filter",
    "expression",
    default="",
    help="As in the search box: a text, action == NAME, ~err …",
)
@click.option("--from", "since", help="Not before this time: 14:05, -5m, 2026-01-31.")
@click.option("--to", "until", help="Before this time.")
@click.option("--limit", type=click.IntRange(1), help="At most so many messages.")
@click.option("--connections", is_flag=True, help="Also when chargers came and went.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a message.")
@_CHARGER
@reads_logs
def messages(
    file: Path,
    expression: str,
    since: str | None,
    until: str | None,
    limit: int | None,
    connections: bool,
    as_json: bool,
    **words: Any,
) -> None:
    """Print the messages of a capture or log that match, the newest first."""
    import time

    from ocppdesk.capture.search import Search
    from ocppdesk.filters.errors import FilterError
    from ocppdesk.filters.expression import parse_filter
    from ocppdesk.filters.local_time import local_offset
    from ocppdesk.filters.nodes import between, both, frames_only
    from ocppdesk.filters.values import Context, SlowPatternError
    from ocppdesk.headless import Printer
    from ocppdesk.logs.convert import as_capture
    from ocppdesk.logs.errors import ConversionError
    from ocppdesk.logs.listing import TimeError, parse_time

    assumptions = assumptions_of(words)
    now = time.time_ns() // 1000
    try:
        chosen = parse_filter(expression)
    except FilterError as error:
        shown = _pointed_at(expression, error.start, error.end)
        message = f"{error.message}.\n{shown}"
        raise click.BadParameter(message, param_hint="--filter") from error
    try:
        span = between(
            None if since is None else parse_time(since, now=now),
            None if until is None else parse_time(until, now=now),
        )
    except TimeError as error:
        raise click.BadParameter(str(error), param_hint="--from/--to") from error
    chosen = both(chosen, span) if connections else both(chosen, span, frames_only())
    printer = Printer(as_json=as_json)
    settings = Settings(settings_path())
    with failing(ConversionError), as_capture(file, assumptions) as reader:
        search = Search(reader)
        known = reader.time_span()
        context = Context(
            now=now,
            latest=now if known is None else known[1],
            patience_us=settings.call_timeout_s * 1_000_000,
            slow_us=settings.slow_ms * 1_000,
            offset_at=local_offset,
        )
        ids = itertools.chain.from_iterable(
            found.tolist() for found, _low in search.ids(chosen, context)
        )
        try:
            for batch in _batches(itertools.islice(ids, limit)):
                printer.show(reader.messages(batch), search.annotations)
        except SlowPatternError as error:
            fail(str(error))


@click.command()
@click.argument("sources", nargs=-1, required=True, type=FILE)
@click.argument("target", type=FILE)
@click.option("--overwrite", is_flag=True, help="Replace TARGET if it exists.")
@click.option(
    "--merge",
    is_flag=True,
    help="Two logs, a charger's and its CSMS's: align their clocks, join what is in "
    "both.",
)
@click.option(
    "--redact", is_flag=True, help="Replace what identifies people and places."
)
@click.option(
    "--dry-run", is_flag=True, help="With --redact: print what would be replaced."
)
@_CHARGER
@reads_logs
def convert(
    sources: tuple[Path, ...],
    target: Path,
    overwrite: bool,
    merge: bool,
    redact: bool,
    dry_run: bool,
    **words: Any,
) -> None:
    """Convert captures and logs of any system: the end of TARGET tells the format.

    It is .ocppdesk, .jsonl, .csv, .txt, .html, .trace.jsonl or .parquet.
    """
    from ocppdesk.logs.convert import convert as convert_files
    from ocppdesk.logs.errors import ConversionError, ExistsError

    assumptions = assumptions_of(words)
    if merge and len(sources) != 2:
        raise click.UsageError("--merge takes two logs.")
    if dry_run and not redact:
        raise click.UsageError("--dry-run goes with --redact.")
    with failing(ConversionError):
        if redact:
            _redact(
                sources,
                target,
                assumptions,
                overwrite=overwrite,
                merge=merge,
                dry_run=dry_run,
            )
            return
        try:
            conversion = convert_files(
                sources,
                target,
                overwrite=overwrite,
                assumptions=assumptions,
                merge=merge,
            )
        except ExistsError as error:
            fail(f"{error} (--overwrite)")
        click.echo(str(conversion))


def _redact(
    sources: tuple[Path, ...],
    target: Path,
    assumptions: "Assumptions",
    *,
    overwrite: bool,
    merge: bool,
    dry_run: bool,
) -> None:
    """Convert and replace, or print what would be replaced."""
    import tempfile

    from ocppdesk.logs.convert import convert as convert_files
    from ocppdesk.logs.errors import ExistsError
    from ocppdesk.logs.redaction.passes import learn_files, preview_files

    with tempfile.TemporaryDirectory(prefix="ocppdesk-") as folder:
        # Read once: what is learned from and what is written are the same messages.
        whole = Path(folder, "whole.ocppdesk")
        convert_files(sources, whole, assumptions=assumptions, merge=merge)
        redaction = learn_files([whole])
        if dry_run:
            _print_replacements(preview_files([whole], redaction))
            return
        try:
            conversion = convert_files(
                [whole], target, overwrite=overwrite, redaction=redaction
            )
        except ExistsError as error:
            fail(f"{error} (--overwrite)")
    click.echo(str(conversion))


def _print_replacements(found: "list[Replacement]") -> None:
    from ocppdesk.logs.redaction.names import Kind

    for one in found[:_MOST_LISTED]:
        value = "(hidden)" if one.kind is Kind.SECRET else one.original
        click.echo(f"{one.kind.title}\t{value}\t{one.alias}\t{one.count}")
    if len(found) > _MOST_LISTED:
        click.echo(f"and {len(found) - _MOST_LISTED} more")
    if not found:
        click.echo("Nothing in these messages identifies anybody.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--charger", default="", help="Whose settings, if there are several.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a setting.")
@reads_logs
def config(file: Path, charger: str, as_json: bool, **words: Any) -> None:
    """Print what a capture or log knows of a charger's settings.

    Secrets are masked.
    """
    import orjson

    from ocppdesk.logs.convert import as_capture
    from ocppdesk.logs.errors import ConversionError
    from ocppdesk.logs.settings_listing import (
        ChargerError,
        chosen_charger,
        settings_lines,
        settings_records,
    )

    with (
        failing(ConversionError),
        failing(ChargerError),
        as_capture(file, assumptions_of(words)) as reader,
    ):
        identity = chosen_charger(reader, charger)
        if as_json:
            for record in settings_records(reader, identity):
                click.echo(orjson.dumps(record).decode())
            return
        for line in settings_lines(reader, identity):
            click.echo(line)


@click.command()
def formats() -> None:
    """List the formats that can be read, and those that can be written."""
    from ocppdesk.logs.reading.opening import FORMATS as READABLE
    from ocppdesk.logs.writing.formats import FORMATS as WRITABLE

    click.echo("Read (name for --format, and what it is):")
    for each in READABLE:
        click.echo(f"  {each.name:<16}{each.title}")
    click.echo("Written (end of the name, and what it is):")
    for one in WRITABLE:
        missing = "" if one.is_available else f" (needs the package {one.package})"
        click.echo(f"  {one.suffix:<16}{one.title}{missing}")


@contextlib.contextmanager
def failing(kind: type[Exception]) -> Iterator[None]:
    """End with a sentence where something foreseeable goes wrong."""
    try:
        yield
    except kind as error:
        fail(str(error))


def _pointed_at(text: str, start: int, end: int) -> str:
    """Return a text as one line, and under it a line that points at a part of it."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"\n  {line}\n  {' ' * start}{'^' * max(end - start, 1)}"


def _batches(ids: Iterator[int], size: int = 500) -> Iterator[list[int]]:
    while batch := list(itertools.islice(ids, size)):
        yield batch


COMMANDS: Final = (messages, convert, config, formats)
"""The commands of this module."""
