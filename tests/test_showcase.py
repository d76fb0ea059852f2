# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys

import pytest

from ocppdesk.capture.reader import CaptureReader

pytestmark = pytest.mark.end_to_end


def _demo(*words):
    return subprocess.run(
        [sys.executable, "-m", "ocppdesk", "demo", "--headless", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_demo_prints_records_and_takes_pictures(tmp_path):
    capture, pictures = tmp_path / "demo.ocppdesk", tmp_path / "pictures"
    result = _demo(
        "--seconds", "1", "--capture", str(capture), "--screenshots", str(pictures)
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert "BootNotification" in result.stdout
    assert f"recorded into {capture}" in result.stdout
    found = {path.stem for path in pictures.glob("*.png")}
    assert {"messages", "detail", "dark", "zoomed", "connections", "glossary"} <= found
    assert {"answers", "findings", "sessions", "charts", "limits"} <= found
    assert {"send", "configuration", "files"} <= found
    reader = CaptureReader(capture)
    versions = {charger.version for charger in reader.chargers()}
    reader.close()
    assert versions == {"1.6", "2.0.1", "2.1"}
    assert not list(tmp_path.glob("*-wal"))


def test_a_capture_that_cannot_be_used_is_said(tmp_path):
    path = tmp_path / "text.ocppdesk"
    path.write_text("this is somebody's letter, and it is long enough to look at")
    result = _demo("--seconds", "1", "--capture", str(path))
    assert result.returncode == 1
    assert "is not a capture" in result.stdout
