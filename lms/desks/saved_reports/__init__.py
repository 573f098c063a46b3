"""Saved reports: views with a name, reports as files, and schedules that send them.

From below upwards: `models`, `calendar` (when the next file is due, and its period), `writing` (rows as a file),
`files` (which `lms.files` makes), `schedules` and `services` (the only writers), `notices`, `forms`, `views`. A report
is kept as the name and the query of its page (`lms.desks.reporting.named_reports`), and asked anew with the rights of
whoever opens or receives it. Others import nothing.
"""
