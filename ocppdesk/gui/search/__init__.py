# SPDX-License-Identifier: Apache-2.0
"""The search box: its input, its drop-down list, and what stands beside it."""
