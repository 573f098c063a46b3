"""Switchboard: the operation of plugins, with switches, settings, deliveries of events, jobs and addresses.

Floors from below: `models`; `circuit_breaker`, `setting_values` and `switch_tree`; `deliveries`, `jobs` and
`plugin_status`; the pages in the admin. It imports `lms.foundation` and `lms.people`. Rooms above may import `tabs`,
`list_columns`, `setting_values` and `setting_forms`, and the site `addresses`; for all else they ask the sockets of
`lms.foundation.plugins`.
"""
