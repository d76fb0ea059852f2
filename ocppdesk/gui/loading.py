# SPDX-License-Identifier: Apache-2.0
"""Loads modules, which takes up to half a second, while the window goes on."""

import contextlib
import importlib
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS: Final = 10
_REST_S: Final = 0.001


class Loading(QObject):
    """Imports modules in a thread of its own.

    Args:
        modules: Their full names; they make no widgets when they are imported.

    Signals:
        over: They are there, or never will be: whoever imports them now does not wait.
    """

    over = Signal()

    def __init__(self, modules: Iterable[str], parent: QObject) -> None:
        super().__init__(parent)
        self._thread = threading.Thread(
            target=_load, args=(tuple(modules),), name="load", daemon=True
        )
        # A signal from the thread might find this object gone.
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin, once."""
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Tell nothing any more."""
        self._timer.stop()

    def _look(self) -> None:
        if not self._thread.is_alive():
            self._timer.stop()
            self.over.emit()


@contextlib.contextmanager
def resting() -> Iterator[None]:
    """Rest before each module that is imported in this thread meanwhile.

    Only one thread runs Python at a time, and the window's asks for its turn hundreds
    of times for one picture: beside an import, each would take a multiple of its time.
    """
    rests = _Rests()
    sys.meta_path.insert(0, rests)
    try:
        yield
    finally:
        sys.meta_path.remove(rests)


class _Rests(MetaPathFinder):
    """Finds nothing, and takes its time in this thread."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(
        self, _name: str, _path: object, _target: object = None
    ) -> ModuleSpec | None:
        """Rest, if it is this thread that looks for a module."""
        if threading.get_ident() == self._thread:
            time.sleep(_REST_S)
        return None


def _load(modules: Iterable[str]) -> None:
    with resting():
        for module in modules:
            importlib.import_module(module)
