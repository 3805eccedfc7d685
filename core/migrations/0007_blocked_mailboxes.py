import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_mail_refusals")]

    operations = [
        migrations.CreateModel(
            name="BlockedMailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "blocked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="bloquée le"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="raison")),
            ],
            options={
                "verbose_name": "boîte bloquée",
                "verbose_name_plural": "boîtes bloquées",
            },
        ),
    ]
