"""The tables as a new database gets them; one that has some of the replaced steps goes on with those."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from duban.web.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('meetings', '0001_first_tables'), ('meetings', '0002_leading_official_and_data_units')]

    initial = True

    dependencies = [
        ('files', '0001_first_tables'),
        ('jobs', '0001_first_tables'),
        ('organizations', '0002_reorganizations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('tasks', '0001_first_tables'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=300, verbose_name='标题')),
                    ('kind', models.CharField(blank=True, choices=[('executive', '常务会议'), ('party_group', '党组会议'), ('standing_committee', '常委会会议'), ('plenary', '全体会议'), ('special', '专题会议'), ('dispatch', '调度会、推进会'), ('other', '其他会议')], max_length=20, verbose_name='会议类型')),
                    ('convener', models.CharField(blank=True, max_length=60, verbose_name='召开机关')),
                    ('ordinal', models.PositiveIntegerField(blank=True, null=True, verbose_name='次数')),
                    ('term', models.PositiveIntegerField(blank=True, null=True, verbose_name='届次')),
                    ('date', models.DateField(blank=True, null=True, verbose_name='会议日期')),
                    ('chair', models.CharField(blank=True, max_length=60, verbose_name='主持人')),
                    ('chair_posts', models.CharField(blank=True, max_length=200, verbose_name='主持人职务')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('released_at', models.DateTimeField(editable=False, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '会议',
                    'ordering': ['-date', '-id'],
                },
            ),
            migrations.CreateModel(
                name='ConfirmStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('actor_name', models.CharField(max_length=120)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('verb', models.CharField(max_length=40)),
                    ('label', models.CharField(max_length=200)),
                    ('before', models.JSONField(default=dict)),
                    ('after', models.JSONField(default=dict)),
                    ('undoable', models.BooleanField(default=True)),
                    ('undone', models.BooleanField(default=False)),
                    ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='meetings.meeting')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='MeetingText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=255, verbose_name='名称')),
                    ('sha256', models.CharField(db_index=True, max_length=64)),
                    ('state', models.CharField(choices=[('waiting', '等待解读'), ('read', '已解读'), ('failed', '无法解读')], default='waiting', max_length=8)),
                    ('error', models.CharField(blank=True, max_length=500)),
                    ('media_type', models.CharField(blank=True, max_length=100)),
                    ('encoding', models.CharField(blank=True, max_length=40)),
                    ('pasted', models.TextField(blank=True)),
                    ('restored', models.TextField(blank=True)),
                    ('repairs', models.JSONField(default=list)),
                    ('warnings', models.JSONField(default=list)),
                    ('carried', models.JSONField(default=dict)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('superseded', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='meetings.meeting')),
                    ('revision_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='meetings.meetingtext')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='AgendaItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveIntegerField()),
                    ('kind', models.CharField(max_length=12)),
                    ('topic', models.CharField(max_length=300)),
                    ('start', models.PositiveIntegerField()),
                    ('end', models.PositiveIntegerField()),
                    ('rule', models.CharField(blank=True, max_length=60)),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='meetings.meetingtext')),
                ],
                options={
                    'ordering': ['text', 'position'],
                },
            ),
            migrations.CreateModel(
                name='Requirement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('require', '要求'), ('prohibit', '禁止'), ('decide', '决定')], max_length=8)),
                    ('quote', models.TextField()),
                    ('start', models.PositiveIntegerField()),
                    ('end', models.PositiveIntegerField()),
                    ('rule', models.CharField(blank=True, max_length=60)),
                    ('decision', models.CharField(choices=[('undecided', '待定'), ('kept', '保留'), ('dropped', '舍去')], default='undecided', max_length=10)),
                    ('drop_reason', models.CharField(blank=True, max_length=60)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('agenda', models.ManyToManyField(related_name='requirements', to='meetings.agendaitem')),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='meetings.meetingtext')),
                ],
                options={
                    'ordering': ['text', 'start', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ['undecided', 'kept', 'dropped'])), name='requirement_decision_known')],
                },
            ),
            migrations.CreateModel(
                name='Action',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('quote', models.TextField()),
                    ('start', models.PositiveIntegerField()),
                    ('end', models.PositiveIntegerField()),
                    ('wording', models.CharField(blank=True, max_length=500, verbose_name='事项表述')),
                    ('rule', models.CharField(blank=True, max_length=60)),
                    ('trackable', models.BooleanField(default=False, verbose_name='可督办')),
                    ('trackable_rule', models.CharField(blank=True, max_length=60)),
                    ('decision', models.CharField(choices=[('undecided', '待定'), ('kept', '保留'), ('dropped', '舍去')], default='undecided', max_length=10)),
                    ('drop_reason', models.CharField(blank=True, max_length=60)),
                    ('deadline', models.DateField(blank=True, null=True, verbose_name='办理时限')),
                    ('deadline_text', models.CharField(blank=True, max_length=120, verbose_name='时限原文')),
                    ('deadline_explanation', models.TextField(blank=True)),
                    ('deadline_rule', models.CharField(blank=True, max_length=60)),
                    ('recurring', models.CharField(blank=True, max_length=120)),
                    ('deliverable', models.CharField(blank=True, max_length=200, verbose_name='成果形式')),
                    ('reporting_rhythm', models.CharField(blank=True, max_length=60, verbose_name='反馈频次')),
                    ('targets', models.JSONField(default=list)),
                    ('unit_mentions', models.JSONField(default=list)),
                    ('fan_out', models.BooleanField(default=False, verbose_name='分解到各县（区）')),
                    ('released', models.JSONField(default=dict)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('lead_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='meetings.action')),
                    ('responsible_units', models.ManyToManyField(related_name='+', to='organizations.unit')),
                    ('supporting_units', models.ManyToManyField(related_name='+', to='organizations.unit')),
                    ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tasks.task')),
                    ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='meetings.requirement')),
                    ('data_units', models.ManyToManyField(related_name='+', to='organizations.unit')),
                    ('leading_official', models.CharField(blank=True, max_length=60, verbose_name='牵头领导')),
                ],
                options={
                    'ordering': ['requirement', 'start', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ['undecided', 'kept', 'dropped'])), name='action_decision_known')],
                },
            ),
            migrations.CreateModel(
                name='Sentence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveIntegerField()),
                    ('paragraph', models.PositiveIntegerField()),
                    ('start', models.PositiveIntegerField()),
                    ('end', models.PositiveIntegerField()),
                    ('reader_reason', models.CharField(blank=True, max_length=60)),
                    ('clerk_reason', models.CharField(blank=True, max_length=60)),
                    ('decision', models.CharField(choices=[('undecided', '待定'), ('kept', '保留'), ('dropped', '舍去')], default='undecided', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=60)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sentences', to='meetings.meetingtext')),
                ],
                options={
                    'ordering': ['text', 'position'],
                    'indexes': [models.Index(fields=['text', 'decision'], name='sentence_by_decision')],
                },
            ),
        ),
    ]
