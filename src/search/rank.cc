/*
 * rank: the order among items whose words weigh about the same: what is new,
 * and what worked where it was used, goes a little before the rest. Both come
 * from what the reader may read, and change the order within one step of
 * matches only, so that pages follow one after the other.
 */
#include <algorithm>
#include <cmath>
#include <ctime>

#include "search/finder.h"

namespace search {

constexpr double recent_most = 0.05;	/* of the weight of the words */
constexpr double proven_most = 0.05;
constexpr double half_life = 2 * 365.25;	/* days until half as new */
constexpr size_t reasons_max = 8;	/* told of one hit */

static double
recent(const std::string &newest)
{
	uint64_t v = 0;
	double days;

	for (size_t i = 0; i < 8 && i < newest.size(); i++)
		v = v << 8 | static_cast<unsigned char>(newest[i]);
	days = std::floor((static_cast<double>(time(nullptr)) -
	    static_cast<double>(static_cast<int64_t>(v ^
	    (UINT64_C(1) << 63)))) / 86400);
	return recent_most * std::pow(0.5, std::max(0.0, days) / half_life);
}

/* by the experiences that the reader may read; a single one says little */
static double
proven(const Set &set, const std::string &id)
{
	double all = set.db.get_termfreq(term_used + id);

	return all == 0 ? 0 : proven_most / (all + 2) *
	    set.db.get_termfreq(term_worked + id);
}

std::vector<Ranked>
rank(const Set &set, const Xapian::MSet &m)
{
	std::vector<Ranked> out;

	for (auto it = m.begin(); it != m.end(); ++it) {
		std::string newest = it.get_document().get_value(slot_newest);
		double w = it.get_weight();
		double place = w >= country_bonus ? country_bonus : 0;
		Ranked r = { *it, w - place, 0, 0 };

		if (newest.size() > 8) {
			r.recent = r.weight * recent(newest);
			r.proven = r.weight * proven(set, newest.substr(8));
		}
		r.weight += r.recent + r.proven + place;
		out.push_back(r);
	}
	for (size_t from = 0; from < out.size(); from += rank_step)
		std::stable_sort(out.begin() + static_cast<ssize_t>(from),
		    out.begin() + static_cast<ssize_t>(std::min(from +
		    rank_step, out.size())), [](const Ranked &a,
		    const Ranked &b) {
			return a.weight > b.weight;
		});
	for (Ranked &r : out)
		if (r.weight >= country_bonus)
			r.weight -= country_bonus;
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
finish(std::vector<search_why> &v, const Ranked &r)
{
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
		std::string newest = set.db.get_document(hits[i].doc)
		    .get_value(slot_newest);

		at[hits[i].doc] = i;
		if (newest.size() > 8)
			ids.push_back(Xapian::Query(term_id +
			    newest.substr(8)));
	}
	Xapian::Query these(Xapian::Query::OP_OR, ids.begin(), ids.end());
	for (const Piece &p : plan.pieces)
		weigh_piece(set, p, these, at, out, arena);
	for (size_t i = 0; i < hits.size(); i++)
		finish(out[i], hits[i]);
	return out;
}

}
