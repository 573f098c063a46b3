"""Plugins: the sockets into which plugins and rooms fit, and the contract that a plugin keeps.

Floors from below: `runtime` (guard, registrations, quarantine), the sockets of this folder, `pages` (sockets of
places on pages), `contract` (tests that authors of plugins run). It imports `database` and `text` alone. All rooms
and all plugins may import the sockets; what begins with an underscore is closed. `docs/extend/plugins.md` says how each
is filled.
"""
