"""People write to each other where the work needs it: learners and the instructors of their cohort."""
