# SPDX-License-Identifier: Apache-2.0
"""The help on the rules of diagnosis."""
