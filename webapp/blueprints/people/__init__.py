"""The pages of people, one resource a module."""
