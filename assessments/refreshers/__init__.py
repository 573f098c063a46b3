"""Spaced refreshers: after a course, a few of its questions come back, voluntarily, and counted apart.

Modules, from below upwards: `selection` (pure), `models`, `pool` (questions of a course), `services` (the only
writers), then the views and `topic_shares` (figures of a cohort).
Nobody imports this room. It imports the quiz and the bank.
"""
