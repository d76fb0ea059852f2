# SPDX-License-Identifier: Apache-2.0
"""A window on logs, with the processes that read them."""

import asyncio

import pyarrow
import pytest
from pyarrow import parquet
from PySide6.QtCore import Qt

from ocppdesk.app import Desk, run
from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.origins import read_origin
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.logs.columns_dialog import ColumnsDialog
from ocppdesk.gui.logs.correction_dialog import CorrectionDialog
from ocppdesk.gui.logs.lines_dialog import LinesDialog
from ocppdesk.gui.logs.review import LogReview
from ocppdesk.gui.messages.overlays import EmptyState
from ocppdesk.logs.export import export
from ocppdesk.logs.reading.columns import Role
from ocppdesk.settings import Settings

pytestmark = pytest.mark.end_to_end

LEFT = Qt.MouseButton.LeftButton
LINES = (
    "2026-01-31 14:05:31,204 INFO ocpp CP-7: receive message "
    '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]',
    "2026-01-31 14:05:31,260 INFO ocpp CP-7: send "
    '[3,"1",{"status":"Accepted","currentTime":"2026-01-31T13:05:31Z","interval":300}]',
    "2026-01-31 14:05:40,100 INFO web 200 GET /health",
    '2026-01-31 14:06:00,000 INFO ocpp CP-7: receive message [2,"2","Heartbeat",{}]',
)


async def until(is_so):
    async with asyncio.timeout(40):
        while not (found := is_so()):  # noqa: ASYNC110 - windows know no loop
            await asyncio.sleep(0.01)
    return found


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "site.log"
    path.write_text("\n".join(LINES) + "\n", "utf-8")
    return path


@pytest.fixture
def play(qapp):
    """Open logs in a window and let a story happen there."""

    def start(story, *paths, **words):
        desk = Desk(qapp, settings=Settings())

        async def life():
            desk.open_files(list(paths), **words)
            (window,) = desk.windows
            review = window.findChild(LogReview)
            await story(window, review)
            desk.close_windows()

        run(desk, life())

    return start


def _shown(window):
    return window.tab.messages.shown_ids() if window.reader else []


def _count(review, text):
    return next(b for b in review.strip.counts if b.text().endswith(text))


async def _read(window, review):
    await until(lambda: review.strip.shut.isVisible())
    await until(lambda: _shown(window))


def test_a_log_is_read_and_every_count_leads_to_what_it_counts(play, log, qtbot):
    async def story(window, review):
        await _read(window, review)
        assert window.windowTitle().startswith("site.log")
        assert review.strip.headline.text() == "site.log: 4 lines read"
        assert "times UTC+01:00 (concluded)" in review.strip.reading.text()
        qtbot.mouseClick(_count(review, "3 complete"), LEFT)
        await until(lambda: len(_shown(window)) == 3)
        qtbot.mouseClick(_count(review, "1 lines without a frame"), LEFT)
        dialog = window.findChild(LinesDialog)
        assert dialog.model.line(0).text.endswith("GET /health")
        origin = read_origin(window.reader, 3)
        assert (origin.first.name, origin.first.line) == ("site.log", 4)

    play(story, log)


def test_a_text_without_any_frame_is_said_only_when_it_is_read(play, tmp_path):
    path = tmp_path / "shopping.txt"
    path.write_text("milk\nbread\n", "utf-8")

    async def story(window, review):
        empty = await until(lambda: window.findChild(EmptyState))
        await until(lambda: empty.accessibleName().startswith("Reading…"))
        assert review.strip.headline.text() == "Reading…"
        await until(lambda: review.strip.shut.isVisible())
        assert empty.accessibleName().startswith("No messages")
        assert "none of them holds an OCPP frame" in review.strip.headline.text()

    play(story, path)


def test_a_log_that_did_not_change_is_there_at_once_with_its_marks(play, log):
    async def first(window, review):
        await _read(window, review)
        window.tab.messages.select_message(2)
        window.tab.messages.toggle_mark()

    async def second(window, review):
        assert review.strip.shut.isVisible()
        await until(lambda: window.tab.messages.annotations.marks == {2})

    play(first, log)
    play(second, log)


