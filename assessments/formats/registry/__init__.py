"""Registry of the formats that the bank reads and writes. Pure."""
