#include "search/compare.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include <fcntl.h>
#include <unistd.h>

using namespace search;

constexpr size_t sets_max = 128;
constexpr size_t blame_ceiling = 64 << 20;

void
finder::forget()
{
	sets.clear();
	handles.clear();
}

/* of an older version of us: the worker builds it again */
static void
read_standing(Handle &h, Stems &stems)
{
	if (h.db.get_metadata(key_format) != format)
		throw Xapian::DatabaseVersionError("another format");
	h.position = strtoll(h.db.get_metadata(key_position).c_str(), nullptr,
	    10);
	h.epoch = h.db.get_metadata(key_epoch);
	h.standing.read(h.db, stems);
}

/* the audience as it is now; null: it has no items, or can't be read */
std::shared_ptr<Handle>
finder::handle(const std::string &key, bool *failed)
{
	uint64_t number = generations.get(key.c_str());
	std::string path = dir + "/" + key;
	auto it = handles.find(key);
	struct stat st;

	if (it != handles.end() && it->second->number == number)
		return it->second;
	auto bad = damaged.find(key);
	if (bad != damaged.end() && bad->second == number) {
		*failed = true;
		return nullptr;
	}
	if (number == 0 || stat(path.c_str(), &st) == -1) {
		handles.erase(key);
		return nullptr;
	}
	try {
		if (it != handles.end() && it->second->ino == st.st_ino &&
		    it->second->dev == st.st_dev) {
			it->second->db.reopen();
			it->second->number = number;
			read_standing(*it->second, stems);
			return it->second;
		}
		auto h = std::make_shared<Handle>(Handle{key,
		    Xapian::Database(path), number, st.st_dev, st.st_ino, 0,
		    "", {}});
		read_standing(*h, stems);
		handles[key] = h;
		return h;
	} catch (const Xapian::DatabaseCorruptError &) {
		mark_damaged(key, number);
	} catch (const Xapian::Error &) {
		/* on its way to being there: not damaged */
	}
	handles.erase(key);
	*failed = true;
	return nullptr;
}

void
Set::join()
{
	std::set<std::string> names = { "-" };
	double length = 0;

	db = Xapian::Database();
	numbers.clear();
	rarities.clear();
	items = 0;
	for (const auto &h : handles) {
		db.add_database(h->db);
		numbers.push_back(h->number);
		names.insert(h->standing.languages.begin(),
		    h->standing.languages.end());
		items += h->db.get_doccount();
		length += h->standing.length;
	}
	stems.assign(names.begin(), names.end());
	mean = items > 0 ? length / items : 0;
}

/* Xapian counts the items of several databases in turns */
const Standing &
Set::home(Xapian::docid doc, Xapian::docid *local) const
{
	size_t n = handles.size(), at = doc - 1;

	*local = static_cast<Xapian::docid>(at / n + 1);
	return handles[at % n]->standing;
}

static bool
is_same(const Set &s, const std::vector<std::shared_ptr<Handle>> &open)
{
	if (s.handles != open)
		return false;
	for (size_t i = 0; i < open.size(); i++)
		if (s.numbers[i] != open[i]->number)
			return false;
	return true;
}

const Set &
finder::set(const std::vector<std::string> &keys, bool *partial)
{
	std::vector<std::shared_ptr<Handle>> open;
	std::string name;

	for (const std::string &key : keys) {
		auto h = handle(key, partial);

		name += key + " ";
		if (h != nullptr)
			open.push_back(h);
	}
	auto it = std::find_if(sets.begin(), sets.end(),
	    [&](const Set &s) { return s.name == name; });
	if (it != sets.end()) {
		sets.splice(sets.begin(), sets, it);
		if (is_same(sets.front(), open))
			return sets.front();
		sets.pop_front();
	}
	Set s;
	s.name = name;
	s.thesaurus = thesaurus;
	s.handles = open;
	s.lists = &lists;
	s.join();
	sets.push_front(std::move(s));
	if (sets.size() > sets_max)
		sets.pop_back();
	for (auto h = handles.begin(); h != handles.end();)
		h = h->second.use_count() == 1 ? handles.erase(h) : ++h;
	return sets.front();
}

/* left out from now on; the writer is told by a file */
void
finder::mark_damaged(const std::string &key, uint64_t number)
{
	std::string path = dir + "/" + key + ".suspect";
	int fd = open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	if (fd != -1)
		close(fd);
	damaged[key] = number;
}

/* asks each audience alone what all of them could not answer */
void
finder::blame(const struct search_query *q)
{
	for (const auto &row : handles) {
		const std::shared_ptr<Handle> &h = row.second;
		struct arena *arena = arena_new(blame_ceiling);
		struct search_result r = {};
		Set one;

		try {
			one.handles.push_back(h);
			one.lists = &lists;
			one.join();
			answer(one, stems, arena, q, &r);
		} catch (const Xapian::DatabaseModifiedError &) {
			/* changed, not damaged */
		} catch (const Xapian::Error &) {
			mark_damaged(h->key, h->number);
		}
		arena_free(arena);
	}
}

extern "C" struct finder *
finder_open(const char *dir)
{
	try {
		return new finder(dir);
	} catch (const std::exception &) {
		return nullptr;
	}
}

extern "C" void
finder_close(struct finder *f)
{
	delete f;
}

extern "C" void
finder_thesaurus(struct finder *f, const struct thesaurus *t)
{
	f->thesaurus = t;
	f->sets.clear();
}

