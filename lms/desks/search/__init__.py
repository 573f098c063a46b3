"""Finding again what somebody may read: the words of the lessons of their courses."""
