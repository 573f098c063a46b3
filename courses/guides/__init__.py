"""The package of a course as it is read and printed, the glossary, and the report of what is due for review."""
