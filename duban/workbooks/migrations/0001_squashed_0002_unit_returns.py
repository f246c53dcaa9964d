"""The tables as a new database gets them; one that has some of the replaced steps goes on with those."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from duban.web.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('workbooks', '0001_first_tables'), ('workbooks', '0002_unit_returns')]

    initial = True

    dependencies = [
        ('jobs', '0001_first_tables'),
        ('organizations', '0003_deputies_and_account_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('tasks', '0007_demands_by_rule'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='LearnedMapping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fingerprint', models.CharField(max_length=64, unique=True)),
                    ('mapping', models.JSONField()),
                    ('by_name', models.CharField(max_length=120)),
                    ('at', models.DateTimeField(auto_now=True)),
                ],
            ),
            migrations.CreateModel(
                name='Import',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=255, verbose_name='文件')),
                    ('sha256', models.CharField(db_index=True, max_length=64)),
                    ('year', models.PositiveSmallIntegerField(verbose_name='台账年度')),
                    ('mode', models.CharField(choices=[('good', '能导入的导入，其余退回修改'), ('all', '有一行不能导入就全部不导入')], default='good', max_length=4, verbose_name='办法')),
                    ('skip_done', models.BooleanField(default=True, verbose_name='已完成的不导入')),
                    ('state', models.CharField(choices=[('draft', '待确认'), ('running', '正在导入'), ('done', '已导入'), ('undoing', '正在撤销'), ('undone', '已撤销')], default='draft', max_length=8, verbose_name='状态')),
                    ('sheets', models.JSONField(default=list)),
                    ('mapping', models.JSONField(default=dict)),
                    ('message', models.CharField(blank=True, max_length=300)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'running', 'done', 'undoing', 'undone'])), name='ledger_import_state_known'), models.CheckConstraint(condition=models.Q(('mode__in', ['good', 'all'])), name='ledger_import_mode_known')],
                },
            ),
            migrations.CreateModel(
                name='ImportRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sheet', models.CharField(max_length=60)),
                    ('row', models.PositiveIntegerField()),
                    ('key', models.CharField(db_index=True, max_length=60)),
                    ('status', models.CharField(choices=[('add', '新增'), ('change', '变更'), ('same', '没有变化'), ('conflict', '冲突'), ('refused', '不能导入'), ('skipped', '已完成，跳过')], max_length=8, verbose_name='状态')),
                    ('title', models.CharField(max_length=500)),
                    ('values', models.JSONField(default=dict)),
                    ('problems', models.JSONField(default=list)),
                    ('changes', models.JSONField(default=dict)),
                    ('applied', models.BooleanField(default=False)),
                    ('version', models.PositiveIntegerField(null=True)),
                    ('undone', models.BooleanField(default=False)),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='workbooks.import')),
                    ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.task')),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['run', 'status'], name='ledger_import_rows_by_status')],
                    'constraints': [models.UniqueConstraint(fields=('run', 'sheet', 'row'), name='ledger_import_row_once'), models.CheckConstraint(condition=models.Q(('status__in', ['add', 'change', 'same', 'conflict', 'refused', 'skipped'])), name='ledger_import_row_status_known')],
                },
            ),
            migrations.CreateModel(
                name='UnitAlias',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('plain', models.CharField(max_length=120, unique=True)),
                    ('by_name', models.CharField(max_length=120)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.unit')),
                ],
            ),
            migrations.CreateModel(
                name='UnitReturn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period', models.CharField(max_length=20, verbose_name='报送期')),
                    ('name', models.CharField(max_length=255, verbose_name='文件')),
                    ('sha256', models.CharField(max_length=64)),
                    ('nonce', models.UUIDField(editable=False)),
                    ('state', models.CharField(choices=[('draft', '待确认'), ('sent', '已报送')], default='draft', max_length=8, verbose_name='状态')),
                    ('rows', models.JSONField(default=list)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('exported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'sent'])), name='unit_return_state_known')],
                },
            ),
        ),
    ]
