"""/selections: criteria in three steps, kept under a name for what comes next."""
