# SPDX-License-Identifier: Apache-2.0
"""The commands on what the messages of a file mean together.

They work without a display, and on anything that holds messages.
"""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import click

from ocppdesk.file_commands import FILE, assumptions_of, fail, failing, reads_logs
from ocppdesk.settings import Settings, settings_path

if TYPE_CHECKING:
    from ocppdesk.analysis.findings.thresholds import Thresholds

_MOST_PROBLEMS: Final = 20  # that are listed
_LINES_AT_ONCE: Final = 500
_SILENCE: Final = "No charger has said anything in it"

CHARGER: Final = click.option("--charger", default="", help="Only this charger.")
"""The option for one of several chargers."""
AS_JSON: Final = click.option(
    "--json", "as_json", is_flag=True, help="JSON objects, one a line."
)
"""The option for scripts."""


@click.command()
@click.argument("file", type=FILE)
@CHARGER
@AS_JSON
@reads_logs
def samples(file: Path, charger: str, as_json: bool, **words: Any) -> None:
    """Print the measured values in a capture or log, the oldest first.

    Units are converted, and what chargers left out is marked as assumed.
    """
    import orjson

    from ocppdesk.logs.analysed import UnknownChargerError
    from ocppdesk.logs.convert import as_capture
    from ocppdesk.logs.errors import ConversionError
    from ocppdesk.logs.sample_listing import (
        sample_line,
        sample_record,
        sampled_messages,
    )

    told: list[str] = []
    problem_count = sample_count = 0
    with (
        failing(ConversionError),
        failing(UnknownChargerError),
        as_capture(file, assumptions_of(words)) as reader,
        _Printer() as printer,
    ):
        for message, sampled in sampled_messages(reader, charger):
            sample_count += len(sampled.samples)
            for sample in sampled.samples:
                if as_json:
                    record = sample_record(sample, message.charger)
                    printer.put(orjson.dumps(record).decode())
                else:
                    printer.put(sample_line(sample, message.charger))
            problem_count += len(sampled.problems)
            if len(told) < _MOST_PROBLEMS:
                told += [f"Message {message.id}: {text}" for text in sampled.problems]
    for text in told[:_MOST_PROBLEMS]:
        click.echo(text, err=True)
    if problem_count > _MOST_PROBLEMS:
        click.echo(f"and {problem_count - _MOST_PROBLEMS} more", err=True)
    if not sample_count:
        click.echo(
            "No measured values are in it. Chargers send them in MeterValues once "
            "MeterValueSampleInterval and MeterValuesSampledData are set.",
            err=True,
        )


