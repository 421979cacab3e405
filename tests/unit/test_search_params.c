#include "unit.h"
#include "web/search_params.h"

static struct request	 r;

static int
begin(void **state)
{
	(void)state;
	memset(&r, 0, sizeof(r));
	r.arena = arena_new(16 << 20);
	r.lang = "en";
	r.path = "/search";
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(r.arena);
	return 0;
}

static enum status
parse(const char *s, unsigned flags, struct search_params *p)
{
	memset(&r.fault, 0, sizeof(r.fault));
	assert_int_equal(query_parse(r.arena, s, strlen(s), &r.query), ST_OK);
	return search_params_read(&r, NULL, flags, p);
}

static void
what_is_understood(void **state)
{
	struct search_params	p;

	(void)state;
	assert_int_equal(parse("q=a+b&kind=event&kind=toolkit&org=x-1&year="
	    "2026&language=pt-BR&outcome=too-early&from=2026-01-01&to="
	    "2026-01-01&sort=date&limit=7&country=", 0, &p), ST_OK);
	assert_string_equal(p.q, "a b");
	assert_int_equal(p.query.filter[SEARCH_KIND].n, 2);
	assert_string_equal(p.query.filter[SEARCH_KIND].v[1], "toolkit");
	assert_int_equal(p.query.filter[SEARCH_COUNTRY].n, 0);
	assert_int_equal(p.query.sort, SORT_DATE);
	assert_int_equal(p.query.limit, 7);
	assert_string_equal(p.query.from, "2026-01-01");
	assert_int_equal(parse("", 0, &p), ST_OK);
	assert_int_equal(p.query.limit, SEARCH_LIMIT);
	assert_int_equal(p.query.sort, SORT_NEWEST);
	assert_string_equal(p.q, "");
}

/* each is refused, at its own name */
static void
what_is_not(void **state)
{
	static const char *const wrong[][2] = {
		{ "contry=FJ", "contry" }, { "Q=x", "Q" },
		{ "kind=thing", "kind" }, { "org=A%20B", "org" },
		{ "year=26", "year" }, { "language=x", "language" },
		{ "language=en_GB", "language" }, { "outcome=ok", "outcome" },
		{ "from=2026-02-30", "from" }, { "from=2026-1-1", "from" },
		{ "from=2026-02-02&to=2026-02-01", "to" },
		{ "sort=worst", "sort" }, { "limit=0", "limit" },
		{ "limit=101", "limit" }, { "limit=-1", "limit" },
		{ "limit=5x", "limit" }, { "limit=", "" },
		{ "q=a&q=b", "q" }, { "facets=kind", "facets" },
		{ "updated_since=2026-01-01T00:00:00Z", "updated_since" },
		{ "q=a&cursor=k00", "cursor" }, { "cursor=o20", "cursor" },
		{ "q=a&cursor=o10001", "cursor" }, { "cursor=kz", "cursor" },
		{ "cursor=k00", "cursor" }, { "cursor=k6", "cursor" },
	};
	struct search_params	p;
	size_t			i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (*wrong[i][1] == '\0') {
			assert_int_equal(parse(wrong[i][0], 0, &p), ST_OK);
			continue;
		}
		assert_int_equal(parse(wrong[i][0], 0, &p), ST_INVALID);
		assert_int_equal(r.fault.nfields, 1);
		assert_string_equal(r.fault.fields[0].field, wrong[i][1]);
	}
}

static void
what_only_some_take(void **state)
{
	struct search_params	p;

	(void)state;
	assert_int_equal(parse("facets=kind,year&updated_since="
	    "2026-01-01T00:00:00Z", SEARCH_PARAMS_API, &p), ST_OK);
	assert_int_equal(p.query.facets, 1u << SEARCH_KIND |
	    1u << SEARCH_YEAR);
	assert_int_equal(p.query.updated_since, 1767225600);
	assert_int_equal(parse("facets=kind,color", SEARCH_PARAMS_API, &p),
	    ST_INVALID);
	assert_int_equal(parse("kind=event", SEARCH_PARAMS_FIXED, &p),
	    ST_INVALID);
	search_params_fix(&r, &p, SEARCH_KIND, "toolkit");
	assert_string_equal(p.query.filter[SEARCH_KIND].v[0], "toolkit");
}

/* a cursor leads where it was made, and only in its own order */
static void
cursors(void **state)
{
	struct search_hit	hit = { .key = "\x01\xfe,7" };
	struct search_result	res = { .hits = &hit, .nhits = 1,
				    .more = true };
	struct search_params	p, next;
	const char		*c;

	(void)state;
	parse("sort=newest", 0, &p);
	c = search_params_next(&r, &p, &res);
	assert_string_equal(c, "k01fe2c37");
	assert_int_equal(parse("sort=newest&cursor=k01fe2c37", 0, &next),
	    ST_OK);
	assert_string_equal(next.query.after, hit.key);
	assert_true(next.paged);
	parse("q=a&cursor=o40", 0, &p);
	assert_int_equal(p.query.offset, 40);
	assert_string_equal(search_params_next(&r, &p, &res), "o41");
	res.more = false;
	assert_null(search_params_next(&r, &p, &res));
}

static void
addresses(void **state)
{
	struct search_params	p;

	(void)state;
	parse("q=a%26b&country=&org=x&org=y&cursor=o20", 0, &p);
	assert_string_equal(search_params_address(&r, "/search", NULL, NULL,
	    NULL), "/search?q=a%26b&org=x&org=y");
	assert_string_equal(search_params_address(&r, "/search", "org", "x",
	    NULL), "/search?q=a%26b&org=y");
	assert_string_equal(search_params_address(&r, "/search.atom", "org",
	    NULL, "o40"), "/search.atom?q=a%26b&cursor=o40");
	parse("", 0, &p);
	assert_string_equal(search_params_address(&r, "/search", NULL, NULL,
	    NULL), "/search");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_understood, begin, end),
		cmocka_unit_test_setup_teardown(what_is_not, begin, end),
		cmocka_unit_test_setup_teardown(what_only_some_take, begin,
		    end),
		cmocka_unit_test_setup_teardown(cursors, begin, end),
		cmocka_unit_test_setup_teardown(addresses, begin, end),
	};

	return cmocka_run_group_tests_name("search_params", tests, NULL, NULL);
}
