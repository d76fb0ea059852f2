# SPDX-License-Identifier: Apache-2.0
"""The row of chips: saved filters at a click, each with its live count."""
