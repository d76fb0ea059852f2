# SPDX-License-Identifier: Apache-2.0
"""The two processes, as programs."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from ocppdesk.logs.importing.child import FROZEN_WORD, STOP, command, started
from ocppdesk.logs.importing.job import job_line


@pytest.fixture
def writer():
    """Start the process that writes; it is ended at the end."""
    made = []

    def start():
        process = started("write", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        made.append(process)
        return process

    yield start
    for process in made:
        process.kill()
        process.communicate(timeout=10)


def test_a_job_ends_with_a_report(writer, job, log_file, tmp_path):
    out, _error = writer().communicate(job_line(job(log_file())), timeout=30)
    # Its input ended at once, which is how it learns that nobody wants it any more.
    assert orjson.loads(out.splitlines()[-1])["phase"] in ("complete", "cancelled")
    assert (tmp_path / "out.ocppdesk").is_file()


def test_a_line_stops_it(writer, job, log_file):
    process = writer()
    process.stdin.write(job_line(job(log_file(), follow=True)))
    process.stdin.flush()
    while orjson.loads(process.stdout.readline())["phase"] != "following":
        pass
    out, _error = process.communicate(STOP, timeout=10)
    assert orjson.loads(out.splitlines()[-1])["phase"] == "complete"


@pytest.mark.parametrize("role", ["write", "read"])
def test_without_a_job_there_is_nothing_to_do(role):
    done = subprocess.run(
        command(role), input=b"", capture_output=True, timeout=30, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_the_packaged_program_is_its_own_python(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command("read") == [sys.executable, FROZEN_WORD, "read"]


def test_the_packaged_window_has_a_sibling_with_streams(monkeypatch, tmp_path):
    window, sibling = tmp_path / "ocppdesk-window.exe", tmp_path / "ocppdesk.exe"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(window))
    assert command("read") == [str(window), FROZEN_WORD, "read"]
    sibling.touch()
    assert command("read") == [str(sibling), FROZEN_WORD, "read"]


LAUNCHED = """\
#!/bin/sh
exec {python} -c '
import runpy, sys
sys.frozen, sys.executable = True, "{program}"
runpy.run_path("{launch}", run_name="__main__")
' "$@"
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script of sh")
def test_the_packaged_program_starts_the_processes(
    monkeypatch, job, log_file, tmp_path
):
    root = Path(__file__).parents[3]
    program = tmp_path / "ocppdesk"
    launch = root / "packaging/pyinstaller/launch.py"
    program.write_text(
        LAUNCHED.format(python=sys.executable, program=program, launch=launch)
    )
    program.chmod(0o755)
    monkeypatch.setenv("PYTHONPATH", str(root))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    process = started("write", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        process.stdin.write(job_line(job(log_file(count=10))))
        process.stdin.flush()
        reports = [orjson.loads(line) for line in process.stdout]
    assert (reports[-1]["phase"], reports[-1]["committed"]) == ("complete", 20)
