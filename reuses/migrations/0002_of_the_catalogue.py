"""The reuses that the catalogue kept, as a graph: a node for each sheet, and for each end without one."""

from django.db import migrations
from django.utils import timezone


def take_over(apps, schema_editor):
    Old = apps.get_model("catalogue", "Reuse")
    Node, Reuse, Event = (apps.get_model("reuses", name) for name in ("Node", "Reuse", "ReuseEvent"))
    now = timezone.now()

    def node_of(old, end, *, is_root):
        sheet = getattr(old, f"{end}_id")
        if sheet:
            return Node.objects.get_or_create(sheet_id=sheet)[0]
        authority = getattr(old, f"{end}_authority")
        name = getattr(old, f"{end}_name") or (authority and (authority.full_name or authority.name))
        fields = {"sheet": None, "name": name or "Une autre collectivité", "authority": authority}
        # An outside root is the same for all that come from it; who takes up is one more each time.
        found = is_root and Node.objects.filter(**fields, taken_up__isnull=False).first()
        return found or Node.objects.create(**fields)

    for old in Old.objects.order_by("pk").select_related("original_authority", "reuser_authority"):
        original = node_of(old, "original", is_root=True)
        reuser = node_of(old, "reuser", is_root=False)
        if original == reuser or Reuse.objects.filter(original=original, reuser=reuser).exists():
            continue
        reuse = Reuse.objects.create(
            original=original,
            reuser=reuser,
            accepted_at=now,
            documented_at=now,
            what=old.adaptation,
            date=old.date,
            cost_text=old.cost,
            progress=old.state,
            contact=old.contact,
            source_title=old.source_title,
            source_url=old.source_url,
        )
        Event.objects.create(reuse=reuse, position=1, kind="documentaire", by="redaction", at=now)


class Migration(migrations.Migration):
    dependencies = [("reuses", "0001_initial"), ("territories", "0002_around_and_names")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True)]
