"""Observation checklists: an instructor notes how a learner does a practical task, and the learner acknowledges it.

Modules, from below upwards: `rules` (pure), `models`, `checklists` (those of a cohort), `services` (the only writers),
`counts`, then the views.
A plugin like any other: nobody imports it.
"""
