"""A user leaves: who takes their people and what they answer for, and how all of that comes back."""
