"""The marker's desk: what waits to be marked by a person, marking it, and answering what is contested."""
