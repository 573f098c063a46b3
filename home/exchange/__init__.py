"""Exchange of courses between installations: a course as files in a folder or ZIP, and from them pages again.

Modules, from below upwards: `toml` and `packing` (pure), `references` (names of rows that hold elsewhere, too),
`reading` (courses as their pages stand, also for the author's checks), `exporting`, `importing`, `views`.
"""
