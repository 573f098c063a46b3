"""Question bank: categories, questions, their types, and imports from files.

Floors, from below upwards: `bank` (rows and services), then `types` (a folder for each type) and `imports`, then
`admin` (pages in Wagtail’s admin).
Others import `models`, and of the bank `usage`, `services`, `signals`, `texts` and `third_person`.
"""