class _Printer:
    """Prints lines, many at once: a million one by one take a minute more."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        # What a terminal's encoding lacks must not end the printing.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._flush()

    def put(self, line: str) -> None:
        """Print a line, sooner or later."""
        self._lines.append(line)
        if len(self._lines) >= _LINES_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        lines, self._lines = self._lines, []
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()


@click.command()
@click.argument("file", type=FILE)
@click.option("--csv", "table", type=FILE, help="Write a table for spreadsheets.")
@click.option("--overwrite", is_flag=True, help="With --csv: replace it if it exists.")
@CHARGER
@AS_JSON
@reads_logs
def sessions(
    file: Path,
    table: Path | None,
    overwrite: bool,
    charger: str,
    as_json: bool,
    **words: Any,
) -> None:
    """Print the charging sessions in a capture or log, and the starts that failed.

    Each is told in plain sentences with the numbers of its messages.
    """
    import orjson

    from ocppdesk.logs.analysed import UnknownChargerError
    from ocppdesk.logs.convert import as_capture
    from ocppdesk.logs.errors import ConversionError, ExistsError
    from ocppdesk.logs.stories_csv import write_stories
    from ocppdesk.logs.story_listing import stories_in, story_lines, story_record

    with (
        failing(ConversionError),
        failing(UnknownChargerError),
        as_capture(file, assumptions_of(words)) as reader,
    ):
        stories = stories_in(reader, charger)
        if table is not None:
            try:
                count = write_stories(stories, table, overwrite=overwrite)
            except ExistsError as error:
                fail(f"{error} (--overwrite)")
            noun = "session" if count == 1 else "sessions"
            click.echo(f"{count} {noun} written to {table}.", err=True)
            return
    for story in stories:
        if as_json:
            click.echo(orjson.dumps(story_record(story)).decode())
        else:
            for line in story_lines(story):
                click.echo(line)
    if not stories:
        click.echo(
            "No session is in it: nobody plugged in, showed a card or started "
            "remotely while it was recorded.",
            err=True,
        )


@click.command()
@click.argument("file", type=FILE)
@click.option("--at", "moment", help="At this time: 14:05, -5m (before the end).")
@CHARGER
@AS_JSON
@reads_logs
def limits(
    file: Path, moment: str | None, charger: str, as_json: bool, **words: Any
) -> None:
    """Tell what chargers were allowed to draw, what they offered and what flowed.

    For each connector: the last instruction, the limit in force by all that was set,
    what the charger says it offers, and the current that was measured.
    """
    import orjson

    from ocppdesk.logs.analysed import UnknownChargerError
    from ocppdesk.logs.convert import as_capture
    from ocppdesk.logs.errors import ConversionError
    from ocppdesk.logs.limit_listing import allowed_in, limit_lines, limit_record
    from ocppdesk.logs.listing import TimeError, parse_time

    with (
        failing(ConversionError),
        failing(UnknownChargerError),
        as_capture(file, assumptions_of(words)) as reader,
    ):
        at = None
        if moment is not None:
            _first, last = reader.time_span() or (0, 0)
            try:
                at = parse_time(moment, now=last)
            except TimeError as error:
                raise click.BadParameter(str(error), param_hint="--at") from error
        found = allowed_in(reader, charger, at=at)
    for name, allowances in found:
        if as_json:
            click.echo(orjson.dumps(limit_record(name, allowances)).decode())
        else:
            for line in limit_lines(name, allowances):
                click.echo(line)
    if not found:
        by_then = "" if moment is None else " by then"
        click.echo(f"{_SILENCE}{by_then}.", err=True)


def _thresholds() -> "Thresholds":
    """Return when rules speak, as the user has set it."""
    from ocppdesk.analysis.findings.thresholds import Thresholds

    return Thresholds.of(Settings(settings_path()).values())


@click.command()
@click.argument("file", type=FILE)
@CHARGER
@AS_JSON
@reads_logs
def answers(file: Path, charger: str, as_json: bool, **words: Any) -> None:
    """Answer five questions about each charger in a capture or log.

    Is it communicating, is something broken, why did the session not start, why did it
    stop, what amperage was last set: each with how sure that is, the messages that show
    it, and what to try next.
    """
    import orjson

    from ocppdesk.logs.analysed import UnknownChargerError
    from ocppdesk.logs.convert import as_capture
    from ocppdesk.logs.errors import ConversionError
    from ocppdesk.logs.reply_listing import replies_in, reply_lines, reply_record

    with (
        failing(ConversionError),
        failing(UnknownChargerError),
        as_capture(file, assumptions_of(words)) as reader,
    ):
        found = replies_in(reader, charger, _thresholds())
    for name, replies in found:
        if as_json:
            for reply in replies:
                click.echo(orjson.dumps(reply_record(name, reply)).decode())
        else:
            for line in reply_lines(name, replies):
                click.echo(line)
    if not found:
        click.echo(f"{_SILENCE}.", err=True)


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--rules", is_flag=True, help="Print the table of all rules instead.")
@click.option(
    "--level",
    type=click.Choice(["info", "low", "medium", "high", "critical"]),
    default="info",
    help="Only findings that matter at least so much.",
)
@CHARGER
@AS_JSON
@reads_logs
def findings(
    file: Path | None,
    rules: bool,
    level: str,
    charger: str,
    as_json: bool,
    **words: Any,
) -> None:
    """Tell what is wrong in a capture or log, the worst first.

    Each finding says what was seen, in which messages, what it means, what to do next
    and what could make it a false alarm.
    """
    import orjson

    from ocppdesk.analysis.findings.finding import Severity
    from ocppdesk.logs.analysed import UnknownChargerError
    from ocppdesk.logs.convert import as_capture
    from ocppdesk.logs.errors import ConversionError
    from ocppdesk.logs.finding_listing import (
        finding_lines,
        finding_record,
        findings_in,
        rule_lines,
    )

    if rules:
        for line in rule_lines():
            click.echo(line)
        return
    if file is None:
        raise click.UsageError("Missing argument 'FILE'.")
    with (
        failing(ConversionError),
        failing(UnknownChargerError),
        as_capture(file, assumptions_of(words)) as reader,
    ):
        found = findings_in(reader, charger, _thresholds())
        is_empty = not reader.last_id() and not found
    least = Severity[level.upper()]
    shown = [each for each in found if each.severity >= least]
    for each in shown:
        if as_json:
            click.echo(orjson.dumps(finding_record(each)).decode())
        else:
            for line in finding_lines(each):
                click.echo(line)
    if is_empty:
        click.echo(f"{_SILENCE}.", err=True)
    elif not shown:
        less = f"; --level info shows {len(found)} that matter less" if found else ""
        click.echo(f"Nothing was found that speaks for a problem{less}.", err=True)


@click.command()
@click.argument("file", type=FILE)
@click.argument("page", type=FILE, metavar="OUT.html")
@CHARGER
@click.option(
    "--redact", is_flag=True, help="Replace what identifies people and places."
)
@click.option("--overwrite", is_flag=True, help="Replace OUT.html if it exists.")
@reads_logs
def report(
    file: Path,
    page: Path,
    charger: str,
    redact: bool,
    overwrite: bool,
    **words: Any,
) -> None:
    """Write a page for hand-over on the chargers in a capture or log.

    It holds the charger's plate, its connections, the five answers, findings with their
    messages, sessions with charts, limits, changed settings, and notes. Everything is
    in the one file; it prints well, and passwords and keys are masked.
    """
    from ocppdesk.logs.analysed import UnknownChargerError
    from ocppdesk.logs.errors import ConversionError, ExistsError
    from ocppdesk.logs.report.making import make_report

    with failing(ConversionError), failing(UnknownChargerError):
        try:
            count = make_report(
                file,
                page,
                charger=charger,
                redact=redact,
                overwrite=overwrite,
                assumptions=assumptions_of(words),
                thresholds=_thresholds(),
            )
        except ExistsError as error:
            fail(f"{error} (--overwrite)")
    noun = "charger" if count == 1 else "chargers"
    click.echo(f"Report on {count} {noun} written to {page}.", err=True)


COMMANDS: Final = (samples, sessions, limits, answers, findings, report)
"""The commands of this module."""
