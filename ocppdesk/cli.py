# SPDX-License-Identifier: Apache-2.0
"""The command line.

Every command ends with 0 when it did its work, with 1 and one clear sentence when it
could not, and with 2 when it was called wrongly. What a command needs is imported when
it runs, so that each starts quickly.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ocppdesk import __version__, analysis_commands
from ocppdesk.file_commands import COMMANDS, FILE, fail
from ocppdesk.settings import Settings, settings_path

if TYPE_CHECKING:
    from ocppdesk.csms.options import Options


class _Group(click.Group):
    """Commands whose foreseeable failures end in a sentence, not in a traceback."""

    def invoke(self, context: click.Context) -> Any:
        import sqlite3

        from ocppdesk.capture.errors import CaptureError

        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise  # `| head` has enough; click ends without a word
        except (CaptureError, OSError) as error:
            fail(str(error))
        except sqlite3.DatabaseError as error:
            fail(f"The capture is damaged ({error}). Use a copy of it if there is one.")


@click.group(cls=_Group, invoke_without_command=True)
@click.version_option(__version__, prog_name="ocppdesk")
@click.option("--host", help="Listen on this address only (default: all interfaces).")
@click.option("--port", type=click.IntRange(0, 65535), help="Listen on this TCP port.")
@click.option(
    "--safe-mode",
    is_flag=True,
    help="Open the window with default settings; those that were kept stay as they "
    "are.",
)
@click.pass_context
def main(
    context: click.Context, host: str | None, port: int | None, safe_mode: bool
) -> None:
    """See, explain and record what EV chargers say.

    Without a command the window opens and listens for chargers at once.
    """
    if context.invoked_subcommand and (host is not None or port is not None):
        raise click.UsageError(
            f"--host and --port belong behind {context.invoked_subcommand}."
        )
    if context.invoked_subcommand and safe_mode:
        raise click.UsageError("--safe-mode goes with no command.")
    if context.invoked_subcommand is None:
        _need_display("ocppdesk serve")
        from ocppdesk.app import run_window

        sys.exit(run_window(host=host, port=port, safe_mode=safe_mode))


for _command in (*COMMANDS, *analysis_commands.COMMANDS):
    main.add_command(_command)


@main.command("open")
@click.argument("files", nargs=-1, type=FILE)
@click.option("--follow", is_flag=True, help="Go on with what is appended to a log.")
@click.option(
    "--merge",
    is_flag=True,
    help="Two logs, a charger's and its CSMS's: align their clocks, join what is in "
    "both.",
)
def open_files(files: tuple[Path, ...], follow: bool, merge: bool) -> None:
    """Open captures, logs of any system, archives or folders in the window.

    Several logs are shown together, in the order of their times. Without any the
    window opens as without a command, so that a desktop needs one command only.
    """
    if merge and len(files) != 2:
        raise click.UsageError("--merge takes two logs.")
    _need_display("ocppdesk messages FILE")
    for file in files:
        if not file.exists():
            fail(f"There is no file {file}. Check the name.")
    prepared = None
    if any(file.suffix.lower() != ".ocppdesk" for file in files):
        from ocppdesk.logs.importing.control import Prepared

        # They come up while Qt is loaded, so that first rows are there with the window.
        prepared = Prepared()
    from ocppdesk.app import run_window

    sys.exit(run_window(files=files, follow=follow, merge=merge, prepared=prepared))


@main.command()
@click.option("--host", help="Listen on this address only (default: all interfaces).")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port; 0: any free one."
)
@click.option("--capture", type=FILE, help="Record into this file, or continue it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a message.")
@click.option("--quiet", is_flag=True, help="Record without printing messages.")
def serve(
    host: str | None,
    port: int | None,
    capture: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run the embedded CSMS without a window and print each message."""
    from ocppdesk.headless import Printer, serve_until_stopped

    printer = None if quiet else Printer(as_json=as_json)
    options = _options(host, port)
    serve_until_stopped(capture, options, printer=printer, fail=fail)


