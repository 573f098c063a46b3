"""Categories become a tree whose roots are the old flat ones; questions get tags, objective, owner, number, and a digest to know them by."""

from uuid import uuid4

import assessments.questions.bank.storage
import django.db.models.deletion
import django.db.models.functions.text
import modelcluster.contrib.taggit
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

from ..bank.digest import digest_of


def plant(apps, schema_editor):
    """Each old category is a root; of two that differ in letter case only, the later gets a count."""
    Category = apps.get_model("questions", "Category")
    taken = set()
    for category in Category.objects.order_by("pk"):
        name, count = category.name, 1
        while name.lower() in taken:
            count += 1
            name = f"{category.name[:150]} ({count})"
        taken.add(name.lower())
        Category.objects.filter(pk=category.pk).update(name=name, path=f"{uuid4().hex[:10]}/")


def digest(apps, schema_editor):
    """What each question says, so that it is known again when it is imported."""
    Question = apps.get_model("questions", "Question")
    for question in Question.objects.order_by("pk").iterator(chunk_size=500):
        stored = question.body[0] if question.body else None
        if stored:
            found = digest_of(stored["type"], question.stem, stored["value"])
            Question.objects.filter(pk=question.pk).update(digest=found)


def name_schema(apps, schema_editor):
    """The sources of translations fit the new fields as they are: what they lack is empty."""
    ours = {"specific_content_type__app_label": "questions", "specific_content_type__model": "question"}
    apps.get_model("wagtail_localize", "TranslationSource").objects.filter(**ours).update(schema_version="0003_tree_tags_owners_imports")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_plugin_switches'),
        ('questions', '0002_bodies_by_type'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ('total', models.PositiveIntegerField(default=0, help_text='How many entries this step has.')),
                ('handled', models.PositiveIntegerField(default=0, help_text='How many of them are done; the next batch goes on behind them.')),
                ('reached', models.PositiveBigIntegerField(default=0, help_text='The last entry that was handled.')),
                ('made', models.JSONField(default=dict, help_text='Ids of categories and images that it made: they go when it is taken back.')),
                ('problem', models.CharField(blank=True, max_length=60)),
                ('values', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(verbose_name='when')),
                ('touched_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'import of questions',
                'verbose_name_plural': 'imports of questions',
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
            ],
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
            name='TaggedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.AddField(
            model_name='category',
            name='parent',
            field=models.ForeignKey(blank=True, help_text='The category that this one is a part of. Empty: it stands at the top.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='questions.category', verbose_name='below'),
        ),
        migrations.AddField(
            model_name='category',
            name='path',
            field=models.CharField(default='', editable=False, max_length=220),
            preserve_default=False,
        ),
        migrations.RunPython(plant, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='category',
            name='path',
            field=models.CharField(editable=False, max_length=220, unique=True),
        ),
        migrations.AddField(
            model_name='question',
            name='digest',
            field=models.CharField(db_index=True, default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='question',
            name='number',
            field=models.CharField(blank=True, db_index=True, help_text='What another system calls the question, so that it is recognised when it is imported again.', max_length=120, verbose_name='number'),
        ),
        migrations.AddField(
            model_name='question',
            name='owner',
            field=models.ForeignKey(blank=True, help_text='Editors of this institution, of those above and of those below it see the question. Empty: it is shared with all.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution', verbose_name='owner'),
        ),
        migrations.AlterField(
            model_name='category',
            name='name',
            field=models.CharField(max_length=160, verbose_name='name'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(models.F('parent'), django.db.models.functions.text.Lower('name'), name='category_name_once_below_its_parent'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('parent', None)), name='category_name_once_at_the_top'),
        ),
        migrations.AddField(
            model_name='import',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='import',
            name='category',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='questions.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='import',
            name='locale',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='language'),
        ),
        migrations.AddField(
            model_name='import',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='importentry',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='questions.import'),
        ),
        migrations.AddField(
            model_name='importentry',
            name='question',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='questions.question'),
        ),
        migrations.AddField(
            model_name='question',
            name='objective',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='questions.objective', verbose_name='learning objective'),
        ),
        migrations.AddField(
            model_name='taggedquestion',
            name='content_object',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='questions.question'),
        ),
        migrations.AddField(
            model_name='taggedquestion',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_questions', to='taggit.tag'),
        ),
        migrations.AddField(
            model_name='question',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='questions.TaggedQuestion', to='taggit.Tag', verbose_name='tags'),
        ),
        migrations.AddIndex(
            model_name='importentry',
            index=models.Index(fields=['batch', 'outcome', 'place'], name='import_entry_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='importentry',
            constraint=models.UniqueConstraint(fields=('batch', 'place'), name='import_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='taggedquestion',
            constraint=models.UniqueConstraint(fields=('content_object', 'tag'), name='question_tagged_once'),
        ),
        migrations.RunPython(digest, migrations.RunPython.noop),
        migrations.RunPython(name_schema, migrations.RunPython.noop),
    ]
