"""The register of certificates: every act on one is an entry that is never changed. A job gives the entries numbers, in
a chain in which each holds the hash of the one before.

It knows nothing of certificates but what `services.Registered` says, so that their services can stand on it.
"""
