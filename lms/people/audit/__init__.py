"""Audit log: entries of views and changes of personal data, and the log of account security.

Above the directory, below identity and administration. `models` and `actions` lie below `services`, the only writer.
Other rooms import `services` to write entries and `actions` to name their own; nobody else writes to the tables.
"""
