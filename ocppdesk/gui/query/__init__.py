# SPDX-License-Identifier: Apache-2.0
"""Searching a capture off the window's thread."""
