"""Reports: figures of enrolments for coordinators and administrators, as pages and files.

Folders from below upwards: `filters` (scope, figures and selection of one question), `sums` (kept counts),
`tables` (groups, totals and lists), `charts`, `plugin_reports`; beside them `exports` (CSV and spreadsheets).
The views stand on all of these. Plugins add reports and figures through `lms.foundation.plugins.report`.
Others import nothing; the demo of `home` calls `sums.refresh`.
"""
