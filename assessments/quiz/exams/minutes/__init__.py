"""The minutes of an exam: who came, who was late or left, what happened; signed, and kept as they were written."""
