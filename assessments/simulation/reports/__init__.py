"""Reports over runs that were closed: marks by step, what was decided, and measures."""
