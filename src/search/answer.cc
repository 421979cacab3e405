/*
 * answer: runs a query and lays its result into the arena.
 */
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "search/finder.h"

namespace search {

/* ---- order, and the key that says where a page ended */

struct Order {
	Xapian::valueno	 slot;
	bool		 down;		/* greatest first */
};

static Order
order_of(const struct search_query &q)
{
	if (q.sort == SORT_DATE)
		return { slot_date, q.from == nullptr };
	return { slot_newest, true };
}

/* "1700000000.ID" or "2027-03-10.ID" */
static std::string
key_of(const Order &o, const std::string &value)
{
	size_t n = o.slot == slot_newest ? 8 : 10;
	uint64_t v = 0;

	if (value.size() < n)
		return "";
	if (o.slot == slot_date)
		return value.substr(0, n) + "." + value.substr(n);
	for (size_t i = 0; i < n; i++)
		v = v << 8 | static_cast<unsigned char>(value[i]);
	return std::to_string(static_cast<int64_t>(v ^ (UINT64_C(1) << 63))) +
	    "." + value.substr(n);
}

/* the other way round; false: not a key of this order */
static bool
value_of(const Order &o, const char *key, std::string &value, std::string &id)
{
	const char *dot = strchr(key, '.');
	char *end;
	std::string head;
	long long seconds;

	if (dot == nullptr || dot == key || dot - key > 24 ||
	    dot[1] == '\0' || strlen(dot + 1) > SEARCH_ID_MAX)
		return false;
	head.assign(key, dot);
	id = dot + 1;
	if (o.slot == slot_date) {
		value = head + id;
		return is_day(head.c_str());
	}
	seconds = strtoll(head.c_str(), &end, 10);
	value = sortable(seconds) + id;
	return *end == '\0';
}

static Xapian::Query
behind(const Xapian::Query &q, const Order &o, const std::string &value,
    const std::string &id)
{
	return Xapian::Query(Xapian::Query::OP_AND_NOT,
	    Xapian::Query(Xapian::Query::OP_FILTER, q, Xapian::Query(o.down ?
	    Xapian::Query::OP_VALUE_LE : Xapian::Query::OP_VALUE_GE, o.slot,
	    value)), Xapian::Query(term_id + id));
}

/* ---- the pieces of the result */

static const char *
keep(struct arena *arena, const std::string &s)
{
	return arena_strndup(arena, s.data(), s.size());
}

struct Run {
	const Set		&set;
	Stems			&stems;
	struct arena		*arena;
	const struct search_query &q;
	struct search_result	&r;
	Asked			 asked;
	Plan			 todo;
	Order			 order;
	Facets			 facets;

	void	 prepare(Xapian::Enquire &, const Xapian::Query &) const;
	void	 take_totals(const Xapian::MSet &);
	void	 take_hits(const Xapian::MSet &, bool back);
	void	 take_hit(const Xapian::MSetIterator &, double best,
		    Snippets &, struct search_hit *) const;
	enum status match(const std::string &value, const std::string &id);
};

void
Run::prepare(Xapian::Enquire &e, const Xapian::Query &query) const
{
	e.set_query(query);
	e.set_docid_order(Xapian::Enquire::DONT_CARE);
	if (q.sort == SORT_BEST && todo.weighted) {
		e.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75,
		    0.1));
		e.set_sort_by_relevance_then_value(slot_newest, true);
		return;
	}
	e.set_weighting_scheme(Xapian::BoolWeight());
	e.set_sort_by_value(order.slot, order.down);
}

void
Run::take_totals(const Xapian::MSet &m)
{
	r.total = m.get_matches_estimated();
	r.total_least = m.get_matches_lower_bound();
	r.total_exact = r.total_least == m.get_matches_upper_bound();
}

void
Run::take_hit(const Xapian::MSetIterator &it, double best, Snippets &snippets,
    struct search_hit *hit) const
{
	Xapian::Document doc = it.get_document();
	Record record(doc.get_data());
	double weight = it.get_weight();
	Snippet s;

