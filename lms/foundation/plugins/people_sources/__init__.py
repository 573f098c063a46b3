"""Sources of people: the socket, and the rows that come out of it."""
