"""Practice interviews: cadets log them, instructors countersign, reports count."""
