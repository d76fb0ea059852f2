# SPDX-License-Identifier: Apache-2.0
"""The view of connections and attempts."""
