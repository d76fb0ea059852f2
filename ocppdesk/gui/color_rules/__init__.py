# SPDX-License-Identifier: Apache-2.0
"""Editing the colour rules."""
