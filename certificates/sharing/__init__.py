"""Links by which holders show a certificate to somebody: made and ended by them, each with a secret in its address."""
