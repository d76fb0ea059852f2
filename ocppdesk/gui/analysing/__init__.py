# SPDX-License-Identifier: Apache-2.0
"""The analysis of a window's capture, off the window's thread."""
