"""Pages on which the author of a case reads it part by part, checks and changes it, plays it beforehand, prints it."""
