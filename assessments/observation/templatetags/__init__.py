"""What the templates of checklists say of rows."""
