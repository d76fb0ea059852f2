# SPDX-License-Identifier: Apache-2.0
"""The list of chargers, and the sign of the chosen one."""
