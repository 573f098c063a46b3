"""Learning without network: what a phone keeps of a course, and what it sends when it is online again.

Modules from below upwards: `models` (phones, forms drawn for them, and events that could not be counted),
`sent_events` (what a phone sent, read), `drawn_events` (those of a form that was drawn for the phone),
`signatures` and `chains` (what proves whose it is and that it is whole), `devices` (the only writer of phones),
`receiving` (verdicts), `held_events` (their only writer), `services`; `draws` (forms that a phone may begin with),
`lesson_pieces` (lessons and forms drawn for nobody),
`packs` (what a phone keeps of a course); the views. `static/offline/worker.js` is the server on the phone.
Answers enter the journal through `lms.learning.progress.journal` as those from pages do. Others import nothing.
"""
