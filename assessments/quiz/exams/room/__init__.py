"""The room of an exam: who sits it, where, and from when until when."""
