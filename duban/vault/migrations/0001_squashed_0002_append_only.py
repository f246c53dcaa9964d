"""The tables as a new database gets them; one that has some of the replaced steps goes on with those."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from duban.vault import triggers
from duban.web.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('vault', '0001_first_tables'), ('vault', '0002_append_only')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='KeyCopy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key_id', models.CharField(max_length=24, unique=True, verbose_name='密钥')),
                    ('kept_where', models.CharField(max_length=200, verbose_name='存放处')),
                    ('confirmed_by_name', models.CharField(max_length=120, verbose_name='确认人')),
                    ('confirmed_at', models.DateTimeField(auto_now_add=True, verbose_name='确认时间')),
                    ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '密钥副本',
                },
            ),
            migrations.CreateModel(
                name='Sealed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(max_length=20, verbose_name='种类')),
                    ('subject_type', models.CharField(max_length=60)),
                    ('subject_id', models.CharField(max_length=40)),
                    ('label', models.CharField(max_length=200, verbose_name='属于')),
                    ('form', models.CharField(choices=[('fields', '字段'), ('bytes', '原件')], max_length=6)),
                    ('ending', models.CharField(blank=True, max_length=8)),
                    ('key_id', models.CharField(db_index=True, max_length=24, verbose_name='密钥')),
                    ('ciphertext', models.BinaryField(null=True)),
                    ('sealed_by_name', models.CharField(max_length=120, verbose_name='封存人')),
                    ('sealed_at', models.DateTimeField(auto_now_add=True, verbose_name='封存时间')),
                    ('purged_at', models.DateTimeField(null=True, verbose_name='清除时间')),
                    ('purged_by_name', models.CharField(blank=True, max_length=120, verbose_name='清除人')),
                    ('purge_reason', models.CharField(blank=True, max_length=500, verbose_name='清除理由')),
                    ('purged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('sealed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '封存内容',
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='sealed_by_subject')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ciphertext__isnull', False), ('purged_at', None)), models.Q(('ciphertext', None), ('purged_at__isnull', False)), _connector='OR'), name='sealed_content_goes_when_purged'), models.CheckConstraint(condition=models.Q(('form__in', ['fields', 'bytes'])), name='sealed_form_known')],
                },
            ),
            migrations.CreateModel(
                name='VaultRead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='时间')),
                    ('reader_name', models.CharField(max_length=120, verbose_name='读取人')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                    ('outcome', models.CharField(choices=[('read', '已读'), ('used', '程序使用'), ('refused', '拒绝'), ('purged', '已清除，无内容'), ('lost', '密钥缺失，读不出'), ('damaged', '内容损坏，读不出')], max_length=8, verbose_name='结果')),
                    ('once', models.UUIDField(editable=False, null=True, unique=True)),
                    ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('sealed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reads', to='vault.sealed')),
                ],
                options={
                    'verbose_name': '读取记录',
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['read', 'used', 'refused', 'purged', 'lost', 'damaged'])), name='vault_outcome_known')],
                },
            ),
            migrations.CreateModel(
                name='Custodian',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first_day', models.DateField(verbose_name='自')),
                    ('last_day', models.DateField(blank=True, null=True, verbose_name='至')),
                    ('reason', models.CharField(max_length=200, verbose_name='事由')),
                    ('given_by_name', models.CharField(max_length=120, verbose_name='指定人')),
                    ('given_at', models.DateTimeField(auto_now_add=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='收回时间')),
                    ('ended_by_name', models.CharField(blank=True, max_length=120, verbose_name='收回人')),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custodianships', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '保管人',
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='custodian_ends_after_start'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='custodian_once')],
                },
            ),
        ),
        migrations.RunPython(
            lambda apps, editor: triggers.install(editor.connection),
            lambda apps, editor: triggers.remove(editor.connection),
        ),
    ]
