"""How much contact there has been with a person of late, in four levels that are computed when asked for."""
