"""Changing many people in one move: who is chosen, what an action would do, doing it at once or as a job."""
