"""Files of questions in the formats of other systems: read into drafts, written from drafts.

Pure: neither Django nor Wagtail.
"""
