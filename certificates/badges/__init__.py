"""Open Badges 3.0: a certificate as a signed credential that other software verifies.

Modules from below upwards: `images` (the picture of a badge), `credentials` (its data), `status_lists` (which are
revoked), `issuers` (public keys as a DID document), `views`. Nobody else imports them.
"""
