"""Author's checks: rules that find faults in the content of a course. They warn and forbid nothing."""
