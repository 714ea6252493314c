"""`python -m drafting.cli` is `drafting`."""

from drafting.cli import main

main()
