"""What the author of a case does: look at it part by part, check and change it, play it beforehand, print it."""
