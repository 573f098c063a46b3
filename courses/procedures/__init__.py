"""Standard operating procedures: pages of numbered steps, which lessons, questions, scenarios and cases cite."""
