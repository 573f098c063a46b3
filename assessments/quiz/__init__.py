"""Quizzes and exams: questions drawn from the bank, answered one by one, marked, regraded and counted.

Floors, from below upwards: `sitting` (an attempt, pure), `page` (the editor’s page), `exams`, then `desk` (marking) and
`regrading`, then `statistics`.
Others import `sitting` and `models`; refreshers ask questions by them.
"""
