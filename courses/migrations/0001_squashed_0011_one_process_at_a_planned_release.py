import courses.pages.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('courses', '0001_initial'), ('courses', '0002_initial'), ('courses', '0003_pages_whose_plugin_is_not_installed'), ('courses', '0004_drafts_of_law_citations'), ('courses', '0005_releases_wait_for_a_person'), ('courses', '0006_causes_of_what_not_everybody_reads'), ('courses', '0007_releases_for_a_later_hour'), ('courses', '0008_what_translations_were_made_from'), ('courses', '0009_courses_are_handed_in_as_a_whole'), ('courses', '0010_files_of_institutions'), ('courses', '0011_one_process_at_a_planned_release')]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('people', '0001_squashed_0031_unread_notices'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('titles', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Content',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=255)),
                ('html', models.TextField(blank=True)),
                ('definition', models.JSONField(default=dict)),
                ('media', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='CoursePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('change', models.CharField(choices=[('correction', 'Correction: people under way move to it, what they completed stays completed'), ('edition', 'New edition: for new enrolments; people under way finish the edition they began')], default='correction', max_length=12, verbose_name='kind of change')),
                ('why', models.CharField(blank=True, help_text='One line for the record: what changed and for what reason.', max_length=300, verbose_name='why')),
                ('summary', models.TextField(help_text='One or two sentences.', verbose_name='summary')),
                ('objectives', courses.pages.fields.BlockField(blank=True, verbose_name='objectives')),
                ('minutes', models.PositiveIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(6000)], verbose_name='minutes in all')),
                ('validity_months', models.PositiveIntegerField(default=24, help_text='0: for ever.', validators=[django.core.validators.MaxValueValidator(600)], verbose_name='certificate valid for (months)')),
            ],
            options={
                'verbose_name': 'course',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('change', models.CharField(choices=[('correction', 'Correction: people under way move to it, what they completed stays completed'), ('edition', 'New edition: for new enrolments; people under way finish the edition they began')], default='correction', max_length=12, verbose_name='kind of change')),
                ('why', models.CharField(blank=True, help_text='One line for the record: what changed and for what reason.', max_length=300, verbose_name='why')),
                ('minutes', models.PositiveIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2400)], verbose_name='minutes')),
                ('required', models.BooleanField(default=True, help_text='The course is complete when every required activity is.', verbose_name='required')),
                ('weight', models.FloatField(default=1.0, validators=[django.core.validators.MinValueValidator(0)], verbose_name='weight in the course score')),
                ('body', courses.pages.fields.BlockField(blank=True, verbose_name='body')),
            ],
            options={
                'verbose_name': 'lesson',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(editable=False, help_text='The translation key of its page.', primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('titles', models.JSONField(default=dict)),
                ('courses', models.JSONField(default=list, help_text='Ids of its courses, in order.')),
                ('open', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='ProgrammePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'programme',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Provision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('jurisdiction', models.CharField(max_length=80, verbose_name='jurisdiction')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('instrument', models.CharField(max_length=255, verbose_name='instrument')),
                ('provision', models.CharField(max_length=80, verbose_name='provision')),
                ('numbering_edition', models.CharField(blank=True, max_length=120, verbose_name='numbering edition')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('source', models.URLField(blank=True, verbose_name='source')),
                ('checked_by', models.CharField(blank=True, max_length=200, verbose_name='checked by')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'law citation',
                'verbose_name_plural': 'law citations',
            },
        ),
        migrations.CreateModel(
            name='StaleCourse',
            fields=[
                ('course_key', models.UUIDField(primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('problem', models.TextField(blank=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('noted_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='UnpluggedPage',
            fields=[
            ],
            options={
                'verbose_name': 'page of a plugin that is not installed',
                'proxy': True,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('new_edition', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='courses.stalecourse')),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('subject', models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='TranslatedFrom',
            fields=[
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='wagtailcore.revision')),
                ('key', models.UUIDField(db_index=True)),
                ('text', models.CharField(blank=True, max_length=64)),
                ('missing', models.PositiveIntegerField(default=0)),
                ('older_since', models.DateTimeField(null=True)),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
            ],
        ),
        migrations.CreateModel(
            name='OwnedCollection',
            fields=[
                ('collection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='wagtailcore.collection')),
                ('owner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('titles', models.JSONField(default=dict)),
                ('open', models.BooleanField(default=True, help_text='People may be enrolled: its page is live.')),
            ],
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField()),
                ('correction', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(max_length=64)),
                ('data', models.JSONField(help_text='The outline, as `courses.catalogue.outline.Outline` reads it.')),
                ('why', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField()),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='courses.course')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'edition', 'correction'), name='release_number_once'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='release_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ScheduledRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course_key', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('why', models.CharField(max_length=300)),
                ('new_edition', models.BooleanField(default=False)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('released', 'Released'), ('stopped', 'Stopped'), ('withdrawn', 'Withdrawn')], default='planned', max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('changed', 'The course was not what had been approved: something else in it changed after that.'), ('right', 'The person who approved it may no longer publish the course.'), ('problem', 'The course could not be released as it was.'), ('fault', 'A fault in the system kept it from being made. Tell whoever runs the site.')], max_length=10)),
                ('problem', models.TextField(blank=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courses.release')),
                ('tried_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['course_key'], name='planned_release_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('course_key',), name='one_release_planned_for_a_course'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='planned_release_has_a_reason'), models.CheckConstraint(condition=models.Q(('state', 'planned'), ('done_at__isnull', False), _connector='XOR'), name='planned_until_it_is_done')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course_key', models.UUIDField(db_index=True)),
                ('handed_in_at', models.DateTimeField()),
                ('note', models.CharField(max_length=300)),
                ('new_edition', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for review'), ('approved', 'Approved and released'), ('sent_back', 'Sent back'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courses.release')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['handed_in_at'], name='submission_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='submission_has_a_note'), models.CheckConstraint(condition=models.Q(('reason', ''), ('state', 'sent_back'), _negated=True), name='sent_back_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), ('decided_at', None), _connector='OR'), _negated=True), _connector='OR'), name='submission_decided_once')],
            },
        ),
        migrations.CreateModel(
            name='SubmittedDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.CharField(max_length=255)),
                ('title', models.CharField(max_length=300)),
                ('open', models.BooleanField(default=True)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='courses.submission')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('open', True)), fields=('content_type', 'object_id'), name='draft_handed_in_once'), models.UniqueConstraint(fields=('submission', 'content_type', 'object_id'), name='draft_once_in_a_submission')],
            },
        ),
        migrations.AddField(
            model_name='Course',
            name='release',
            field=models.ForeignKey(help_text='The release for new enrolments.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.release'),
        ),
    ]
