"""Privacy: export and erasure of personal data, retention, and privacy notices.

Modules from below upwards: `records` (rows of a person), `declarations` and `missing_plugins` (plugins whose code is
gone), `plugin_calls` (guarded calls), `export`, `labels` and `files`, `erasure`, `services` (requests), the views.
Rooms declare their personal data through `lms.foundation.plugins.personal_data` and never import this room.
`home` imports `privacy_notices` for the demo.
"""
