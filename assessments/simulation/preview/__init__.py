"""A case played by its author before anybody else: as any seat, at any hour. Nothing of it is a run."""
