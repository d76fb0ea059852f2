# SPDX-License-Identifier: Apache-2.0
"""What a CSMS may send: what it risks, what its answer means, what proves it.

`risks` says what may happen, `verdicts` what an answer means, `effects` which later
message proves that something happened, `progress` follows one command through all that,
`knowledge` collects what can be filled in, `suggestions` and `presets` offer it, and
`schedules` reads the limits of a charging profile. `sightings` and `readback` look for
what proves an effect.
"""
