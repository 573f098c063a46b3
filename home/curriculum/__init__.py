"""The core curriculum that ships with Mafunzo: one TOML file for each course and language,
and what puts them on a site.
"""
