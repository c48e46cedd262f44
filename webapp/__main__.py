"""`python -m webapp` is the `muster` command."""

from webapp.commands import main

main()
