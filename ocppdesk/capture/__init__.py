# SPDX-License-Identifier: Apache-2.0
"""The capture: one SQLite file with everything that was recorded.

`Recorder` writes it (one writer at a time), `CaptureReader` reads it, also while it is
being written. Messages are only ever appended. `Annotator` writes the marks and notes
that people put on them; everything else can be made again from the messages.
"""
