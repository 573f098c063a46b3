"""Health of the installation: what is checked, on which page it is read, and who is told of a change.

Floors from below: `keeping` (answers kept for a moment), `disks`, `hosts` (what each process knows of its machine),
`probes` and `schema` (checks), then `texts`, `alerts` and `views`.
"""
