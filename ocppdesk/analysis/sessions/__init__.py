# SPDX-License-Identifier: Apache-2.0
"""Stories: what happened on a connector from first use until it is free again.

- `story`: what comes out; `stories`: messages go in, stories come out
- `events`, `reading` with `reading16` and `reading2`, `event_times`, `pace`: from
  messages to events in the same words for all versions, and when they were
- `machine` with `statuses`, `arming`, `transactions`, `metering`, `ends` and
  `commands`: the state machine, which fills in `drafts` (with `draft_lines`) on a
  `board`
- `telling` with `outcomes`, `power`, `summaries` and `words`: from drafts to stories
"""
