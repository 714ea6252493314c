"""The only room that knows pycrdt: shared text, reading and verifying updates, positions,
awareness.

Bytes and values go in and out; nothing here knows of databases, sockets or people.
"""
