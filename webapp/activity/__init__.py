"""What happened, to whom, by whom: events, change sets, the audit log."""
