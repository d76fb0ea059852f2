# SPDX-License-Identifier: Apache-2.0
"""Choosing a date and time range."""
