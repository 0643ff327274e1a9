
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='TreeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'phiên bản cây đơn vị',
                'verbose_name_plural': 'phiên bản cây đơn vị',
            },
        ),
        migrations.CreateModel(
            name='UnitEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='mã biến động')),
                ('date', models.DateField(db_index=True, verbose_name='ngày hiệu lực')),
                ('kind', models.CharField(choices=[('merge', 'Nhập'), ('split', 'Chia, tách'), ('rename', 'Đổi tên, đổi loại'), ('move', 'Chuyển đơn vị cấp trên'), ('create', 'Thành lập'), ('dissolve', 'Giải thể')], max_length=12, verbose_name='loại biến động')),
                ('act', models.CharField(blank=True, max_length=300, verbose_name='văn bản')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='nguồn')),
                ('status', models.CharField(choices=[('verified', 'Đã đối chiếu văn bản gốc'), ('secondary', 'Theo nguồn thứ cấp'), ('unverified', 'Chưa đối chiếu')], default='unverified', max_length=12, verbose_name='mức kiểm chứng')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
            ],
            options={
                'verbose_name': 'biến động',
                'verbose_name_plural': 'biến động',
                'ordering': ['date', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='mã')),
                ('category', models.CharField(choices=[('area', 'Địa bàn'), ('organisation', 'Tổ chức')], default='area', max_length=12, verbose_name='loại')),
                ('level', models.CharField(choices=[('country', 'Cả nước'), ('province', 'Cấp tỉnh'), ('district', 'Cấp huyện'), ('commune', 'Cấp xã'), ('village', 'Thôn, tổ dân phố')], max_length=12, verbose_name='cấp')),
                ('synthetic', models.BooleanField(default=False, verbose_name='giả lập')),
            ],
            options={
                'verbose_name': 'đơn vị',
                'verbose_name_plural': 'đơn vị',
                'ordering': ['code'],
                'indexes': [models.Index(fields=['category', 'level'], name='unit_category_level')],
            },
        ),
        migrations.CreateModel(
            name='UnitEventPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('from', 'Trước'), ('to', 'Sau')], max_length=4, verbose_name='vai trò')),
                ('share', models.DecimalField(blank=True, decimal_places=8, max_digits=9, null=True, verbose_name='tỷ phần')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='units.unitevent')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='event_parts', to='units.unit')),
            ],
            options={
                'verbose_name': 'đơn vị trong biến động',
                'verbose_name_plural': 'đơn vị trong biến động',
                'ordering': ['event', 'role', 'unit'],
                'constraints': [models.UniqueConstraint(fields=('event', 'role', 'unit'), name='uniteventpart_once_a_side'), models.CheckConstraint(condition=models.Q(('share__isnull', True), models.Q(('share__gt', 0), ('share__lte', 1)), _connector='OR'), name='uniteventpart_share_in_range')],
            },
        ),
        migrations.CreateModel(
            name='UnitSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='tên')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='tên tiếng Anh')),
                ('kind', models.CharField(max_length=40, verbose_name='loại hình')),
                ('valid_from', models.DateField(verbose_name='hiệu lực từ')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='hiệu lực đến hết')),
                ('act', models.CharField(blank=True, max_length=300, verbose_name='văn bản')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='nguồn')),
                ('status', models.CharField(choices=[('verified', 'Đã đối chiếu văn bản gốc'), ('secondary', 'Theo nguồn thứ cấp'), ('unverified', 'Chưa đối chiếu')], default='unverified', max_length=12, verbose_name='mức kiểm chứng')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='child_spans', to='units.unit', verbose_name='cấp trên')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spans', to='units.unit')),
            ],
            options={
                'verbose_name': 'thời kỳ của đơn vị',
                'verbose_name_plural': 'thời kỳ của đơn vị',
                'ordering': ['unit', 'valid_from'],
                'indexes': [models.Index(fields=['valid_from', 'valid_to'], name='unitspan_validity')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'valid_from'), name='unitspan_starts_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unitspan_ends_after_start'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('unit')), _negated=True), _connector='OR'), name='unitspan_not_its_own_parent')],
            },
        ),
    ]
