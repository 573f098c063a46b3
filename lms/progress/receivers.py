"""What other rooms tell this one."""
