"""Calendar of due dates and meetings: a page, and an address for phones. A plugin: institutions can switch it off.

Modules from below upwards: `models`, `services` (the only writer of addresses), `items` (entries of one person),
`months` (days of a page) and `feed` (iCalendar), the views.
Rooms bring meetings through `lms.foundation.plugins.meetings`. Others import nothing.
"""
