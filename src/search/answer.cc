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
	void	 take_hits(const std::vector<Ranked> &, double best,
		    bool back);
	void	 take_hit(const Ranked &, double best, Snippets &,
		    struct search_hit *) const;
	std::vector<Ranked> steps(const Xapian::MSet &, size_t from) const;
	void	 take_page(Xapian::Enquire &, Xapian::doccount exact);
	void	 take_also();
	enum status match(const std::string &value, const std::string &id);
};

void
Run::prepare(Xapian::Enquire &e, const Xapian::Query &query) const
{
	e.set_query(query);
	e.set_docid_order(Xapian::Enquire::DONT_CARE);
	if (q.sort == SORT_BEST && todo.weighted) {
		e.set_weighting_scheme(weighting());
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
	r.total_exact = r.total_least == m.get_matches_upper_bound() &&
	    !todo.bounded;
}

static std::vector<Ranked>
in_order(const Xapian::MSet &m)
{
	std::vector<Ranked> v;

	for (auto it = m.begin(); it != m.end(); ++it)
		v.push_back({ *it, 0, 0, 0, 0, false });
	return v;
}

/* what passages show: the other names too */
static Asked
also_asked(const Asked &asked, const std::vector<Also> &also)
{
	Asked out = asked;

	for (const Also &a : also) {
		Clause c{MAY, true, {}, 1};
		Words words(a.label.data(), a.label.size());
		Word w;

		while (words.next(w))
			c.words.push_back(w);
		c.phrase = c.words.size() > 1;
		out.clauses.push_back(c);
	}
	return out;
}

void
Run::take_hit(const Ranked &of, double best, Snippets &snippets,
    struct search_hit *hit) const
{
	/* it was just found: no need to ask whether it is there */
	Xapian::Document doc = set.db.get_document(of.doc,
	    Xapian::DOC_ASSUME_VALID);
	Record record(doc.get_data());
	Snippet s;

	hit->score = best > 0 ? std::min(1.0, of.weight / best) : 1;
	hit->id = keep(arena, record.id);
	hit->data = keep(arena, record.data);
	hit->data_len = record.data.size();
	hit->key = q.sort == SORT_BEST ? "" :
	    keep(arena, key_of(order, doc.get_value(order.slot)));
	if (!q.snippets || !snippets.make(of.doc, doc, record, s))
		return;
	hit->in = keep(arena, s.in);
	hit->snippet = s.html.empty() ? nullptr : keep(arena, s.html);
	hit->page = static_cast<unsigned>(s.page);
	hit->file = s.file.empty() ? nullptr : keep(arena, s.file);
}

/* back: they come last one first, and those behind them are known to be
 * there */
void
Run::take_hits(const std::vector<Ranked> &m, double best, bool back)
{
	size_t n = std::min<size_t>(m.size(), q.limit);
	Snippets snippets(also_asked(asked, todo.also), set, stems);

	(back ? r.fewer : r.more) = m.size() > q.limit;
	r.more = r.more || back;
	r.hits = arena_array(arena, struct search_hit, n);
	for (size_t i = 0; i < n; i++)
		take_hit(m[i], best, snippets, &r.hits[back ? n - 1 - i : i]);
	r.nhits = n;
}

/* whole steps of matches are ranked, of which the page and one more are a
 * part */
std::vector<Ranked>
Run::steps(const Xapian::MSet &m, size_t from) const
{
	size_t need = q.offset + q.limit + 1 - from;
	std::vector<Ranked> out;

	for (size_t at = 0; at < m.size() && out.size() < need;
	    at += rank_step)
		for (const Ranked &one : rank(set, todo, m, at, need -
		    out.size()))
			out.push_back(one);
	return out;
}

void
Run::take_page(Xapian::Enquire &e, Xapian::doccount exact)
{
	bool ranked = todo.weighted && q.sort == SORT_BEST;
	size_t from = ranked ? q.offset / rank_step * rank_step : q.offset;
	size_t to = q.offset + q.limit;
	Xapian::MSet m;

	if (ranked)
		to = (to + rank_step - 1) / rank_step * rank_step;
	m = e.get_mset(static_cast<Xapian::doccount>(from),
	    static_cast<Xapian::doccount>(to + 1 - from), exact);
	take_totals(m);
	facets.heard(m);
	std::vector<Ranked> v = ranked ? steps(m, from) : in_order(m);
	double best = m.get_max_attained();
	v.erase(v.begin(), v.begin() + static_cast<ssize_t>(
	    std::min(q.offset - from, v.size())));
	take_hits(v, !ranked ? 0 : best >= country_bonus ?
	    best - country_bonus : best, false);
	if (!q.explain || !ranked)
		return;
	v.resize(r.nhits);
	auto why = reasons(set, todo, v, arena);
	for (size_t i = 0; i < r.nhits; i++) {
		struct search_why *w = arena_array(arena, struct search_why,
		    why[i].size() + 1);

		std::copy(why[i].begin(), why[i].end(), w);
		r.hits[i].why = w;
		r.hits[i].nwhy = why[i].size();
	}
}

void
Run::take_also()
{
	struct search_also *v = arena_array(arena, struct search_also,
	    todo.also.size() + 1);

	for (const Also &a : todo.also)
		v[r.nalso++] = { keep(arena, a.label), keep(arena, a.lang),
		    keep(arena, a.of) };
	r.also = v;
}

enum status
Run::match(const std::string &value, const std::string &id)
{
	Xapian::doccount exact = q.facets != 0 ? SEARCH_EXACT_COUNTS :
	    SEARCH_EXACT_TOTAL;
	Xapian::doccount size = static_cast<Xapian::doccount>(q.limit) + 1;
	Xapian::Query query = filtered(todo, q);
	Xapian::Enquire all(set.db);
	Xapian::MSet m;
	bool back = q.before != nullptr;

	prepare(all, query);
	facets.listen(all, set);
	r.fewer = q.offset > 0 || !value.empty();
	if (value.empty()) {
		take_page(all, exact);
		return ST_OK;
	}
	m = all.get_mset(0, 1, exact);
	take_totals(m);
	facets.heard(m);
	Xapian::Enquire rest(set.db);
	order.down ^= back;
	prepare(rest, behind(query, order, value, id));
	take_hits(in_order(rest.get_mset(0, size)), 0, back);
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
	run.take_also();
	if (!set.handles.empty()) {
		if (!run.todo.nothing) {
			run.match(value, id);
			run.facets.count_others(run.todo, set);
		}
	}
	run.facets.take(arena, r);
	for (size_t i = 0; i < r->nfacets && run.todo.bounded; i++)
		r->facets[i].exact = false;
	if (q.offset == 0 && key == nullptr && !asked.empty) {
		std::string better = suggest(asked, set, stems);

		r->suggestion = better.empty() ? nullptr : keep(arena, better);
	}
	return ST_OK;
}

}
