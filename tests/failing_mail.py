"""A mail server on a bad day, and a worker that dies beside it: for trials of many exchanges at once."""

import random
import smtplib
from collections import defaultdict

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from core.models import OutgoingMail

DEAD = "mort"  # how an address begins that nobody has


# Why the queue gave a message up.
OUR_RELAY = "SMTPRecipientsRefused 554"  # it refused everybody
NO_MAILBOX = "non distribué 550"


def given_up(mail: OutgoingMail, why: str) -> None:
    mail.erase(given_up_at=timezone.now(), sent_at=None, last_error=why)


class Killed(BaseException):
    """As kill -9: nothing that catches errors sees it."""


class FailingMail(BaseEmailBackend):
    """A share of the messages fails; one in fifty takes the worker with it, before or after it has left."""

    dice = random.Random(3)
    fails = 0.0
    arrived: list = []  # (when, to, subject, Message-ID)
    deaths = 0

    @classmethod
    def begin(cls, settings, *, fails: float) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.{cls.__qualname__}"
        cls.arrived, cls.deaths, cls.dice, cls.fails = [], 0, random.Random(3), fails

    @classmethod
    def die(cls, dice: random.Random, once_in: int) -> None:
        if dice.random() < 1 / once_in:
            cls.deaths += 1
            raise Killed

    def send_messages(self, messages):
        [one] = messages
        to = one.to[0]
        if to.startswith(DEAD):
            raise smtplib.SMTPRecipientsRefused({to: (550, b"unknown")})
        if self.dice.random() < self.fails:
            raise ConnectionResetError(104, "reset")
        self.die(self.dice, 100)  # before the server has it
        self.arrived.append((timezone.now(), to, one.subject, one.extra_headers["Message-ID"]))
        self.die(self.dice, 100)  # after: the worker's note is lost
        return 1

    @classmethod
    def messages(cls) -> tuple[list[tuple], int]:
        """[(when, to, subject)] of each message once, and how many the server had twice under one Message-ID."""
        by_id = defaultdict(list)
        for when, to, subject, number in cls.arrived:
            by_id[number].append((when, to, subject))
        return [times[0] for times in by_id.values()], len(cls.arrived) - len(by_id)
