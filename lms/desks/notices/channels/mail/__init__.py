"""E-mail, through whatever server Django sends by."""
