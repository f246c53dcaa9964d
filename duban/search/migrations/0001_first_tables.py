"""Entries, the cursor, and the place of the tokens, which each database keeps in its own way."""

import django.db.models.deletion
from django.db import migrations, models

from duban.search.engines import engine_for


class Migration(migrations.Migration):
    initial = True
    dependencies = [("tasks", "0002_life_of_a_task")]
    operations = [
        migrations.CreateModel(
            name="SearchCursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_audit_id", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="search_one_cursor")],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="类别")),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=600)),
                ("text", models.TextField()),
                ("plain", models.TextField()),
                ("link", models.CharField(max_length=300)),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "task",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tasks.task"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="search_entry_once")],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: engine_for(editor.connection).create(editor.connection),
            lambda apps, editor: engine_for(editor.connection).drop(editor.connection),
        ),
    ]
