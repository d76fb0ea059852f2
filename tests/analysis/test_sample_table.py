# SPDX-License-Identifier: Apache-2.0
import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.sample import Assumed, Sample
from ocppdesk.analysis.sample_table import SampleTable, SeriesKey

SAMPLE = Sample(
    1, 10, 5, None, 1, 512, "Voltage", "L1", "Outlet", "Sample.Periodic", 230.0, "V",
    "V", Assumed.TIME | Assumed.UNIT, "MeterValues",
)  # fmt: skip


def _like(**changes):
    return dataclasses.replace(SAMPLE, **changes)


def test_a_series_has_its_samples_in_arrays():
    table = SampleTable()
    table.add([SAMPLE, _like(message=2, at=20, charger_at=15, value=231.5)])
    (series,) = table.series()
    assert series.key == SeriesKey(None, 1, "Voltage", "L1", "Outlet", "V")
    assert series.at.tolist() == [10, 20]
    assert series.charger_at.tolist() == [5, 15]
    assert series.value.tolist() == [230, 231.5]
    assert series.message.tolist() == [1, 2]
    assert series.assumed.tolist() == [(Assumed.TIME | Assumed.UNIT).value] * 2


@pytest.mark.parametrize(
    "change",
    [{"connector": 2}, {"evse": 1}, {"measurand": "Current.Import"}, {"phase": "L2"},
     {"location": "Inlet"}, {"unit": "kV"}],
)  # fmt: skip
def test_what_differs_is_another_series(change):
    table = SampleTable()
    table.add([SAMPLE, _like(**change)])
    assert len(table.series()) == 2


def test_other_contexts_are_the_same_series():
    table = SampleTable()
    table.add([SAMPLE, _like(context="Sample.Clock"), _like(context="Transaction.End")])
    assert len(table.series()) == 1


def test_a_beginning_that_is_sent_again_and_again_is_kept_apart():
    table = SampleTable()
    begin = _like(context="Transaction.Begin", value=100.0)
    for value in (101.0, 102.0):
        table.add([begin, _like(value=value)])
    table.add([_like(context="Transaction.Begin", value=100.0, transaction=513)])
    live, apart = table.series()
    assert live.value.tolist() == [100, 101, 102, 100]
    assert apart.value.tolist() == [100]
    assert apart.key.context == "Transaction.Begin"


def test_names_without_end_are_left_out():
    table = SampleTable()
    table.add(_like(measurand=f"M{number}") for number in range(6_000))
    table.add([_like(measurand="M7")])
    assert len(table.series()) == 5_000
    assert table.series()[7].value.tolist() == [230, 230]


def test_what_was_handed_out_does_not_change_and_cannot_be_changed():
    table = SampleTable()
    table.add([SAMPLE])
    (before,) = table.series()
    table.add([_like(value=float(value)) for value in range(1_000)])
    (after,) = table.series()
    assert before.value.tolist() == [230]
    assert len(after.value) == 1_001
    assert table.series()[0] is after
    with pytest.raises(ValueError, match="read-only"):
        after.value[0] = 1


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.floats(allow_nan=False, allow_infinity=False)),
        max_size=300,
    ),
    st.integers(1, 100),
)
def test_series_do_not_depend_on_when_they_are_asked_for(values, size):
    samples = [_like(connector=place, value=value) for place, value in values]
    whole, parts = SampleTable(), SampleTable()
    whole.add(samples)
    for first in range(0, len(samples), size):
        parts.add(samples[first : first + size])
        parts.series()
    for one, other in zip(whole.series(), parts.series(), strict=True):
        assert one.key == other.key
        assert np.array_equal(one.value, other.value)
