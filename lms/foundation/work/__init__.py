"""Work: background work as rows, with one runner, one schedule, queues and a sandbox for uploaded files.

Floors from below: `models`, `task` and `schedule`; `runner`, `sandbox` and `uploads`; `scheduler`, the program that
sends tasks. It imports `interface` and `plugins`. All rooms above may import it, except `scheduler`, which
`home.operation` alone runs.
"""
