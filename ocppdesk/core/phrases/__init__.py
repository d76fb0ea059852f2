# SPDX-License-Identifier: Apache-2.0
"""Payloads in a few words, for the summary of a message.

`parts` reads payloads with suspicion and puts numbers into words, `charging` says
meter values and limits; `charger`, `csms` and `answers` are tables of
action -> phrase. A phrase that finds nothing to say is empty.
"""
