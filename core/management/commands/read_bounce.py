"""Reads a delivery report from standard input, as a mail server pipes it to a program: docs/operations.md."""

import sys

from django.core.management.base import BaseCommand

from core.mail.bounces import read_report


class Command(BaseCommand):
    help = (
        "Lit sur l’entrée standard un avis de non-distribution : son adresse n’est plus utilisée."
    )

    def handle(self, *args, **options):
        self.stdout.write(f"{read_report(sys.stdin.buffer)} courriel(s) non distribué(s).")
