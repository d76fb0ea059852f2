# SPDX-License-Identifier: Apache-2.0
"""The report for hand-over: asking for a file, and writing it beside the window."""
