/*
 * item_pack: what is packed comes back the same, and nothing else is read.
 */
#include "domain/item_pack.h"
#include "unit.h"

static struct item
example(struct arena *a)
{
	static const char	*countries[] = { "FJ", "KE" };
	static struct link	 links[] = { { "https://a.example/", "A" } };
	struct file		*f = arena_array(a, struct file, 1);
	struct item		 it;

	item_init(&it, KIND_EVENT);
	it.id = "K7M2X9QTBC";
	it.status = ITEM_PUBLISHED;
	it.audience = AUDIENCE_PUBLIC;
	it.rev = 300;
	it.title = "Sécurité";
	it.countries = (struct words){ 2, countries };
	it.published = -5;
	it.updated = INT64_C(4102444800);
	it.nlinks = 1;
	it.links = links;
	f->id = "F7M2X9QTBC";
	f->name = "a.pdf";
	f->media_type = "application/pdf";
	f->reason = "";
	f->size = 1 << 30;
	f->text = TEXT_EXTRACTED;
	memset(f->sha256, 0xab, SHA256_LEN);
	it.nfiles = 1;
	it.files = f;
	it.event.has_start = true;
	it.event.start = (struct local){ 2027, 3, 10, 9, 0, 0 };
	it.event.timezone = "Pacific/Fiji";
	it.event.place = "Suva";
	return it;
}

static void
test_there_and_back(void **state)
{
	struct arena	*a = arena_new(1 << 20);
	struct item	 it = example(a), out;
	struct buf	 b;

	(void)state;
	buf_init(&b, 1 << 16);
	item_pack(&b, &it);
	assert_true(item_unpack(a, b.data, b.len, &out));
	assert_int_equal(out.kind, KIND_EVENT);
	assert_string_equal(out.id, it.id);
	assert_int_equal(out.rev, 300);
	assert_string_equal(out.title, "Sécurité");
	assert_int_equal(out.countries.n, 2);
	assert_string_equal(out.countries.v[1], "KE");
	assert_int_equal(out.published, -5);
	assert_int_equal(out.updated, INT64_C(4102444800));
	assert_string_equal(out.links[0].title, "A");
	assert_string_equal(out.files[0].name, "a.pdf");
	assert_int_equal(out.files[0].size, 1 << 30);
	assert_memory_equal(out.files[0].sha256, it.files[0].sha256,
	    SHA256_LEN);
	assert_int_equal(out.event.start.day, 10);
	assert_string_equal(out.event.place, "Suva");
	assert_string_equal(out.body, "");
	buf_free(&b);
	arena_free(a);
}

static void
test_json_behind(void **state)
{
	struct arena	*a = arena_new(1 << 20);
	struct item	 it = example(a), out;
	const char	*json;
	struct buf	 b;
	size_t		 n;

	(void)state;
	buf_init(&b, 1 << 16);
	item_pack(&b, &it);
	assert_null(item_pack_json(b.data, b.len, &n));
	buf_reset(&b);
	item_pack_ready(&b, &it);
	assert_true(item_unpack(a, b.data, b.len, &out));
	json = item_pack_json(b.data, b.len, &n);
	assert_non_null(json);
	assert_memory_equal(json, "{\"id\":\"K7M2X9QTBC\"", 18);
	assert_int_not_equal(json[n - 1], '\0');
	assert_null(memmem(json, n, "\"url\":\"/", 8));
	buf_free(&b);
	arena_free(a);
}

/* cut anywhere or changed anywhere: refused or another item, never more */
static void
test_torn(void **state)
{
	struct arena	*a = arena_new(64 << 20);
	struct item	 it = example(a), out;
	struct buf	 b;
	size_t		 i;

	(void)state;
	buf_init(&b, 1 << 16);
	item_pack_ready(&b, &it);
	for (i = 0; i < b.len; i++)
		item_unpack(a, b.data, i, &out);
	for (i = 0; i < b.len; i++) {
		b.data[i] ^= 0x55;
		item_unpack(a, b.data, b.len, &out);
		b.data[i] ^= 0x55;
	}
	assert_false(item_unpack(a, "", 0, &out));
	assert_false(item_unpack(a, "{\"id\":1}", 8, &out));
	/* the edition would stand in the length of what is behind */
	assert_false(item_unpack(a, "\1\2\1K", 4, &out));
	buf_free(&b);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_json_behind),
		cmocka_unit_test(test_torn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
