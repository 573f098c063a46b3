"""The database itself refuses to change the log of a run; erasing somebody's words is the one way past."""

from lms.foundation.database.append_only import AppendOnly

ENTRIES = AppendOnly(
    table="simulation_logentry",
    setting="mafunzo.simulation",
    permit_table="simulation_permit",
    called="log of simulations",
    refusal="The log of a simulation is append-only: an entry is never changed or deleted.",
    check_id="simulation.W001",
)
