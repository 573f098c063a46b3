"""The site of the documentation: `make docs` builds it into `.docs/`, with search and without network."""

project = "Mafunzo"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "Mafunzo"
html_show_sphinx = False
suppress_warnings = ["myst.header", "myst.xref_missing", "misc.highlighting_failure"]
