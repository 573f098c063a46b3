"""Facts behind a value, one stream for each kind of indicator, and what they come to."""
