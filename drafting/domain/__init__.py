"""The pure heart: no input or output, no clock, no Flask, no SQLAlchemy.

It imports the standard library, markdown-it-py and diff-match-patch only.
"""
