# SPDX-License-Identifier: Apache-2.0
"""The glossary: what each message is, who sends it and when."""
