"""Home: the site around the courses, with its first page, health page, demo school and operation.

Floors from below: `operation` (processes, headers, health), `backups` (sets, and their way back), `curriculum` (the
courses that ship with Mafunzo), `demo` (an invented school), `help` (the book of use), then views and commands. It may
import every room. No room may import it; the addresses and the server in `lms` do.
"""
