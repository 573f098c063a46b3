"""What learners are enrolled in, and how it is stored."""
