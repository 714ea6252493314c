"""Sockets. This door decides nothing: it authorises, hands to the committer, and relays.

docs/realtime-protocol.md describes the events; wiring.py builds the objects.
"""

from drafting.realtime.wiring import register_realtime

__all__ = ["register_realtime"]
