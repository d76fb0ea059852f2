# SPDX-License-Identifier: Apache-2.0
import numpy as np

from ocppdesk.analysis.sample import Assumed


def test_what_is_assumed_fits_into_a_byte_of_a_series():
    everything = ~Assumed.NOTHING
    assert np.uint8(everything.value) == everything.value
    assert Assumed(int(np.uint8(everything.value))) == everything
