"""QTI 1.2. Pure."""
