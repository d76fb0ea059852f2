# SPDX-License-Identifier: Apache-2.0
"""The report: one page for whoever takes over, of all that is known of a charger.

`content` collects it, `charts` and `drawing` make pictures of values, `findings`,
`sessions` and the other `sections` make HTML of it for the `page`, and `making` is the
way from a file to a file. Nothing on the page comes from elsewhere, and nothing in it
runs.
"""
