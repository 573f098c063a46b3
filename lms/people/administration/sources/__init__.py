"""Sources of people that an administrator sets up: a list is read from them, now or each night."""
