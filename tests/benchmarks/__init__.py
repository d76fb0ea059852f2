# SPDX-License-Identifier: Apache-2.0
"""Benchmarks: numbers from one run, as ratios to something that anybody knows.

`python -m tests.benchmarks [NAME…]` prints a line for each number, with the goal it is
to reach. They never decide a test: machines differ, and so do moments.
"""
