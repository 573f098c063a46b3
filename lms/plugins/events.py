"""Signals with which a room tells the floors above what happened. Receivers write rows and nothing else."""

from django.dispatch import Signal

cohort_joined = Signal()
"""Sent by `lms.people` in the transaction in which people join a cohort: `cohort`, `people` (a list of users), `now`."""

course_completed = Signal()
"""Sent by `lms.progress` in the transaction that completes an enrolment, once: `enrolment`, `now`."""
