from django.db import migrations, models

from territories.names import fold

BATCH = 500


def fold_titles(apps, schema_editor):
    sheets = apps.get_model("catalogue", "ProjectPage").objects
    some = []
    for sheet in sheets.only("title", "draft_title", "folded_title").iterator(BATCH):
        titles = dict.fromkeys((fold(sheet.title), fold(sheet.draft_title)))
        sheet.folded_title = "".join(f" {title} " for title in titles)
        some.append(sheet)
    sheets.bulk_update(some, ["folded_title"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_not_duplicate")]

    operations = [
        migrations.AddField(
            model_name="projectpage",
            name="folded_title",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(fold_titles, migrations.RunPython.noop, elidable=True),
    ]
