"""Interface: the frame of all pages, and forms, tables, charts and files that several rooms show.

Floors from below: `formats` (dates and numbers of each language), `paper` (PDF), `tables` (columns, CSV, workbooks),
the modules of this folder, `templatetags`. It imports `plugins`, `text` and `database`. All rooms above may import
it; it knows no model.
"""
