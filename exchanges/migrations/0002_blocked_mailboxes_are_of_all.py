from django.db import migrations


def copy(apps, schema_editor):
    """What was blocked for questions is blocked for all that visitors send."""
    blocked = apps.get_model("core", "BlockedMailbox")
    blocked.objects.bulk_create(
        blocked(key=one.key, blocked_at=one.blocked_at, reason=one.reason)
        for one in apps.get_model("exchanges", "BlockedMailbox").objects.all()
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0007_blocked_mailboxes"), ("exchanges", "0001_questions")]

    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel("BlockedMailbox"),
    ]
