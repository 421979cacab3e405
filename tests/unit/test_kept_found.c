/* answers to searches that are kept until something changes, in web/kept.c */
#include "search_shelf.h"
#include "web/kept.h"

static struct shelf		 s;
static struct index_watch	*w;
static int			 made;
static bool			 from_index;

static void
look(int64_t seq)
{
	int64_t	from;

	assert_int_equal(index_watch_begin(w, SHELF_EPOCH, &from), ST_OK);
	if (from == 0)
		index_watch_start(w, SHELF_EPOCH, seq);
	index_watch_end(w, seq);
}

static int
setup(void **state)
{
	(void)state;
	shelf_open(&s);
	PUT(&s, .id = "A", .title = "Phishing guide");
	shelf_commit(&s, 10);
	w = index_watch_open(s.dir);
	look(10);
	made = 0;
	from_index = true;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	index_watch_close(w);
	shelf_close(&s);
	return 0;
}

static struct reply *
make(struct request *r)
{
	struct reply	*reply = reply_new(r, 200, "application/json");

	made++;
	buf_printf(&reply->body, "%d for %s", made, r->target);
	reply_header(r, reply, "link", "</next>; rel=next");
	r->from_index = from_index;
	return reply;
}

/* the number of the answer that somebody gets */
static int
ask_as(const char *target, const struct actor *who)
{
	struct request	 r = { .arena = arena_new(1 << 20), .finder = s.f,
			     .lang = "en", .path = "/search",
			     .target = target, .actor = *who };
	struct reply	*reply = kept_found(&r, make);
	int		 n = (int)strtol(reply->body.data, NULL, 10);

	assert_non_null(strstr(reply->body.data, target));
	assert_string_equal(reply_value(reply, "link"),
	    "</next>; rel=next");
	buf_free(&reply->body);
	arena_free(r.arena);
	return n;
}

static int
ask(const char *target)
{
	return ask_as(target, &(struct actor){ .person = 0 });
}

/* may stand on both sides of a minute's end: then once more */
static void
same_while_nothing_changes(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++)
		ask("/search?q=a");
	assert_in_range(made, 1, 2);
	ask("/search?q=b");
	assert_in_range(made, 2, 3);
}

static void
anew_after_a_change(void **state)
{
	int	first = ask("/search?q=c");

	(void)state;
	finder_changed(s.f);
	/* nobody knows what it was */
	assert_int_not_equal(ask("/search?q=c"), first);
	assert_int_not_equal(ask("/search?q=c"), ask("/search?q=c"));
	look(11);
	first = ask("/search?q=c");
	assert_int_equal(first, made);
	/* of another machine: it is in the list alone */
	look(12);
	assert_int_not_equal(ask("/search?q=c"), first);
	first = ask("/search?q=c");
	PUT(&s, .id = "B", .title = "Another one");
	shelf_commit(&s, 12);
	assert_int_not_equal(ask("/search?q=c"), first);
}

static void
apart_by_reader(void **state)
{
	struct actor_org	org = { .key = 7, .role = ROLE_READER };
	struct actor		ada = { .person = 1, .may_read = true };
	int			first;

	(void)state;
	first = ask("/search?q=d");
	assert_int_not_equal(ask_as("/search?q=d", &ada), first);
	first = made;
	ada.orgs = &org;
	ada.norgs = 1;
	assert_int_not_equal(ask_as("/search?q=d", &ada), first);
	first = made;
	org.role = ROLE_ADMIN;
	assert_int_not_equal(ask_as("/search?q=d", &ada), first);
	first = made;
	ada.may_read = false;
	assert_int_not_equal(ask_as("/search?q=d", &ada), first);
}

/* who has it is told so, whether it was kept or not */
static void
whole_although_304(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		struct request	 r = { .arena = arena_new(1 << 20),
				     .finder = s.f, .lang = "en",
				     .path = "/search",
				     .target = "/search?q=f",
				     .if_none_match = i == 1 ? NULL : "*" };
		struct reply	*reply = kept_found(&r, make);

		assert_int_equal(reply->code, i == 1 ? 200 : 304);
		buf_free(&reply->body);
		arena_free(r.arena);
	}
	assert_in_range(made, 1, 2);
}

static void
nothing_of_the_database(void **state)
{
	(void)state;
	from_index = false;
	ask("/search?q=e");
	ask("/search?q=e");
	assert_int_equal(made, 2);
}

#define T(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(same_while_nothing_changes),
		T(anew_after_a_change),
		T(apart_by_reader),
		T(whole_although_304),
		T(nothing_of_the_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
