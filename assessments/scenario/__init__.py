"""Branching scenarios: a case with one seat and no clock. A plugin whose only rows are its pages.

Floors, from below upwards: `scenes` and `checks` (pure), `models` (the author’s page), `activity` (the learner’s
attempt), and `stories` (scenes from files of Twine and H5P).
Nobody imports this room. It imports `assessments.casework`.
"""
