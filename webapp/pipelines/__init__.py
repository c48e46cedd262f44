"""Where people stand: statuses."""
