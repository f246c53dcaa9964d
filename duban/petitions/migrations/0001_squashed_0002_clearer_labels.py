"""The tables as a new database gets them; one that has some of the replaced steps goes on with those."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from duban.web.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('petitions', '0001_first_tables'), ('petitions', '0002_clearer_labels')]

    initial = True

    dependencies = [
        ('organizations', '0003_deputies_and_account_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('tasks', '0008_carry_overs'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='PetitionSerial',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(unique=True)),
                    ('last', models.PositiveIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='Petition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('once', models.UUIDField(editable=False, null=True, unique=True)),
                    ('channel', models.CharField(choices=[('letter', '来信'), ('visit', '来访'), ('call', '来电'), ('web', '网上'), ('hotline', '12345热线'), ('leader', '领导信箱')], max_length=10, verbose_name='渠道')),
                    ('nature', models.CharField(choices=[('demand', '求决'), ('suggestion', '意见建议'), ('accusation', '检举控告')], default='demand', max_length=10, verbose_name='性质')),
                    ('type', models.CharField(max_length=20, verbose_name='类型')),
                    ('received_on', models.DateField(verbose_name='收到日期')),
                    ('urgent', models.BooleanField(default=False, verbose_name='急难愁盼')),
                    ('withheld', models.BooleanField(default=False, verbose_name='信访人要求保密')),
                    ('title', models.CharField(max_length=200, verbose_name='标题')),
                    ('summary', models.TextField(verbose_name='内容摘要')),
                    ('state', models.CharField(choices=[('registered', '已登记'), ('not_accepted', '不予受理'), ('accepted', '已受理'), ('referred', '已转办'), ('returned', '已退回'), ('in_handling', '办理中'), ('extended', '已延期'), ('replied', '已报答复'), ('concluded', '已答复办结'), ('called_back', '已回访'), ('under_review', '复查中'), ('reviewed', '已复查'), ('under_second_review', '复核中'), ('closed', '已结案')], default='registered', max_length=20, verbose_name='状态')),
                    ('in_hand', models.GeneratedField(db_persist=True, expression=models.Case(models.When(state__in=['registered', 'not_accepted', 'accepted', 'referred', 'returned', 'in_handling', 'extended', 'replied', 'concluded', 'called_back', 'under_review', 'reviewed', 'under_second_review'], then=models.Value(1)), default=models.Value(0)), output_field=models.SmallIntegerField())),
                    ('instruction', models.CharField(blank=True, max_length=500, verbose_name='办理要求')),
                    ('clock_rules', models.CharField(max_length=40)),
                    ('clock_version', models.CharField(max_length=20)),
                    ('days', models.JSONField(default=dict)),
                    ('due_on', models.DateField(blank=True, db_index=True, null=True, verbose_name='时限')),
                    ('due_clock', models.CharField(blank=True, max_length=20)),
                    ('extension', models.PositiveSmallIntegerField(default=0, verbose_name='延长天数')),
                    ('reply', models.TextField(blank=True, verbose_name='答复意见')),
                    ('conclusion', models.CharField(blank=True, choices=[('supported', '支持'), ('partly', '部分支持'), ('not_supported', '不支持，已解释'), ('adopted', '建议已采纳')], max_length=14, verbose_name='办理结果')),
                    ('satisfied', models.CharField(blank=True, choices=[('satisfied', '满意'), ('fairly', '基本满意'), ('unsatisfied', '不满意'), ('unreached', '联系不上')], max_length=12, verbose_name='满意度')),
                    ('solved', models.BooleanField(null=True, verbose_name='问题解决')),
                    ('reopened', models.PositiveSmallIntegerField(default=0, verbose_name='重新办理次数')),
                    ('registered_at', models.DateTimeField(auto_now_add=True)),
                    ('accused', models.ManyToManyField(blank=True, related_name='+', to='organizations.unit', verbose_name='被检举单位')),
                    ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='属地')),
                    ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='承办单位')),
                    ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.task')),
                ],
                options={
                    'verbose_name': '信访件',
                    'ordering': ['-id'],
                    'indexes': [models.Index(models.F('in_hand'), models.F('due_on'), name='citizen_petition_by_due')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['registered', 'not_accepted', 'accepted', 'referred', 'returned', 'in_handling', 'extended', 'replied', 'concluded', 'called_back', 'under_review', 'reviewed', 'under_second_review', 'closed'])), name='citizen_petition_state_known'), models.CheckConstraint(condition=models.Q(('nature__in', ['demand', 'suggestion', 'accusation'])), name='citizen_petition_nature_known')],
                },
            ),
            migrations.CreateModel(
                name='PetitionImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('planned', '待确认'), ('done', '已登记'), ('dropped', '已放弃')], default='planned', max_length=8, verbose_name='状态')),
                    ('count', models.PositiveIntegerField(default=0, verbose_name='件数')),
                    ('made_at', models.DateTimeField(auto_now_add=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '批量登记',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='PetitionMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('actor_name', models.CharField(max_length=120)),
                    ('verb', models.CharField(choices=[('register', '登记信访'), ('correct', '更正'), ('accept', '受理'), ('refuse', '不予受理'), ('refer', '转办'), ('return', '退回异议'), ('take_up', '接收办理'), ('extend', '延期'), ('reply', '报答复意见'), ('send_back', '退回重办'), ('conclude', '送达答复、办结'), ('call_back', '回访'), ('reopen', '重新办理'), ('ask_review', '登记复查请求'), ('uphold', '复查维持'), ('overturn', '复查撤销，重新办理'), ('ask_second_review', '登记复核请求'), ('finish', '复核维持，结案'), ('overturn_again', '复核撤销，重新办理'), ('close', '结案')], max_length=20)),
                    ('from_state', models.CharField(blank=True, choices=[('registered', '已登记'), ('not_accepted', '不予受理'), ('accepted', '已受理'), ('referred', '已转办'), ('returned', '已退回'), ('in_handling', '办理中'), ('extended', '已延期'), ('replied', '已报答复'), ('concluded', '已答复办结'), ('called_back', '已回访'), ('under_review', '复查中'), ('reviewed', '已复查'), ('under_second_review', '复核中'), ('closed', '已结案')], max_length=20)),
                    ('to_state', models.CharField(choices=[('registered', '已登记'), ('not_accepted', '不予受理'), ('accepted', '已受理'), ('referred', '已转办'), ('returned', '已退回'), ('in_handling', '办理中'), ('extended', '已延期'), ('replied', '已报答复'), ('concluded', '已答复办结'), ('called_back', '已回访'), ('under_review', '复查中'), ('reviewed', '已复查'), ('under_second_review', '复核中'), ('closed', '已结案')], max_length=20)),
                    ('facts', models.JSONField(default=dict)),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                    ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='petitions.petition')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
        ),
    ]
