"""The company that runs Muster, its offices, users, roles and sessions."""
