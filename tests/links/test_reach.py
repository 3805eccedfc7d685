"""Nothing on a private, loopback or link-local network is asked, in whatever way its address is written."""

import pytest

from bench.stubborn_web import INSIDE
from links.addresses import Failure
from links.reach import Network, is_public
from links.verdicts import Verdict


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("192.0.2.1", "198.51.100.1", "203.0.113.9", "198.18.0.1", "192.0.0.8", "240.0.0.1"),
        *(
            "192.88.99.1",
            "3fff::1",
            "fe80::1%eth0",
            "2606:4700::1111%eth0",
            "",
            "exemple.fr",
            "127.1",
            "::127.0.0.1",
        ),
        *("64:ff9b:1:7f00:0:100:808:808", "64:ff9b:1::8.8.8.8", "::8.8.8.8", "::ffff:0:8.8.8.8"),
        *("::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1", "2002:c0a8:101::1", "::ffff:169.254.169.254"),
    ],
)
def test_what_is_nowhere(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "185.24.184.1", "2001:4860:4860::8888", "2a01:e0c::1", "::ffff:8.8.8.8"),
        *("64:ff9b::808:808", "2002:808:808::1"),
    ],
)
def test_what_everybody_reaches(address):
    assert is_public(address)


def test_one_address_inside_spoils_a_name():
    network = Network(look_up=lambda host, port: [("8.8.8.8", port), ("10.0.0.1", port)])
    with pytest.raises(Failure) as refused:
        network.ends("deux.exemple.fr", 80)
    assert refused.value.verdict == Verdict.FORBIDDEN


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.0.0.1", "017700000001", "localhost"])
def test_numbers_that_the_machine_reads_as_its_own_address(host):
    with pytest.raises(Failure) as refused:
        Network().ends(host, 80)
    assert refused.value.verdict in (Verdict.FORBIDDEN, Verdict.NO_NAME)
