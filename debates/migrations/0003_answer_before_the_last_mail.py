from django.db import migrations, models
from django.db.models import F


def know_what_they_knew(apps, schema_editor):
    """Of messages of before nobody knows what theirs said before: none of them is told again."""
    apps.get_model("debates", "DebateFollow").objects.update(answer_before=F("answer"))


class Migration(migrations.Migration):
    dependencies = [("debates", "0002_keys_of_drafts")]

    operations = [
        migrations.AddField(
            model_name="debatefollow",
            name="answer_before",
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.RunPython(know_what_they_knew, migrations.RunPython.noop, elidable=True),
    ]
