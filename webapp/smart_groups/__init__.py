"""Smart groups: rules that put people into groups, and can say why."""
