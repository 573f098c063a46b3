"""Search in the lessons that a person may open.

Modules from below upwards: `models` (passages), `html_parsing` (passages of a lesson), `indexing` (their only writer),
`queries` (ranked results for one person), the views.
Contents are indexed after a release. Others import nothing.
"""
