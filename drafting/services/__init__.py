"""The use-cases, and the only writers: (session, actor, *, ...) in, a value out.

They record events and never commit. The one exception is record_updates.py, which owns the
transaction of text updates.
"""