def test_a_corrected_log_is_read_again_and_keeps_its_marks(play, log, qtbot):
    async def story(window, review):
        await _read(window, review)
        before = window.reader.path
        at = window.reader.message(3).at
        window.tab.messages.select_message(3)
        window.tab.messages.toggle_mark()
        qtbot.mouseClick(review.strip.correct, LEFT)
        dialog = await until(lambda: window.findChild(CorrectionDialog))
        dialog.zone.setCurrentIndex(dialog.zone.findData(0))
        dialog.charger.setText("OTHER")
        qtbot.mouseClick(dialog.again, LEFT)
        await until(lambda: window.reader and window.reader.path != before)
        await _read(window, review)
        message = window.reader.message(3)
        assert message.at - at == 3_600_000_000
        await until(lambda: window.tab.messages.annotations.marks == {3})
        await until(lambda: not before.exists())

    play(story, log)


def test_the_columns_of_an_unknown_table_can_be_told(play, tmp_path, qtbot):
    path = tmp_path / "table.csv"
    path.write_text(
        "wann;wer;was;inhalt\n"
        "2026-01-31T13:05:31Z;CP-1;Heartbeat;\n"
        "2026-01-31T13:06:31Z;CP-1;Heartbeat;\n",
        "utf-8",
    )

    async def story(window, review):
        await until(lambda: review.strip.shut.isVisible())
        assert "none of them" in review.strip.headline.text()
        qtbot.mouseClick(review.strip.columns, LEFT)
        dialog = await until(lambda: window.findChild(ColumnsDialog))
        for role, column in ((Role.ACTION, "was"), (Role.PAYLOAD, "inhalt")):
            box = dialog.choices[role]
            box.setCurrentIndex(box.findData(column))
            box.activated.emit(box.currentIndex())
        qtbot.mouseClick(dialog.again, LEFT)
        await until(lambda: len(_shown(window)) == 2)
        assert window.reader.message(1).action == "Heartbeat"

    play(story, path)


def test_what_is_appended_is_followed_until_that_is_stopped(play, log, qtbot):
    async def story(window, review):
        await until(lambda: len(_shown(window)) == 3)
        with log.open("a", encoding="utf-8") as file:
            file.write(LINES[-1].replace('"2"', '"3"') + "\n")
        await until(lambda: len(_shown(window)) == 4)
        qtbot.mouseClick(review.strip.stop, LEFT)
        await until(lambda: review.strip.shut.isVisible())

    play(story, log, follow=True)


def test_several_logs_are_one_timeline(play, log, tmp_path):
    other = tmp_path / "other.log"
    other.write_text(
        "2026-01-31T13:05:50.000Z INFO ocpp CP-8: receive message "
        '[2,"9","Heartbeat",{}]\n',
        "utf-8",
    )

    async def story(window, review):
        await _read(window, review)
        await until(lambda: len(_shown(window)) == 4)
        chargers = [window.reader.message(n).charger for n in range(1, 5)]
        assert chargers == ["CP-7", "CP-7", "CP-8", "CP-7"]
        assert review.strip.merge.isVisible()

    play(story, log, other)


def test_a_file_without_frames_says_what_it_is(play, tmp_path):
    path = tmp_path / "notes.log"
    path.write_text("one\ntwo\n", "utf-8")

    async def story(window, review):
        await until(lambda: review.strip.shut.isVisible())
        assert "none of them holds an OCPP frame" in review.strip.headline.text()

    play(story, path)


def test_what_cannot_be_read_is_said(play, tmp_path):
    async def story(window, review):
        await until(lambda: review.strip.shut.isVisible())
        assert "no file" in review.strip.headline.text()

    play(story, tmp_path / "gone.log")


def test_a_table_of_another_program_says_the_way_out(play, tmp_path):
    path = tmp_path / "other.parquet"
    parquet.write_table(pyarrow.table({"id": [1]}), path)

    async def story(window, review):
        await until(lambda: review.strip.shut.isVisible())
        assert "Save it as CSV or JSON Lines" in review.strip.headline.text()

    play(story, path)


def test_the_window_may_close_while_a_log_is_read(play, log, home):
    async def story(window, review):
        window.close()

    play(story, log)
    assert list((home / "opened").glob("*")) == []


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_an_export_of_this_program_comes_back_whole(play, recording, tmp_path, suffix):
    last = recording.beat(3)
    annotator = Annotator(recording.path)
    annotator.set_mark([2], is_marked=True)
    annotator.set_note(3, "Why?")
    annotator.close()
    target = tmp_path / f"export{suffix}"
    reader = CaptureReader(recording.path)
    export(reader, range(1, last + 1), target)
    reader.close()

    async def story(window, review):
        await until(lambda: len(_shown(window)) == last)
        assert not review.strip.isVisible()
        found = window.tab.messages.annotations
        assert (found.marks, found.notes) == ({2}, {3: "Why?"})

    play(story, target)
