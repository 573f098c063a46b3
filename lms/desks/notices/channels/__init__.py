"""The ways on which people are told something: a folder for each."""
