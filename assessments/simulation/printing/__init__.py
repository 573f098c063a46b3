"""A case on paper, for a class without devices: a pack for each seat, and the list of who gets which when."""
