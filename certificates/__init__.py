"""Certificates of completed courses and programmes: issued, printed, verified and revoked.

Modules and folders from below upwards: `register` (every act, in a chain), `models`, `serials`, `rules`, `awards` (the
facts that are copied), `texts`, `services` and `programmes` (issue and revoke), `audit` (of the register), `paper` (the
PDF), `verifying` (limits of the public page), `slots` (panels on other pages), the views.
Others learn of certificates by events and slots. `home` imports the services for the demo.
"""
