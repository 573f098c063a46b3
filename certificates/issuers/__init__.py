"""Settings of an institution for the certificates that it issues: who signs, how long they are valid, and from when
they are renewed. `Institution.certificate_settings` holds them, as `certificates.rules` reads them.
"""
