import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import lms.people.directory.fields
import lms.people.administration.roster.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_plugin_switches'), ('people', '0003_password_given'), ('people', '0004_mails'), ('people', '0005_work'), ('people', '0006_settings_version'), ('people', '0007_sessions'), ('people', '0008_people_by_name'), ('people', '0009_audit_log'), ('people', '0010_rosters'), ('people', '0011_audit_files'), ('people', '0012_mails_about_factors'), ('people', '0013_second_factor_policy'), ('people', '0014_sessions_and_devices'), ('people', '0015_finding_people_and_days_of_roles'), ('people', '0016_transfers_that_are_answered'), ('people', '0017_activation_cards'), ('people', '0018_profile_and_mails_of_activation'), ('people', '0019_accounts_of_one_person'), ('people', '0020_standing_in'), ('people', '0021_cohort_rules'), ('people', '0022_notices'), ('people', '0023_single_sign_on'), ('people', '0024_saml'), ('people', '0025_left_by_a_list'), ('people', '0026_issuing'), ('people', '0027_shared_devices'), ('people', '0028_text_messages'), ('people', '0029_crests'), ('people', '0030_names_as_they_sound'), ('people', '0031_unread_notices')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('names', models.JSONField(blank=True, default=dict, help_text='Language code and name, as on certificates.', verbose_name='name in other languages')),
                ('kind', models.CharField(choices=[('region', 'Region'), ('country', 'Country'), ('academy', 'Academy'), ('unit', 'Unit')], max_length=10, verbose_name='kind')),
                ('country', models.CharField(blank=True, choices=[('DJ', 'Djibouti'), ('ET', 'Ethiopia'), ('KE', 'Kenya'), ('UG', 'Uganda')], max_length=2, verbose_name='country')),
                ('timezone', models.CharField(default='Africa/Nairobi', max_length=40, verbose_name='time zone')),
                ('path', models.CharField(editable=False, max_length=200, null=True, unique=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.institution', verbose_name='belongs to')),
                ('plugins', models.JSONField(default=dict, editable=False)),
                ('settings_version', models.CharField(default='', editable=False, max_length=32)),
                ('code', models.SlugField(help_text='A short name by which files and commands call it.', max_length=40, null=True, unique=True, verbose_name='code')),
                ('factor_days', models.SmallIntegerField(editable=False, null=True)),
                ('own_factor_days', models.SmallIntegerField(editable=False, null=True)),
                ('notice', models.PositiveIntegerField(editable=False, null=True)),
                ('own_notice', models.PositiveIntegerField(editable=False, null=True)),
                ('issuer', models.CharField(editable=False, max_length=200, null=True)),
                ('issues', models.BooleanField(editable=False, null=True)),
                ('own_issuer', models.CharField(editable=False, max_length=200, null=True)),
                ('own_issues', models.BooleanField(editable=False, null=True)),
                ('has_shared_devices', models.BooleanField(default=False, editable=False)),
                ('crest', models.CharField(editable=False, max_length=64, null=True)),
                ('crest_alt', models.CharField(editable=False, max_length=200, null=True)),
                ('own_crest', models.CharField(editable=False, max_length=64, null=True)),
                ('own_crest_alt', models.CharField(editable=False, max_length=200, null=True)),
            ],
            options={
                'verbose_name': 'institution',
                'verbose_name_plural': 'institutions',
                'constraints': [models.UniqueConstraint(models.F('parent'), django.db.models.functions.text.Lower('name'), name='institution_name_once_under_its_parent')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('service_number', models.CharField(error_messages={'unique': 'Somebody with this service number is already here.'}, max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[\\w./-]+$', 'Use letters, digits and . / - _ only.')], verbose_name='service number')),
                ('name', models.CharField(max_length=200, verbose_name='name as on official papers')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('sex', models.CharField(blank=True, choices=[('F', 'Woman'), ('M', 'Man'), ('', 'Not stated')], default='', max_length=1, verbose_name='sex')),
                ('rank', models.CharField(blank=True, max_length=60, verbose_name='rank')),
                ('role_family', models.CharField(choices=[('police', 'Police'), ('prosecution', 'Prosecution'), ('judiciary', 'Judiciary'), ('immigration', 'Immigration'), ('labour', 'Labour inspection'), ('services', 'Service provider'), ('other', 'Other')], default='police', max_length=20, verbose_name='role family')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('is_staff', models.BooleanField(default=False, editable=False)),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='joined at')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='people.institution', verbose_name='institution')),
                ('password_given', models.BooleanField(default=False, editable=False, help_text='By somebody else, who knows it too.')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('factor_asked_at', models.DateTimeField(editable=False, null=True)),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to=settings.AUTH_USER_MODEL)),
                ('unread_notices', lms.people.directory.fields.WrittenByTriggers(db_default=0, default=0, editable=False)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'indexes': [models.Index(django.db.models.functions.text.Lower('email'), name='person_by_email'), models.Index(fields=['name', 'id'], name='person_by_name')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('service_number'), name='service_number_once_whatever_its_case'), models.CheckConstraint(condition=models.Q(('merged_into', None), ('is_active', False), _connector='OR'), name='merged_account_is_closed')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('learner', 'Learner'), ('instructor', 'Instructor'), ('coordinator', 'Coordinator'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.institution', verbose_name='institution')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
            ],
            options={
                'verbose_name': 'role at an institution',
                'verbose_name_plural': 'roles at institutions',
                'constraints': [models.UniqueConstraint(fields=('user', 'institution', 'role'), name='membership_once'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='PluginSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plugin', models.CharField(max_length=60, verbose_name='plugin')),
                ('on', models.BooleanField(verbose_name='on')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='switches', to='people.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'plugin switch',
                'verbose_name_plural': 'plugin switches',
                'constraints': [models.UniqueConstraint(fields=('institution', 'plugin'), name='plugin_switch_once_at_an_institution')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('forgotten', 'Forgotten'), ('link', 'Link'), ('confirm', 'Confirm'), ('asked', 'Asked'), ('changed', 'Changed'), ('password', 'Password'), ('factors', 'Factors'), ('transfer', 'Transfer'), ('helped', 'Helped'), ('activate', 'Activate')], max_length=10)),
                ('recipient', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=10)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('refused', 'Refused'), ('given_up', 'Given Up')], default='waiting', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('made_at', models.DateTimeField()),
                ('next_at', models.DateTimeField(null=True, verbose_name='next try at')),
                ('sent_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['next_at'], name='mail_by_next_try'), models.Index(fields=['made_at'], name='mail_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('next_at__isnull', False), ('status', 'waiting')), models.Q(models.Q(('status', 'waiting'), _negated=True), ('next_at', None)), _connector='OR'), name='mail_has_a_next_try_while_it_waits'), models.CheckConstraint(condition=models.Q(('person__isnull', False), ('kind', 'forgotten'), _connector='OR'), name='mail_is_about_somebody')],
            },
        ),
        migrations.CreateModel(
            name='NewAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254)),
                ('asked_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='new_address', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('action', models.CharField(max_length=40, verbose_name='action')),
                ('page', models.CharField(blank=True, max_length=120)),
                ('client', models.CharField(blank=True, max_length=16)),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.institution')),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'entry of the audit log',
                'verbose_name_plural': 'audit log',
                'indexes': [models.Index(fields=['at', 'id'], name='audit_by_time'), models.Index(fields=['institution', 'at', 'id'], name='audit_of_institution'), models.Index(fields=['person', 'at', 'id'], name='audit_about_person'), models.Index(fields=['by', 'at', 'id'], name='audit_by_person'), models.Index(fields=['action', 'at', 'id'], name='audit_by_action')],
            },
        ),
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fields', models.JSONField(default=dict)),
                ('institution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.institution')),
            ],
        ),
        migrations.CreateModel(
            name='TransferRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('settled', 'No longer needed')], default='open', max_length=10, verbose_name='state')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='transfer_requests', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfer_requests', to='people.institution')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moved_at', models.DateTimeField(null=True)),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='service number')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.institution')),
                ('starts_on', models.DateField(null=True, verbose_name='starts on')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'starts_on'], name='transfer_by_state'), models.Index(fields=['to', '-asked_at'], name='transfer_by_who_asks')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('person', 'to'), name='transfer_asked_for_once'), models.UniqueConstraint(django.db.models.functions.text.Lower('number'), models.F('to'), condition=models.Q(('state', 'open'), models.Q(('number', ''), _negated=True)), name='transfer_of_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='declined_transfer_says_why')],
            },
        ),
        migrations.CreateModel(
            name='AuditFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7)),
                ('part', models.PositiveSmallIntegerField(default=1)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('entries', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'part'), name='audit_file_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_index=True, max_length=40)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_words', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'word'), name='search_word_once')],
            },
        ),
        migrations.CreateModel(
            name='CardSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('pending', 'Waiting'), ('running', 'Under way'), ('done', 'Done'), ('failed', 'Failed')], default='pending', max_length=10)),
                ('total', models.PositiveIntegerField(default=0)),
                ('handled', models.PositiveIntegerField(default=0)),
                ('reached', models.PositiveBigIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('touched_at', models.DateTimeField()),
                ('title', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(max_length=10)),
                ('sealed', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(verbose_name='when')),
                ('printed_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['by', '-made_at'], name='card_sheet_by_maker')],
            },
        ),
        migrations.CreateModel(
            name='ActivationCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, max_length=128)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='activation_card', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cards', to='people.cardsheet')),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='activation_card_by_end')],
            },
        ),
        migrations.CreateModel(
            name='NameRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name as on official papers')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('refused', 'Refused')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='name_request', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'asked_at'], name='name_request_by_state')],
            },
        ),
        migrations.CreateModel(
            name='Apart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('high', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('low', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('low', 'high'), name='kept_apart_once'), models.CheckConstraint(condition=models.Q(('low__lt', models.F('high'))), name='kept_apart_in_order')],
            },
        ),
        migrations.CreateModel(
            name='LikenessKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('alike', 'Alike'), ('name', 'Name'), ('number', 'Number')], max_length=6)),
                ('key', models.CharField(max_length=120)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='likeness_keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'key', 'user'], name='likeness_by_key')],
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='likeness_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_active', models.BooleanField()),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_into_it', to=settings.AUTH_USER_MODEL)),
                ('into_place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.institution')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('person',), name='merged_once'), models.CheckConstraint(condition=models.Q(('person', models.F('into')), _negated=True), name='merged_into_another')],
            },
        ),
        migrations.CreateModel(
            name='MergedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100)),
                ('column', models.CharField(blank=True, max_length=60)),
                ('key', models.CharField(max_length=64)),
                ('row', models.TextField(blank=True)),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='people.merge')),
            ],
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='stand_in', to='people.membership')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stand_ins', to='people.membership')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('membership', models.F('source')), _negated=True), name='nobody_stands_in_for_themselves')],
            },
        ),
        migrations.CreateModel(
            name='SignOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('protocol', models.CharField(choices=[('oidc', 'OpenID Connect'), ('saml', 'SAML 2.0')], default='oidc', max_length=4)),
                ('on', models.BooleanField(default=False, verbose_name='on')),
                ('issuer', models.CharField(blank=True, max_length=500)),
                ('client', models.CharField(blank=True, max_length=200)),
                ('secret', models.TextField(blank=True, editable=False)),
                ('number_from', models.CharField(max_length=200)),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ons', to='people.institution', verbose_name='institution')),
                ('address', models.CharField(blank=True, max_length=2000)),
                ('certificates', models.JSONField(blank=True, default=list)),
                ('metadata_url', models.CharField(blank=True, max_length=2000)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution',), name='sign_on_once_at_an_institution')],
            },
        ),
        migrations.CreateModel(
            name='SharedDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('opened_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared_devices', to='people.institution', verbose_name='institution')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='shared_device_by_end')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                ('began_at', models.DateTimeField(null=True)),
                ('device', models.CharField(blank=True, default='', max_length=60)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('shared_device', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='people.shareddevice')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DevicePin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pin', models.CharField(max_length=128)),
                ('state', models.CharField(max_length=64)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('set_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='device_pins', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='people.shareddevice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('device', 'person'), name='pin_once_for_a_person_on_a_device')],
            },
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('next_at', models.DateTimeField(null=True, verbose_name='next try at')),
                ('channel', models.CharField(max_length=60)),
                ('recipient', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=10)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('refused', 'Nobody has this number'), ('given_up', 'Not sent')], default='waiting', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['next_at'], name='text_by_next_try'), models.Index(fields=['made_at'], name='text_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('next_at__isnull', False), ('status', 'waiting')), models.Q(models.Q(('status', 'waiting'), _negated=True), ('next_at', None)), _connector='OR'), name='text_has_a_next_try_while_it_waits')],
            },
        ),
        migrations.CreateModel(
            name='Crest',
            fields=[
                ('digest', models.CharField(help_text='SHA-256 of the bytes.', max_length=64, primary_key=True, serialize=False)),
                ('data', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='people.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'cohort',
                'verbose_name_plural': 'cohorts',
                'constraints': [models.UniqueConstraint(models.F('institution'), django.db.models.functions.text.Lower('name'), name='cohort_name_once_at_an_institution')],
            },
        ),
        migrations.CreateModel(
            name='CohortMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_at', models.DateTimeField(verbose_name='joined at')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='people.cohort')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cohort_places', to=settings.AUTH_USER_MODEL)),
                ('by_rule', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cohort', 'user'), name='cohort_member_once')],
            },
        ),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('total', models.PositiveIntegerField(default=0)),
                ('handled', models.PositiveIntegerField(default=0)),
                ('reached', models.PositiveBigIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('touched_at', models.DateTimeField()),
                ('name', models.CharField(max_length=255, verbose_name='file')),
                ('file', models.FileField(blank=True, storage=lms.people.administration.roster.models.private, upload_to='rosters')),
                ('digest', models.CharField(max_length=64)),
                ('cohort_name', models.CharField(blank=True, max_length=120, verbose_name='cohort')),
                ('head_row', models.PositiveIntegerField(default=0)),
                ('titles', models.JSONField(default=list)),
                ('fields', models.JSONField(default=list)),
                ('moves', models.BooleanField(default=False, help_text='People of one’s other institutions come.')),
                ('status', models.CharField(choices=[('reading', 'Being read'), ('choosing', 'Waiting for you to say what its columns are'), ('comparing', 'Being compared'), ('ready', 'Waiting for you to apply it'), ('applying', 'Being applied'), ('done', 'Applied'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('failed', 'Could not be read'), ('dropped', 'Dropped: nothing was changed')], default='reading', max_length=10, verbose_name='state')),
                ('problem', models.CharField(blank=True, max_length=60)),
                ('values', models.JSONField(default=dict)),
                ('by_command', models.BooleanField(default=False, help_text='Whoever runs the site brought it.')),
                ('made_at', models.DateTimeField(verbose_name='when')),
                ('applied_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.cohort', verbose_name='cohort')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.institution', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'list of people',
                'verbose_name_plural': 'lists of people',
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['reading', 'choosing', 'comparing', 'ready', 'applying', 'undoing'])), fields=('institution', 'digest', 'cohort_name', 'by_command'), name='roster_once_under_way')],
            },
        ),
        migrations.CreateModel(
            name='RosterRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField()),
                ('cells', models.JSONField(default=list)),
                ('problem', models.CharField(blank=True, max_length=30)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('key', models.CharField(blank=True, help_text='The service number in small letters.', max_length=40)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(blank=True, choices=[('create', 'New'), ('change', 'Changed'), ('move', 'Moves here'), ('unchanged', 'As it is'), ('elsewhere', 'Belongs elsewhere'), ('refused', 'Refused')], max_length=10)),
                ('reasons', models.JSONField(default=list)),
                ('changes', models.JSONField(default=dict)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not applied'), ('applied', 'Applied'), ('left', 'Left alone'), ('undone', 'Undone'), ('kept', 'Could not be undone')], default='', max_length=10)),
                ('joined', models.BooleanField(default=False)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='people.roster')),
                ('left', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['roster', 'state', 'row'], name='roster_row_by_state'), models.Index(fields=['roster', 'key'], name='roster_row_by_key')],
                'constraints': [models.UniqueConstraint(fields=('roster', 'row'), name='roster_row_once')],
            },
        ),
        migrations.CreateModel(
            name='CohortRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ranks', models.CharField(blank=True, max_length=200, verbose_name='ranks')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('set_at', models.DateTimeField()),
                ('cohort', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rule', to='people.cohort')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ranks', ''), _negated=True), ('since__isnull', False), _connector='OR'), name='cohort_rule_asks_something')],
            },
        ),
        migrations.CreateModel(
            name='StaysOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.cohort')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cohort', 'user'), name='stays_out_once')],
            },
        ),
        migrations.AddField(
            model_name='Cohort',
            name='people',
            field=models.ManyToManyField(related_name='cohorts', through='people.CohortMember', to=settings.AUTH_USER_MODEL),
        ),
    ]
