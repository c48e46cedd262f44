"""The people: who they are, who may see them, what was done with them."""
