"""Sections and fields, built-in and custom; countries and states."""
