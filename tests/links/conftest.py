import pytest
from pytest_socket import socket_allow_hosts

from bench.stubborn_web import HERE, TRAP, StubbornWeb
from links.checking import Checker
from links.fetching import Bounds

# A machine that is busy is waited for; a server that says nothing is given up at once where nothing else is expected.
BOUNDS = Bounds(connect=2, silence=1, whole=5, between=0)
HURRIED = Bounds(connect=0.5, silence=0.3, whole=0.5, between=0)


@pytest.fixture
def web(socket_disabled_but_loopback):
    # Two more addresses of the loopback network: one that may be asked, and a trap that may not.
    socket_allow_hosts(["127.0.0.1", HERE, TRAP], allow_unix_socket=True)
    with StubbornWeb(drip=0.02) as running:
        yield running


@pytest.fixture
def checker(web):
    return Checker(web.network, BOUNDS)
