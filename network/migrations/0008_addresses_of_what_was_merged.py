from django.db import migrations


def erase(apps, schema_editor):
    """Of organisations that became another before a merge erased it. The other one took it then where it had none; where it
    has none today, somebody removed it, and it does not come back."""
    merged = apps.get_model("network", "Organisation").objects.filter(merged=True)
    merged.exclude(contact_email="").update(contact_email="")


class Migration(migrations.Migration):
    dependencies = [("network", "0007_a_membership_once")]

    operations = [migrations.RunPython(erase, migrations.RunPython.noop, elidable=True)]
