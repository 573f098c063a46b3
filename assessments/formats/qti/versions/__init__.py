"""Versions of QTI as formats of files, and the reader that finds the version of a file. Pure."""
