from django.db import migrations, models

MEANS = [
    *("strategie-gouvernance", "donnees-ia", "cybersecurite"),
    *("infrastructures-connectivite", "numerique-responsable"),
]


def say_which_are_means(apps, schema_editor):
    """Those of the demo content: an instance that has them says what it says."""
    themes = apps.get_model("taxonomy", "Theme").objects
    themes.filter(slug__in=MEANS, parent=None).update(axis="moyen")


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0003_theme_introduction")]

    operations = [
        migrations.AddField(
            model_name="theme",
            name="axis",
            field=models.CharField(
                choices=[("domaine", "Domaines d’action"), ("moyen", "Moyens transversaux")],
                default="domaine",
                help_text="Ce que la collectivité fait, ou ce qui sert à tout faire : réseaux, données, cybersécurité, sobriété. Un sous-thème suit son thème.",
                max_length=10,
                verbose_name="axe",
            ),
        ),
        migrations.RunPython(say_which_are_means, migrations.RunPython.noop, elidable=True),
    ]
