"""What is known of one WebSocket from its handshake on, under one key of the WSGI environment.

The gate creates it, the transport adds its own objects, the namespaces read it. Nothing else
travels through the environment.
"""

from dataclasses import dataclass
from typing import Any, cast

from drafting.policy.identity import Identity
from drafting.realtime.transport.fast_path import FastPathReader
from drafting.realtime.transport.fast_websocket import FastWebSocket
from drafting.realtime.transport.rate_limit import TokenBucket

KEY = "drafting.connection"


@dataclass(slots=True)
class ConnectionState:
    """One handshake that the gate let through."""

    identity: Identity
    bucket: TokenBucket  # one for the socket, in all its namespaces
    is_over_limit: bool  # the account has too many sockets: the namespace refuses with a sentence
    is_fresh: bool  # the identity was read a moment ago; False once a namespace was entered
    websocket: FastWebSocket | None = None  # None on the stock path
    fast_path: FastPathReader | None = None  # None on the stock path


def connection_state(environ: dict[str, Any]) -> ConnectionState:
    """The state that the gate put into the WSGI environment."""
    return cast(ConnectionState, environ[KEY])
