"""Pure rules: no input or output, no clock, no Flask, no SQLAlchemy.

Imports the standard library, markdown-it-py, diff-match-patch and rapidfuzz only.
"""
