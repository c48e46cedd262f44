"""Alerts: what somebody should know of, kept until they look."""
