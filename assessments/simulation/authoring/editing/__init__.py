"""Forms in which one thing of a case is changed: a folder of fields that conditions need, and a file for each kind."""
