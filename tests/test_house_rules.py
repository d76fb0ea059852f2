# SPDX-License-Identifier: Apache-2.0
"""The house rules that no other tool checks, and documents against the code."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import ocppdesk
from ocppdesk.cli import main
from ocppdesk.settings import DECLARED

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ocppdesk"
TESTS = ROOT / "tests"
LONGEST_MODULE = 500
LICENCE_LINE = "# SPDX-License-Identifier: Apache-2.0"
_FOLDERS = ("ocppdesk", "tests", "packaging", "resources", ".github", ".ci")
_TEXTS = {".py", ".md", ".toml", ".yml", ".yaml", ".json", ".svg", ".xml", ".desktop",
          ".spec", ".sh", ".css", ".qss", ".ts", ""}  # fmt: skip


def _name(path):
    return path.relative_to(ROOT).as_posix()


def _files():
    """Return the texts that make up the repository."""
    inner = (p for folder in _FOLDERS for p in (ROOT / folder).rglob("*"))
    return [
        path
        for path in (*ROOT.iterdir(), *inner)
        if path.is_file()
        and path.suffix in _TEXTS
        and "__pycache__" not in path.parts
        and path.name != "uv.lock"
    ]


MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
)
PYTHON_FILES = sorted(path for path in _files() if path.suffix == ".py")


@dataclass(frozen=True)
class Rule:
    """Something that may not stand in the code, and what to write instead."""

    pattern: str
    remedy: str
    where: tuple[str, ...] = ("ocppdesk",)


RULES = {
    "nested loops": Rule(
        r"\.exec_?\(|\bprocessEvents\(|QEventLoop\(\)",
        "Open a dialog with open() and await gui.dialogs.finished: a nested loop "
        "loses the wake-ups of tasks.",
        where=("ocppdesk", "tests"),
    ),
    "proxy models": Rule(
        r"\bQSortFilterProxyModel\b",
        "A filter gives the numbers of messages; the model holds those (ids.py). A "
        "proxy takes seconds over a large capture.",
    ),
    "static dialogs": Rule(
        r"\bQ(MessageBox|FileDialog|InputDialog|ColorDialog)\.(get|question|warning|"
        r"information|critical|about)\w*\(",
        "Make the dialog, open() it and await gui.dialogs.finished.",
    ),
    "loops of the whole process": Rule(
        r"\bqasync\.run\(|\bset_event_loop_policy\(",
        "Use asyncio.Runner(loop_factory=...): a policy changes every thread's loop.",
        where=("ocppdesk", "tests"),
    ),
    "mocks": Rule(
        r"\bunittest\.mock\b|\bMagicMock\b|\bmocker\b",
        "Use the real part, or a small fake of your own.",
        where=("tests",),
    ),
    "waiting by the clock": Rule(
        r"\btime\.sleep\(|\bqtbot\.wait\(|asyncio\.sleep\((?!0\)|0\.01\))",
        "Wait for what is to happen: a signal, an answer, a condition.",
        where=("tests",),
    ),
    "names that say nothing": Rule(
        r"^(from|import) (ocppdesk|tests)\S*\b(utils|helpers|common|misc)\b",
        "Name the module after what is in it.",
        where=("ocppdesk", "tests"),
    ),
    "open ends": Rule(
        r"\b(TODO|FIXME|XXX|HACK)\b",
        "Do it, or open an issue and cite its number.",
        where=("ocppdesk", "tests"),
    ),
}


def _is_exempt(path):
    # Benchmarks measure by the clock, and compare with plain Qt.
    return path == Path(__file__) or _name(path).startswith("tests/benchmarks/")


@pytest.mark.parametrize("name", RULES)
def test_the_house_rules_are_kept(name):
    rule = RULES[name]
    pattern = re.compile(rule.pattern)
    found = [
        f"{_name(path)}:{number}: {line.strip()}"
        for path in PYTHON_FILES
        if _name(path).startswith(rule.where) and not _is_exempt(path)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not found, "\n".join([rule.remedy, *found])


def _tests_of(path):
    inner = path.relative_to(PACKAGE)
    return TESTS / inner.with_name(f"test_{inner.name}")


def test_each_module_has_its_tests():
    missing = [_name(_tests_of(p)) for p in MODULES if not _tests_of(p).is_file()]
    assert not missing, "\n".join(["Tests are missing:", *missing])


def test_each_python_file_names_its_licence_first():
    def first_line(path):
        lines = path.read_text("utf-8").splitlines()
        return next((line for line in lines if not line.startswith("#!")), "")

    found = [_name(path) for path in PYTHON_FILES if first_line(path) != LICENCE_LINE]
    assert not found, "\n".join([f"The first line is to be: {LICENCE_LINE}", *found])


def test_no_module_is_too_long():
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    found = [f"{_name(p)}: {n} lines" for p, n in lengths.items() if n > LONGEST_MODULE]
    assert not found, "\n".join(["Split it, 300 lines are the aim:", *found])


def test_nothing_names_a_developers_machine():
    private = re.compile(
        r"(?<![\w.~$}])/(home|Users|root|work|tmp)/\w|[A-Z]:\\Users\\|(?<!\w)~/\w+/git\b"
    )
    found = [
        f"{_name(path)}:{number}: {line.strip()[:120]}"
        for path in _files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if private.search(line)
    ]
    assert not found, "\n".join(["Write a path that any machine has.", *found])


# Documents.


@pytest.mark.parametrize("command", sorted(main.commands))
def test_each_command_is_in_the_table_of_the_readme(command):
    table = re.findall(r"^\| `ocppdesk (\w+)", (ROOT / "README.md").read_text("utf-8"),
                       re.MULTILINE)  # fmt: skip
    assert command in table


@pytest.mark.parametrize("command", sorted(main.commands))
def test_each_command_and_its_options_have_help(command):
    found = main.commands[command]
    assert found.help
    unexplained = [
        option.opts[0]
        for option in found.params
        if option.param_type_name == "option" and not option.help
    ]
    # What its name and its values say is enough.
    assert unexplained in ([], ["--connectors"])


def test_the_changelog_names_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert ocppdesk.__version__ in changelog


@pytest.mark.parametrize("setting", DECLARED, ids=lambda setting: setting.name)
def test_each_setting_is_titled_and_described(setting):
    assert setting.title
    assert setting.description.endswith(".")
    assert setting.group or not setting.is_shown


@pytest.mark.parametrize("setting", DECLARED, ids=lambda setting: setting.name)
def test_each_default_is_allowed(setting):
    assert setting.check(setting.default) is None


def test_setting_names_are_used_once():
    names = [setting.name for setting in DECLARED]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "package", sorted(p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists())
)
def test_each_package_is_in_the_architecture(package):
    assert f"`{package}/`" in (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def test_each_package_says_what_it_is():
    packages = sorted({path.parent for path in MODULES}, key=str)
    silent = [
        _name(path)
        for path in packages
        if '"""' not in (path / "__init__.py").read_text("utf-8")
    ]
    assert not silent


# The binding to Qt.

COUNTED = """
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    fired = Signal(bool)

sender, heard = Sender(), []
sender.fired.connect(heard.append)
for number in range(5_000):
    sender.fired.emit(number % 2 == 0)
for _ in range(20_000):
    sender.blockSignals(False)
    sender.parent()
    sender.setObjectName("x")
assert len(heard) == 5_000
"""


def test_the_qt_binding_does_not_lose_references():
    # PySide6 6.12.0 drops references to None and True on Python 3.11, and aborts.
    done = subprocess.run(
        [sys.executable, "-c", COUNTED],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
