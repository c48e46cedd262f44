"""Running Muster: the first run, serving, backup and restore, the doctor, invented people."""
