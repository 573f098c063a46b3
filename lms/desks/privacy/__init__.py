"""What is held about people: shown to them, and erased."""
