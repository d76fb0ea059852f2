# SPDX-License-Identifier: Apache-2.0
"""Exports: which messages, redacted or not, and a look at what is replaced before."""
