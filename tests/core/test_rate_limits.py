"""One subscriber, one box, one count: wherever the request or the message goes."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone

from core.mailboxes import mailbox
from core.models import RateCount
from core.network_address import network_address
from core.rate_limits import RateLimit

TWICE = RateLimit("essai", times=2, period=datetime.timedelta(hours=1))


@pytest.mark.django_db
def test_counted_where_every_worker_sees_it_and_let_go():
    assert [TWICE.hit("192.0.2.7") for _ in range(3)] == [True, True, False]
    assert TWICE.hit("192.0.2.8")
    assert not any("192.0.2" in row.key for row in RateCount.objects.all())
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1, seconds=1)):
        assert TWICE.hit("192.0.2.7")
        call_command("due")
    assert RateCount.objects.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        call_command("due")
    assert not RateCount.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "n'importe quoi", "n'importe quoi"),
        (2, "203.0.113.9", "192.0.2.7"),
        # With a port, as some proxies write it.
        (1, "203.0.113.5:51234", "203.0.113.5"),
        (1, "[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        (1, '"[2001:db8:1:2::9]:443"', "2001:db8:1:2::/64"),
        (1, "fe80::1%eth0", "fe80::/64"),
        # An IPv4 address that is carried in an IPv6 one.
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "::ffff:c633:6407", "198.51.100.7"),
        (1, "[::ffff:192.0.2.1]:80", "192.0.2.1"),
        (1, "64:ff9b::192.0.2.1", "192.0.2.1"),
        (1, "64:ff9b:1::192.0.2.1", "192.0.2.1"),
        (1, "2002:c000:0201::1", "192.0.2.1"),
        (1, "::192.0.2.1", "192.0.2.1"),
        (1, "::1", "::/64"),
    ],
)
def test_the_address_of_one_subscriber(settings, proxies, forwarded, address):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().post(
        "/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": forwarded}
    )
    assert network_address(request) == address


@pytest.mark.parametrize(
    ("address", "box"),
    [
        ("Nom@Mairie.fr", "nom@mairie.fr"),
        ("nom+1@mairie.fr", "nom@mairie.fr"),
        ("nom+1+2@mairie.fr", "nom@mairie.fr"),
        ('"nom"@mairie.fr', "nom@mairie.fr"),
        ("+@mairie.fr", "+@mairie.fr"),
        ("n.o.m+x@googlemail.com", "nom@gmail.com"),
        ("prenom.nom@mairie.fr", "prenom.nom@mairie.fr"),
        ("nom@saint-étienne.fr", "nom@xn--saint-tienne-geb.fr"),
        ("nom@xn--saint-tienne-geb.fr", "nom@xn--saint-tienne-geb.fr"),
    ],
)
def test_every_way_of_writing_to_one_box(address, box):
    assert mailbox(address) == box
