"""The clock of routing runs until a petition is referred: reckon anew what those accepted and not yet referred owe first."""

from django.db import migrations
from django.utils import timezone

from duban.dates.workdays import load_calendar
from duban.petitions.rules.clocks import clocks_of, next_due
from duban.petitions.rules.data import clock_rules


def reckon(apps, schema_editor):
    from datetime import date

    petitions = apps.get_model("petitions", "Petition").objects.filter(state="accepted")
    for petition in petitions:
        days = {name: date.fromisoformat(day) for name, day in petition.days.items()}
        rules = clock_rules(petition.clock_rules)
        due = next_due(clocks_of(rules, days, timezone.localdate(), load_calendar(), petition.extension))
        petition.due_on, petition.due_clock = (due.last, due.rule.key) if due else (None, "")
        petition.save(update_fields=["due_on", "due_clock"])


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_reply_draft")]

    operations = [migrations.RunPython(reckon, migrations.RunPython.noop)]
