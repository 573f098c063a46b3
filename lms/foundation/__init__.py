"""Foundation: the code that every room stands on, without people and courses.

Floors from below: `storage`, `database` and `text` (no other room); `plugins` (sockets); `interface` (frame, forms,
tables of all pages); `work` (background work). Other rooms may import all of it. It imports none of them; `work`
names `lms.celery` alone.
"""
