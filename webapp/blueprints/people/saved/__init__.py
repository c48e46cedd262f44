"""/people/saved: filters kept under a name."""
