"""Courses: what editors write, and the released catalogue that learners are enrolled in.

Folders from below upwards: `catalogue` (immutable releases), `access` (files and rows of the admin), `pages`,
`unplugged` (pages of missing plugins), `publishing` (drafts, submissions, releases), `editing` (pages of Wagtail’s
admin), `lessons` (the built-in activity). Others import `models`, `catalogue`, and for the editing of their own
pages the names in `lms.foundation.plugins.contract.surface`.
"""