extern "C" bool
finder_ready(struct finder *f)
{
	bool fresh;

	if (!f->generations.map(&fresh))
		return false;
	if (fresh)
		f->forget();
	return true;
}

extern "C" bool
finder_partial(struct finder *f)
{
	return !finder_ready(f) || f->generations.is_rebuilding();
}

/* Asked after the search: whatever changed before it is known by now. */
static bool
is_settled(const struct finder *f, const Set &s, const struct search_result *r)
{
	std::vector<std::string> ids;

	if (s.handles.empty())
		return false;
	for (const auto &h : s.handles)
		if (!f->generations.since(h->epoch, h->position, ids))
			return false;
	for (const std::string &id : ids)
		for (size_t i = 0; i < r->nhits; i++)
			if (id == r->hits[i].id)
				return false;
	return true;
}

extern "C" uint64_t
finder_moment(struct finder *f)
{
	return f != nullptr && finder_ready(f) ? f->generations.moment() : 0;
}

static enum status
search_once(struct finder *f, struct arena *arena,
    const std::vector<std::string> &keys, const struct search_query *q,
    struct search_result *r)
{
	bool partial = r->partial;
	const Set &s = f->set(keys, &partial);
	enum status st = answer(s, f->stems, arena, q, r);

	r->partial = partial || f->generations.is_rebuilding();
	r->settled = st == ST_OK && is_settled(f, s, r);
	return st;
}

static enum status
search_patiently(struct finder *f, struct arena *arena,
    const std::vector<std::string> &keys, const struct search_query *q,
    struct search_result *r)
{
	bool damage = false;

	for (int i = 0; i < 4; i++) {
		struct search_result clean = {};

		clean.partial = r->partial;
		try {
			enum status st = search_once(f, arena, keys, q,
			    &clean);

			*r = clean;
			return st;
		} catch (const Xapian::DatabaseModifiedError &) {
			f->forget();
		} catch (const Xapian::Error &) {
			/* the second time just what this search opened */
			if (damage)
				f->blame(q);
			damage = true;
			f->forget();
		}
	}
	return ST_UNAVAILABLE;
}

extern "C" enum status
finder_search(struct finder *f, struct arena *arena,
    const char *const *audiences, size_t n, const struct search_query *q,
    struct search_result *r)
{
	try {
		std::vector<std::string> keys;

		*r = {};
		if (!finder_ready(f)) {
			f->forget();
			return ST_UNAVAILABLE;
		}
		for (size_t i = 0; i < n; i++)
			if (is_key(audiences[i]))
				keys.push_back(audiences[i]);
		std::sort(keys.begin(), keys.end());
		keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
		if (keys.size() > SEARCH_AUDIENCES_MAX) {
			keys.resize(SEARCH_AUDIENCES_MAX);
			r->partial = true;
		}
		return search_patiently(f, arena, keys, q, r);
	} catch (const std::exception &) {
		return ST_UNAVAILABLE;
	}
}

/* as a search: again when the index changed under it */
static enum status
alike_patiently(struct finder *f, struct arena *arena,
    const std::vector<std::string> &keys, const struct alike_query *given,
    struct alike_result *r)
{
	struct alike_query q = *given;

	if (q.thesaurus == nullptr)
		q.thesaurus = f->thesaurus;
	for (int i = 0; i < 4; i++) {
		struct search_result found = {};

		*r = {};
		try {
			const Set &s = f->set(keys, &r->partial);

			alike(s, f->stems, arena, &q, r);
			found.nhits = r->n;
			found.hits = arena_array(arena, struct search_hit,
			    r->n + 1);
			for (size_t k = 0; k < r->n; k++)
				found.hits[k].id = r->hits[k].id;
			r->settled = is_settled(f, s, &found);
			return ST_OK;
		} catch (const Xapian::Error &) {
			f->forget();
		}
	}
	return ST_UNAVAILABLE;
}

extern "C" enum status
finder_alike(struct finder *f, struct arena *arena,
    const char *const *audiences, size_t n, const struct alike_query *q,
    struct alike_result *r)
{
	try {
		std::vector<std::string> keys;

		*r = {};
		if (!finder_ready(f)) {
			f->forget();
			return ST_UNAVAILABLE;
		}
		for (size_t i = 0; i < n && i < SEARCH_AUDIENCES_MAX; i++)
			if (is_key(audiences[i]))
				keys.push_back(audiences[i]);
		std::sort(keys.begin(), keys.end());
		return alike_patiently(f, arena, keys, q, r);
	} catch (const std::exception &) {
		return ST_UNAVAILABLE;
	}
}

extern "C" void
finder_changed(struct finder *f)
{
	bool fresh;

	if (f->generations.map(&fresh))
		f->generations.poke();
}

extern "C" bool
finder_at(struct finder *f, struct finder_place *place)
{
	bool fresh;

	*place = {};
	return f != nullptr && f->generations.map(&fresh) &&
	    f->generations.place(place);
}

extern "C" bool
finder_unchanged(struct finder *f, const struct finder_place *place,
    const char *id)
{
	bool fresh;

	try {
		std::vector<std::string> ids;

		return f != nullptr && f->generations.map(&fresh) &&
		    f->generations.since(place->epoch, place->seq, ids) &&
		    std::find(ids.begin(), ids.end(), id) == ids.end();
	} catch (const std::exception &) {
		return false;
	}
}
