"""Room for salts and digests beside the rows that are there, which keep their form and their hashes.

The guard steps aside: SQLite builds the table anew. 0004 puts it back.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError

from duban.audit import triggers


def take_guard_off(apps: Any, editor: Any) -> None:
    triggers.remove(editor.connection)


def put_first_guard_back(apps: Any, editor: Any) -> None:
    import_module("duban.audit.migrations.0002_append_only").install(apps, editor)


def leave_guard_off(apps: Any, editor: Any) -> None:
    """The guard of 0004 is gone by now."""


def refuse_to_lose_salts(apps: Any, editor: Any) -> None:
    """Without its salts a row of the new form can never be verified again."""
    if apps.get_model("audit", "AuditEntry").objects.exclude(digests={}).exists():
        raise IrreversibleError("审计表里已有加盐的记录，退回旧版会使它们无法校验；请恢复升级前的备份。")


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
        ('jobs', '0001_first_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(take_guard_off, put_first_guard_back),
        migrations.AddField(
            model_name='auditentry',
            name='digests',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='purged_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.auditentry'),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='salts',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='ChainCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_by_name', models.CharField(max_length=120, verbose_name='校验人')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('finished_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveBigIntegerField(default=0, verbose_name='一致的条数')),
                ('purged', models.PositiveBigIntegerField(default=0, verbose_name='其中已清除')),
                ('fault', models.CharField(blank=True, max_length=12, verbose_name='结果')),
                ('broken', models.PositiveBigIntegerField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('length', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_one_head')],
            },
        ),
        migrations.RunPython(leave_guard_off, refuse_to_lose_salts),
    ]
