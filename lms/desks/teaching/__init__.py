"""Teaching: the pages on which instructors follow and guide the learners of their cohorts.

Folders from below upwards: `standing` (each learner’s place and reason for attention), `dates` (assignments and
reminders), `cohorts` (tables of a cohort), `learners` (one learner’s courses, attempts and results).
Plugins add tabs and columns through `tabs` and `list_columns` of `lms.foundation.plugins.pages`.
Others import nothing.
"""
