# SPDX-License-Identifier: Apache-2.0
"""The rules, a module for each group; whatever stands here is asked."""
