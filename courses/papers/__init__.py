"""Forms: blank papers that cases and questions share, with their fields."""
