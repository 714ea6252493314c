"""The first layer that knows Flask: what the doors share, so that they need not know each other."""
