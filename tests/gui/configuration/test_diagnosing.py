# SPDX-License-Identifier: Apache-2.0
"""The diagnostic preset as a user fills it in, applies it and takes it back."""

import pytest
from PySide6.QtCore import Qt

from ocppdesk.capture.snapshots import snapshots
from ocppdesk.core.configuration.diagnosing import SNAPSHOT_NAME

LEFT = Qt.MouseButton.LeftButton
BEFORE = {
    "MeterValueSampleInterval": "900",
    "MeterValuesSampledData": "Energy.Active.Import.Register",
}


@pytest.fixture
def choose(view, until):
    """Choose an entry of the menu, and wait for what it says."""

    async def go(entry):
        view.tell("")
        view.diagnosing.enable()
        assert entry.isEnabled()
        entry.trigger()
        return await until(lambda: view.note.text)

    return go


@pytest.fixture
def apply(view, qtbot, until):
    """Press *Review & apply*, *Apply* and *Close*; return the last column."""

    async def go():
        qtbot.mouseClick(view.head.review, LEFT)
        dialog = await until(lambda: view.changing.review_dialog)
        rows = [dialog.list.topLevelItem(n) for n in range(len(view.edits.values))]
        qtbot.mouseClick(dialog.go, LEFT)
        await until(lambda: not dialog.errand.is_busy)
        texts = {row.text(0): (row.text(1), row.text(3)) for row in rows}
        qtbot.mouseClick(dialog.leave, LEFT)
        return texts

    return go


def no_offers(charger):
    """Take on the habit of rejecting measurands of offers."""
    change = charger.commands["ChangeConfiguration"]

    def around(payload):
        if ".Offered" in payload["value"]:
            return {"status": "Rejected"}
        return change(payload)

    charger.commands["ChangeConfiguration"] = around


def value(view, name):
    (row,) = [row for row in view.model.shown if row.name == name]
    return row.entry.value


def test_the_preset_is_filled_in_applied_item_by_item_and_taken_back(
    play, view, choose, apply
):
    async def story(bench):
        async with bench.charger(habits=no_offers, settings=BEFORE):
            await bench.read()
            last = bench.reader.last_id()
            said = await choose(view.diagnosing.fill)
            assert said.startswith("Edits filled in from the diagnostic preset: 2.")
            assert f"kept as the snapshot “{SNAPSHOT_NAME}”" in said
            assert bench.reader.last_id() == last
            texts = await apply()
            change, outcome = texts["MeterValuesSampledData"]
            assert change.endswith(", item by item")
            assert "Of 8 items the charger took 4. Current.Offered" in outcome
            assert value(view, "MeterValueSampleInterval") == "15"
            assert value(view, "MeterValuesSampledData").endswith("Voltage")

            # Once more, which is no reason to forget what was before.
            said = await choose(view.diagnosing.fill)
            assert "What was before is in the snapshot" in said
            view.edits.clear()
            named = [s for s in snapshots(bench.reader, "CP1") if s.name]
            assert [s.name for s in named] == [SNAPSHOT_NAME]

            said = await choose(view.diagnosing.restore)
            assert said.startswith("Edits filled in from before the preset")
            assert {a.name: v for a, v in view.edits.values.items()} == BEFORE
            await apply()
            assert (
                value(view, "MeterValuesSampledData")
                == BEFORE["MeterValuesSampledData"]
            )

    play(story)


def test_the_preset_of_2x_has_the_variables_that_mean_the_same(play, view, choose):
    async def story(bench):
        async with bench.charger("2.0.1"):
            await bench.read()
            await choose(view.diagnosing.fill)
            (address,) = view.edits.values
            assert address.text == "SampledDataCtrlr.TxUpdatedMeasurands"

    play(story)


def test_who_has_the_settings_already_is_told(play, view, choose):
    full = (
        "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,"
        "Current.Offered,Power.Offered,SoC,Temperature"
    )

    async def story(bench):
        async with bench.charger(settings={"MeterValuesSampledData": full}):
            await bench.read()
            said = await choose(view.diagnosing.fill)
            assert said == "CP1 has the settings of the diagnostic preset."
            assert not view.edits.values

    play(story)


def test_without_a_snapshot_the_other_way_is_named(play, view, choose):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            said = await choose(view.diagnosing.restore)
            assert "There is no snapshot" in said
            assert "from the comparison" in said

    play(story)


def test_of_who_is_away_nothing_is_filled_in(play, view, until):
    async def story(bench):
        async with bench.charger():
            await bench.read()
        await until(lambda: not view.is_connected)
        view.diagnosing.enable()
        assert not view.diagnosing.fill.isEnabled()
        assert not view.diagnosing.restore.isEnabled()

    play(story)
