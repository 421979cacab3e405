/*
 * uses: what depends on who reads: which experiences name an item, and
 * whether an item is there for a reader. Both by the audiences that the
 * reader may read, as everything else.
 */
#include <algorithm>

#include "search/finder.h"

using namespace search;

static std::vector<std::string>
keys_of(const char *const *audiences, size_t n)
{
	std::vector<std::string> keys;

	for (size_t i = 0; i < n && i < SEARCH_AUDIENCES_MAX; i++)
		if (is_key(audiences[i]))
			keys.push_back(audiences[i]);
	std::sort(keys.begin(), keys.end());
	return keys;
}

static void
count(const Standing &at, const std::string &id, struct search_uses *out)
{
	const std::string term = term_used + id;
	Xapian::valueno slot = fields[SEARCH_OUTCOME].slot;

	if (!at.uses)
		return;
	for (auto p = at.db.postlist_begin(term); p != at.db.postlist_end(
	    term); ++p) {
		std::string outcome = at.db.get_document(*p).get_value(slot);

		out->total++;
		out->worked += outcome == "worked";
		out->partly += outcome == "partly";
		out->no += outcome == "no";
		out->too_early += outcome == "too-early";
	}
}

extern "C" bool
finder_uses(struct finder *f, const char *const *audiences, size_t n,
    const char *id, struct search_uses *out)
{
	*out = {};
	try {
		bool partial = false;

		for (const auto &h : f->set(keys_of(audiences, n), &partial)
		    .handles)
			count(h->standing, id, out);
		return !partial;
	} catch (const Xapian::Error &) {
		f->forget();
	} catch (const std::exception &) {
		/* no memory: the database knows as well */
	}
	return false;
}

extern "C" bool
finder_shows(struct finder *f, const char *const *audiences, size_t n,
    const char *id)
{
	try {
		bool partial = false;

		return f->set(keys_of(audiences, n), &partial).db.term_exists(
		    std::string(term_id) + id);
	} catch (const Xapian::Error &) {
		f->forget();
	} catch (const std::exception &) {
		/* no memory: not there */
	}
	return false;
}

extern "C" bool
finder_changes(struct finder *f, uint64_t *n)
{
	bool fresh;

	if (f == nullptr || !f->generations.map(&fresh))
		return false;
	*n = f->generations.pokes();
	return true;
}
