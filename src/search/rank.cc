/*
 * rank: the order among items whose words weigh about the same: what is new,
 * and what worked where it was used, goes a little before the rest. Both come
 * from what the reader may read, and change the order within one step of
 * matches only, so that pages follow one after the other.
 */
#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>

#include "search/finder.h"

namespace search {

constexpr double recent_most = 0.05;	/* of the weight of the words */
constexpr double proven_most = 0.05;
constexpr double half_life = 2 * 365.25;	/* days until half as new */
constexpr size_t reasons_max = 8;	/* told of one hit */

/* days since 1970 */
static double
recent(int32_t published)
{
	double days = std::floor(static_cast<double>(time(nullptr)) / 86400) -
	    published;

	return recent_most * std::pow(0.5, std::max(0.0, days) / half_life);
}

static std::string
id_of(const Standing &at, Xapian::docid doc)
{
	std::string newest = at.db.get_document(doc).get_value(slot_newest);

	return newest.size() > 8 ? newest.substr(8) : "";
}

/* by the experiences that the reader may read; a single one says little */
static double
proven(const Set &set, const Standing &at, Xapian::docid doc)
{
	std::string id;
	double all = 0, worked = 0;

	if (std::none_of(set.handles.begin(), set.handles.end(),
	    [](const auto &h) { return h->standing.uses; }))
		return 0;
	id = id_of(at, doc);
	for (const auto &h : set.handles)
		if (h->standing.uses)
			all += h->standing.db.get_termfreq(term_used + id);
	if (all == 0)
		return 0;
	for (const auto &h : set.handles)
		worked += h->standing.db.get_termfreq(term_worked + id);
	return proven_most / (all + 2) * worked;
}

/* what it weighs with all that goes beyond its words */
static void
complete(const Set &set, const Plan &p, Ranked &r)
{
	Xapian::docid local;
	const Standing &at = set.home(r.doc, &local);
	int32_t day = at.day(local);

	if (p.near != nullptr)
		r.near = p.near->add(r.doc);
	r.weight += r.near;
	if (day != std::numeric_limits<int32_t>::min()) {
		r.recent = r.weight * recent(day);
		r.proven = r.weight * proven(set, at, local);
	}
	r.weight += r.recent + r.proven;
}

static bool
is_before(const Ranked &a, const Ranked &b)
{
	if (a.placed != b.placed)
		return a.placed;
	return a.weight != b.weight ? a.weight > b.weight : a.doc > b.doc;
}

/* by the most that each may come to; its words' weight is kept in `near` */
static std::vector<Ranked>
hopes(const Plan &p, const Xapian::MSet &m, size_t at)
{
	std::vector<Ranked> out;

	for (auto it = m[static_cast<Xapian::doccount>(at)]; it != m.end() &&
	    out.size() < rank_step; ++it) {
		double w = it.get_weight();
		bool placed = w >= country_bonus;
		double words = w - (placed ? country_bonus : 0);
		double most = p.near == nullptr ? 0 : p.near->most(*it);

		out.push_back({ *it, (words + most) * (1 + recent_most +
		    proven_most), words, 0, 0, placed });
	}
	std::sort(out.begin(), out.end(), is_before);
	return out;
}

/* Those that can't come among the first `need` are not looked at: each look
 * costs a few reads of the index. */
std::vector<Ranked>
rank(const Set &set, const Plan &p, const Xapian::MSet &m, size_t at,
    size_t need)
{
	std::vector<Ranked> out;

	for (const Ranked &hope : hopes(p, m, at)) {
		Ranked r = { hope.doc, hope.near, 0, 0, 0, hope.placed };

		if (out.size() >= need && is_before(out[need - 1], hope))
			break;
		complete(set, p, r);
		out.insert(std::upper_bound(out.begin(), out.end(), r,
		    is_before), r);
	}
	if (out.size() > need)
		out.resize(need);
	return out;
}

/* what one piece gives to each hit: Xapian's own numbers */
static void
weigh_piece(const Set &set, const Piece &p, const Xapian::Query &these,
    const std::map<Xapian::docid, size_t> &at,
    std::vector<std::vector<search_why>> &out, struct arena *arena)
{
	Xapian::Enquire e(set.db);
	Xapian::MSet m;

	e.set_weighting_scheme(weighting());
	e.set_query(Xapian::Query(Xapian::Query::OP_FILTER, p.query, these));
	m = e.get_mset(0, static_cast<Xapian::doccount>(at.size()));
	for (auto it = m.begin(); it != m.end(); ++it) {
		auto where = at.find(*it);

		if (where != at.end() && it.get_weight() > 0)
			out[where->second].push_back({ p.reason,
			    arena_strndup(arena, p.words.data(),
			    p.words.size()), it.get_weight() });
	}
}

/* sorted, as shares of the whole, the first few */
static void
finish(std::vector<search_why> &v, const Ranked &r, const Plan &plan,
    struct arena *arena)
{
	std::string words;

	if (r.near > 0) {
		plan.near->add(r.doc, &words);
		v.push_back({ SEARCH_WHY_NEAR, arena_strndup(arena,
		    words.data(), words.size()), r.near });
	}
	if (r.recent > 0)
		v.push_back({ SEARCH_WHY_RECENT, "", r.recent });
	if (r.proven > 0)
		v.push_back({ SEARCH_WHY_PROVEN, "", r.proven });
	std::stable_sort(v.begin(), v.end(), [](const search_why &a,
	    const search_why &b) {
		return a.share > b.share;
	});
	if (v.size() > reasons_max)
		v.resize(reasons_max);
	for (search_why &w : v)
		w.share = r.weight > 0 ? w.share / r.weight : 0;
}

std::vector<std::vector<search_why>>
reasons(const Set &set, const Plan &plan, const std::vector<Ranked> &hits,
    struct arena *arena)
{
	std::vector<std::vector<search_why>> out(hits.size());
	std::map<Xapian::docid, size_t> at;
	std::vector<Xapian::Query> ids;

	for (size_t i = 0; i < hits.size(); i++) {
		Xapian::docid local;
		const Standing &home = set.home(hits[i].doc, &local);
		std::string id = id_of(home, local);

		at[hits[i].doc] = i;
		if (!id.empty())
			ids.push_back(Xapian::Query(term_id + id));
	}
	Xapian::Query these(Xapian::Query::OP_OR, ids.begin(), ids.end());
	for (const Piece &p : plan.pieces)
		weigh_piece(set, p, these, at, out, arena);
	for (size_t i = 0; i < hits.size(); i++)
		finish(out[i], hits[i], plan, arena);
	return out;
}

}
