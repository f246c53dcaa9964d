"""Deadlines of lasting measures that count for their tasks already are agreed to; what a unit wrote and nobody took waits."""

from __future__ import annotations

from django.db import migrations
from django.db.models import F


def agree(apps, schema_editor):
    measures = apps.get_model("inspections", "PetitionMeasure").objects
    rows = measures.filter(kind="lasting", due__lte=F("petition__task__deadline"))
    measures.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        agreed_at=F("at"), agreed_by_name=F("by_name")
    )


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_deadlines_agreed")]
    operations = [migrations.RunPython(agree, migrations.RunPython.noop)]
