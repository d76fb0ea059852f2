# SPDX-License-Identifier: Apache-2.0
"""The page that shows how to connect a charger, and who knocks."""