	if (weight >= country_bonus)
		weight -= country_bonus;
	hit->score = best > 0 ? std::min(1.0, weight / best) : 1;
	hit->id = keep(arena, record.id);
	hit->data = keep(arena, record.data);
	hit->data_len = record.data.size();
	hit->key = q.sort == SORT_BEST ? "" :
	    keep(arena, key_of(order, doc.get_value(order.slot)));
	if (!q.snippets || !snippets.make(doc, record, s))
		return;
	hit->in = keep(arena, s.in);
	hit->snippet = s.html.empty() ? nullptr : keep(arena, s.html);
	hit->page = static_cast<unsigned>(s.page);
	hit->file = s.file.empty() ? nullptr : keep(arena, s.file);
}

/* back: they come last one first, and those behind them are known to be
 * there */
void
Run::take_hits(const Xapian::MSet &m, bool back)
{
	size_t n = std::min<size_t>(m.size(), q.limit), i = 0;
	double best = m.get_max_attained();
	Snippets snippets(asked, set, stems);

	(back ? r.fewer : r.more) = m.size() > q.limit;
	r.more = r.more || back;
	if (best >= country_bonus)
		best -= country_bonus;
	if (!todo.weighted || q.sort != SORT_BEST)
		best = 0;
	r.hits = arena_array(arena, struct search_hit, n);
	for (auto it = m.begin(); i < n; ++it, i++)
		take_hit(it, best, snippets, &r.hits[back ? n - 1 - i : i]);
	r.nhits = n;
}

enum status
Run::match(const std::string &value, const std::string &id)
{
	Xapian::doccount exact = q.facets != 0 ? SEARCH_EXACT_COUNTS :
	    SEARCH_EXACT_TOTAL;
	Xapian::doccount from = static_cast<Xapian::doccount>(q.offset);
	Xapian::doccount size = static_cast<Xapian::doccount>(q.limit) + 1;
	Xapian::Enquire all(set.db);
	Xapian::MSet m;
	bool back = q.before != nullptr;

	prepare(all, todo.query);
	facets.listen(all);
	m = value.empty() ? all.get_mset(from, size, exact) :
	    all.get_mset(0, 1, exact);
	take_totals(m);
	facets.heard(m);
	r.fewer = q.offset > 0 || !value.empty();
	if (value.empty()) {
		take_hits(m, false);
		return ST_OK;
	}
	Xapian::Enquire rest(set.db);
	order.down ^= back;
	prepare(rest, behind(todo.query, order, value, id));
	take_hits(rest.get_mset(0, size), back);
	return ST_OK;
}

static bool
is_sane(const struct search_query &q)
{
	return (q.from == nullptr || is_day(q.from)) &&
	    (q.to == nullptr || is_day(q.to)) &&
	    q.offset <= SEARCH_OFFSET_MAX && q.limit <= SEARCH_LIMIT_MAX;
}

enum status
answer(const Set &set, Stems &stems, struct arena *arena,
    const struct search_query *given, struct search_result *r)
{
	struct search_query q = *given;
	std::string value, id;
	Asked asked = ask(q.q);

	if (!is_sane(q))
		return ST_INVALID;
	if (q.titles) {
		complete(set, arena, q, r);
		return ST_OK;
	}
	if (q.sort == SORT_BEST && (asked.empty ||
	    asked.note == SEARCH_NOTE_ONLY_NOT) &&
	    !has_place(q))
		q.sort = SORT_NEWEST;
	Run run{set, stems, arena, q, *r, asked, {}, order_of(q), Facets(q)};
	const char *key = q.before != nullptr ? q.before : q.after;
	if (key != nullptr && q.sort != SORT_BEST &&
	    !value_of(run.order, key, value, id))
		return ST_INVALID;
	r->note = asked.note;
	r->total_exact = true;
	run.todo = plan(asked, q, set, stems);
	if (!set.handles.empty()) {
		if (!run.todo.nothing)
			run.match(value, id);
		run.facets.count_others(asked, set, stems);
	}
	run.facets.take(arena, r);
	if (q.offset == 0 && key == nullptr && !asked.empty) {
		std::string better = suggest(asked, set, stems);

		r->suggestion = better.empty() ? nullptr : keep(arena, better);
	}
	return ST_OK;
}

}
