import assessments.questions.bank.storage
import courses.pages.fields
import django.db.models.deletion
import django.db.models.functions.text
import modelcluster.contrib.taggit
import modelcluster.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('questions', '0001_initial'), ('questions', '0002_bodies_by_type'), ('questions', '0003_tree_tags_owners_imports'), ('questions', '0004_sounds'), ('questions', '0005_drafts'), ('questions', '0006_import_tries'), ('questions', '0007_trials_and_digests'), ('questions', '0008_imports_are_drafts'), ('questions', '0009_import_is_work')]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0031_unread_notices'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('parent', models.ForeignKey(blank=True, help_text='The category that this one is a part of. Empty: it stands at the top.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='questions.category', verbose_name='below')),
                ('path', models.CharField(editable=False, max_length=220, unique=True)),
            ],
            options={
                'verbose_name': 'question category',
                'verbose_name_plural': 'question categories',
                'constraints': [models.UniqueConstraint(models.F('parent'), django.db.models.functions.text.Lower('name'), name='category_name_once_below_its_parent'), models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('parent', None)), name='category_name_once_at_the_top')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file')),
                ('file', models.FileField(blank=True, storage=assessments.questions.bank.storage.private, upload_to='imports')),
                ('format', models.CharField(blank=True, max_length=40, verbose_name='format')),
                ('encoding', models.CharField(blank=True, max_length=40, verbose_name='encoding')),
                ('status', models.CharField(choices=[('reading', 'Being read'), ('read', 'Waiting for you to confirm'), ('writing', 'Being written'), ('done', 'Done'), ('undoing', 'Being taken back'), ('undone', 'Taken back'), ('failed', 'Could not be read'), ('dropped', 'Dropped: nothing was written')], default='reading', max_length=10, verbose_name='state')),
                ('doubles', models.BooleanField(default=False, help_text='Questions that are there already are written again.')),
                ('total', models.PositiveIntegerField(default=0)),
                ('handled', models.PositiveIntegerField(default=0)),
                ('reached', models.PositiveBigIntegerField(default=0)),
                ('made', models.JSONField(default=dict, help_text='Ids of categories and images that it made: they go when it is taken back.')),
                ('problem', models.CharField(blank=True, max_length=60)),
                ('values', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(verbose_name='when')),
                ('touched_at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='questions.category', verbose_name='category')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='language')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution', verbose_name='owner')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('live', models.BooleanField(default=False, help_text='Its questions are published as they are written; else they are drafts.')),
                ('published_too', models.BooleanField(default=False, help_text='Taking it back also takes what was published since.')),
            ],
            options={
                'verbose_name': 'import of questions',
                'verbose_name_plural': 'imports of questions',
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='learning objective')),
            ],
            options={
                'verbose_name': 'learning objective',
                'verbose_name_plural': 'learning objectives',
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('token', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('asked', models.JSONField()),
                ('at', models.DateTimeField(db_index=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(editable=False, max_length=40, verbose_name='type')),
                ('difficulty', models.CharField(choices=[('easy', 'Easy'), ('medium', 'Medium'), ('hard', 'Hard')], default='medium', max_length=10, verbose_name='difficulty')),
                ('stem', wagtail.fields.RichTextField(verbose_name='question')),
                ('feedback', wagtail.fields.RichTextField(blank=True, help_text='Why the right answer is right.', verbose_name='overall feedback')),
                ('archived', models.BooleanField(default=False, help_text='No longer drawn; past attempts keep it.', verbose_name='archived')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='questions.category', verbose_name='category')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('body', courses.pages.fields.BlockField(verbose_name='type and answers')),
                ('name', models.CharField(blank=True, help_text='For the bank only; learners do not see it.', max_length=120, verbose_name='name')),
                ('hints', courses.pages.fields.BlockField(blank=True, verbose_name='hints')),
                ('digest', models.CharField(db_index=True, default='', editable=False, max_length=64)),
                ('number', models.CharField(blank=True, db_index=True, help_text='What another system calls the question, so that it is recognised when it is imported again.', max_length=120, verbose_name='number')),
                ('owner', models.ForeignKey(blank=True, help_text='Editors of this institution, of those above and of those below it see the question. Empty: it is shared with all.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution', verbose_name='owner')),
                ('objective', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='questions.objective', verbose_name='learning objective')),
                ('sounds', courses.pages.fields.BlockField(blank=True, help_text='To be heard with the question, below its text.', verbose_name='sounds')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='ImportEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('line', models.PositiveIntegerField(default=0)),
                ('path', models.CharField(blank=True, max_length=255)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('kind', models.CharField(blank=True, max_length=80)),
                ('outcome', models.CharField(choices=[('ready', 'To be imported'), ('double', 'There already'), ('refused', 'Cannot be imported'), ('told', 'No question'), ('written', 'Imported'), ('deleted', 'Taken back'), ('archived', 'In use: archived')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('values', models.JSONField(default=dict)),
                ('draft', models.JSONField(default=dict)),
                ('number', models.CharField(blank=True, max_length=120)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='questions.import')),
                ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='questions.question')),
            ],
            options={
                'indexes': [models.Index(fields=['batch', 'outcome', 'place'], name='import_entry_by_outcome')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'place'), name='import_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='TaggedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='questions.question')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_questions', to='taggit.tag')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('content_object', 'tag'), name='question_tagged_once')],
            },
        ),
        migrations.AddField(
            model_name='Question',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='questions.TaggedQuestion', to='taggit.Tag', verbose_name='tags'),
        ),
    ]
