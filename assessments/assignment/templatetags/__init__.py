"""Template tags of hand-ins."""
