"""Formats of question files of other systems: read into drafts, and written from drafts. Pure: no Django, no Wagtail.

Floors, from below upwards: `draft`, `texts`, `scores` and other shared modules; a folder for each family of formats
(`gift`, `moodle`, `qti`, and the module `aiken`); `registry`, the list of formats.
Others import `draft`, `scores`, `html`, `terms` and `registry`. This room imports no other room of assessments.
"""
