# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from ocppdesk.core.versions import Version
from ocppdesk.logs.importing.job import (
    Job,
    assumptions_from,
    job_from_line,
    job_line,
    plain_assumptions,
)
from ocppdesk.logs.reading.found import Assumptions, View

EVERYTHING = Assumptions(
    format="text",
    view=View.CHARGER,
    charger="CP1",
    zone_minutes=-90,
    version=Version.V201,
    dates="dmy",
    columns={"time": "Uhrzeit"},
)


@pytest.mark.parametrize("assumptions", [Assumptions(), EVERYTHING])
def test_a_job_comes_back_from_its_line(assumptions):
    paths = Path("a\nb.log"), Path("gr\udcfc\N{SNOWMAN}n.log")
    job = Job(paths, Path("out.ocppdesk"), assumptions, follow=True, merge=True)
    line = job_line(job)
    assert line.count(b"\n") == 1
    assert job_from_line(line) == job


def test_what_is_not_known_is_left_out():
    assert plain_assumptions(Assumptions(charger="CP1")) == {"charger": "CP1"}
    assert assumptions_from(plain_assumptions(EVERYTHING)) == EVERYTHING
