"""The site's address is no part of what calendars were told: it is that of the day."""

from django.db import migrations


def without_addresses(apps, schema_editor):
    CalendarEntry = apps.get_model("events", "CalendarEntry")
    for entry in CalendarEntry.objects.iterator():
        url = entry.content.pop("url", "")
        if url:
            description = entry.content["description"].removesuffix(url).rstrip("\n")
            entry.content |= {"description": description, "postponed": False}
            CalendarEntry.objects.filter(pk=entry.pk).update(content=entry.content)


class Migration(migrations.Migration):
    dependencies = [("events", "0007_announced_date")]

    operations = [migrations.RunPython(without_addresses, migrations.RunPython.noop, elidable=True)]
