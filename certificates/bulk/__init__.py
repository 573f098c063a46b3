"""Files for a ceremony: certificates of a cohort or a list as one ZIP and one PDF to print, with the register."""
