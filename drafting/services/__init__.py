"""The use-cases, and the only writers: (session, actor, *, ...) in, a value out, events
recorded, never a commit.

The one exception is record_updates.py, which owns the transaction of text updates.
"""
