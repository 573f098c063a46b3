"""Notices: messages to people, by page, mail, push and text message.

Folders and modules from below upwards: `channels` (one folder each), `models`, `rules` (channels and quiet hours),
`outbox` and `due_notices` (new notices), `texts`, `delivery` (sending and its outcomes), `views`.
Rooms declare their kinds of notices through `lms.foundation.plugins.notice` and never import this room.
`home` imports `outbox`, `services` and the models for the demo.
"""
