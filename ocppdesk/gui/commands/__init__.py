# SPDX-License-Identifier: Apache-2.0
"""The commands: what they do, their menus, keys and palette."""
