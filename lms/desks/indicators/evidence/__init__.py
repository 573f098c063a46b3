"""Evidence: the pack that an auditor takes away, its check, the check of the whole chain, and the method in words."""
