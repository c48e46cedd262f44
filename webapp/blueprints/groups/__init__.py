"""/groups: the tree of groups, and the page of each."""
