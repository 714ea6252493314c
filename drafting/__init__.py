"""A platform on which codes of practice are drafted in the open."""

__version__ = "0.1.0"
