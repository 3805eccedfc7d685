"""Proposals and interests become two kinds of one request: what each had is renamed, none is lost."""

import hashlib

import django.utils.timezone
from django.db import migrations, models

import core.mailboxes


def keys_of_interests(apps, schema_editor):
    """As `InterestQuerySet.submit` makes them."""
    Interest = apps.get_model("events", "Interest")
    for interest in Interest.objects.filter(submission_key=None).iterator():
        person = f"{interest.event_id} {interest.sheet_id} {interest.email.lower()}"
        key = hashlib.sha256(person.encode()).hexdigest()[:32]
        Interest.objects.filter(pk=interest.pk).update(submission_key=key)


def noticed_with_confirmation(apps, schema_editor):
    """The team was written to when a proposal was confirmed."""
    Proposal = apps.get_model("events", "Proposal")
    Proposal.objects.exclude(confirmed_at=None).update(notified_at=models.F("confirmed_at"))


class Migration(migrations.Migration):
    dependencies = [("events", "0005_organisation_parts")]

    operations = [
        migrations.RenameField("proposal", "contact_email", "email"),
        migrations.RenameField("interest", "told_at", "notified_at"),
        migrations.AddField(
            "proposal",
            "notified_at",
            models.DateTimeField("transmission", null=True, blank=True),
        ),
        migrations.AddField(
            "interest",
            "erased_at",
            models.DateTimeField("effacement", null=True, blank=True),
        ),
        migrations.AddField(
            "interest", "submission_key", models.CharField(max_length=32, null=True, editable=False)
        ),
        migrations.RunPython(keys_of_interests, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(noticed_with_confirmation, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "interest",
            "submission_key",
            models.CharField(max_length=32, unique=True, editable=False),
        ),
        migrations.AlterField(
            "interest", "email", models.EmailField("adresse électronique", max_length=254, blank=True)
        ),
        *[
            migrations.AlterField(kind, name, field)
            for kind in ("interest", "proposal")
            for name, field in (
                ("created_at", models.DateTimeField("envoi", default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField("confirmation", null=True, blank=True)),
            )
        ],
        migrations.AlterField(
            "interest", "notified_at", models.DateTimeField("transmission", null=True, blank=True)
        ),
        migrations.AlterField(
            "proposal", "erased_at", models.DateTimeField("effacement", null=True, blank=True)
        ),
        migrations.AlterField(
            "projectcall",
            "contact_email",
            models.EmailField(
                "adresse de l’équipe",
                max_length=254,
                validators=[core.mailboxes.validate_mailbox],
                help_text="Reçoit les propositions confirmées. Donnée aux porteurs dans la réponse.",
            ),
        ),
    ]
