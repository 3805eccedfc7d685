"""Where a server of one's own may listen."""

import socket


def free_port() -> int:
    """Of the loopback address; free a moment ago."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