@main.command()
@click.argument("charger")
@click.argument("action")
@click.argument("payload", default="{}")
@click.option("--capture", type=FILE, help="Which recording, if several run.")
@click.option("--timeout", default=30.0, show_default=True, help="Seconds to wait.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer.")
def call(
    charger: str,
    action: str,
    payload: str,
    capture: Path | None,
    timeout: float,
    as_json: bool,
) -> None:
    """Send one call through a running window or `serve`, and print the answer.

    PAYLOAD is a JSON object; without it an empty one is sent.
    """
    import orjson

    from ocppdesk.core.frames import MessageType
    from ocppdesk.csms.central import CallFailed
    from ocppdesk.csms.control import NotRunningError, request_call

    try:
        content = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        content, why = None, f"It is not JSON: {error}."
    else:
        why = "It is not a JSON object."
    if not isinstance(content, dict):
        example = 'Write an object such as \'{"type": "Soft"}\'.'
        raise click.BadParameter(f"{why} {example}", param_hint="PAYLOAD")
    try:
        answer = request_call(
            charger, action, content, capture=capture, timeout_s=timeout
        )
    except (NotRunningError, CallFailed) as error:
        fail(str(error))
    if as_json:
        click.echo(orjson.dumps(answer).decode())
    elif answer["type"] == MessageType.CALLRESULT:
        click.echo(orjson.dumps(answer["payload"], option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(answer["raw"])
    if answer["type"] != MessageType.CALLRESULT:
        fail(f"{charger} answered {action} with an error: {answer['error_code']}.")


class _WithTroubles(click.Command):
    """A command whose help lists the troubles; they are imported for nothing else."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from ocppdesk.simulator.troubles.table import TROUBLES

        with formatter.section("Troubles"):
            formatter.write_dl([(one.name, one.summary) for one in TROUBLES.values()])


@main.command(cls=_WithTroubles)
@click.argument("url")
@click.option(
    "--version",
    "ocpp_version",
    type=click.Choice(["1.6", "2.0.1", "2.1"]),
    default="1.6",
    show_default=True,
    help="The OCPP version to speak.",
)
@click.option("--identity", default="SIM-0001", show_default=True, help="Its identity.")
@click.option("--connectors", type=click.IntRange(1, 8), default=2, show_default=True)
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 1000),
    default=1.0,
    show_default=True,
    help="How many times faster than life.",
)
@click.option("--seconds", type=float, help="End after so many seconds.")
@click.option(
    "--trouble",
    "trouble_name",
    metavar="NAME",
    help="Play a trouble of those below instead.",
)
def simulate(
    url: str,
    ocpp_version: str,
    identity: str,
    connectors: int,
    speed: float,
    seconds: float | None,
    trouble_name: str | None,
) -> None:
    """Run a simulated charger against any CSMS, such as ws://localhost:9000/."""
    import asyncio
    import contextlib

    from ocppdesk.simulator.command import simulate as run

    if trouble_name is None:
        charger = run(
            url,
            version=ocpp_version,
            identity=identity,
            connectors=connectors,
            speed=speed,
            seconds=seconds,
            say=_say,
        )
    else:
        from ocppdesk.simulator.troubles.playing import play_trouble
        from ocppdesk.simulator.troubles.table import TROUBLES

        trouble = TROUBLES.get(trouble_name)
        if trouble is None:
            raise click.BadParameter(
                f"There is no trouble {trouble_name}. These can be played: "
                f"{', '.join(TROUBLES)}.",
                param_hint="--trouble",
            )
        charger = play_trouble(
            trouble,
            url,
            version=ocpp_version,
            identity=identity,
            seconds=seconds,
            say=_say,
        )
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(charger)
    except ValueError as error:
        fail(str(error))


@main.command()
@click.option("--headless", is_flag=True, help="Without a display: print and save.")
@click.option(
    "--seconds",
    type=click.FloatRange(1),
    default=60.0,
    show_default=True,
    help="With --headless: how long.",
)
@click.option("--capture", type=FILE, help="Record into this file.")
@click.option("--screenshots", type=FILE, help="With --headless: save pictures here.")
def demo(
    headless: bool, seconds: float, capture: Path | None, screenshots: Path | None
) -> None:
    """Show the window with simulated chargers living through sessions."""
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from ocppdesk.showcase import run_showcase

        sys.exit(
            run_showcase(
                seconds=seconds, capture=capture, screenshots=screenshots, say=_say
            )
        )
    _need_display("ocppdesk demo --headless")
    from ocppdesk.app import run_window

    sys.exit(run_window(demo=True, capture=capture))


def _say(line: str) -> None:
    click.echo(line)


def _options(host: str | None, port: int | None) -> "Options":
    from ocppdesk.csms.options import options_from

    settings = Settings(settings_path())
    for complaint in settings.complaints:
        click.echo(f"ocppdesk: {complaint}", err=True)
    return options_from(settings, host=host, port=port)


def _need_display(headless_command: str) -> None:
    """End with a sentence where no window can be shown."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        fail(
            "There is no display to open a window on. Without one, use: "
            f"{headless_command}"
        )
