# SPDX-License-Identifier: Apache-2.0
"""What was it allowed: the last instruction, the limit in force, offer and flow."""
