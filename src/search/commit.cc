/*
 * commit: what stands in the index, up to which change. The position lies in
 * the same commit as the documents, so a writer may end at any moment.
 */
#include <cerrno>
#include <cstring>

#include "search/writer.h"

/* items of an audience that are worth a commit of their own */
constexpr size_t full_batch = 500;

namespace search {

enum status
fail(index_writer *w, enum status st, const std::string &key,
    const std::string &why)
{
	w->why = key.empty() ? why : key + ": " + why;
	w->bad = st == ST_STALE ? key : "";
	return st;
}

enum status
guard(index_writer *w, const std::string &key,
    const std::function<enum status()> &what)
{
	try {
		return what();
	} catch (const Xapian::DatabaseLockError &e) {
		return fail(w, ST_CONFLICT, key, e.get_description());
	} catch (const Xapian::InvalidArgumentError &e) {
		return fail(w, ST_INVALID, key, e.get_description());
	} catch (const Xapian::Error &e) {
		const char *os = e.get_error_string();

		if (os != nullptr && strcmp(os, strerror(ENOSPC)) == 0)
			return fail(w, ST_FULL, key, e.get_description());
		return fail(w, ST_STALE, key, e.get_description());
	} catch (const std::exception &e) {
		return fail(w, ST_UNAVAILABLE, key, e.what());
	}
}

void
stamp(index_writer *w, Audience *a)
{
	std::string position = std::to_string(a->position);

	if (a->mark != 0)
		position += " " + std::to_string(a->mark);
	a->db.set_metadata(key_position, position);
	a->db.set_metadata(key_epoch, w->epoch);
	a->db.set_metadata(key_format, format);
}

enum status
commit(index_writer *w, Audience *a)
{
	a->db.commit();
	a->dirty = false;
	a->pending = 0;
	if (!w->generations.bump(a->key.c_str()))
		return fail(w, ST_FULL, a->key, "too many audiences");
	return ST_OK;
}

void
read_position(Audience *a)
{
	std::string text = a->db.get_metadata(key_position);
	size_t end;

	a->position = std::stoll(text, &end);
	a->mark = end < text.size() ? std::stoll(text.substr(end)) : 0;
}

}

using namespace search;

static void
advance(const index_writer *w, Audience *a, int64_t position)
{
	if (position < a->position)
		return;
	if (w->marked == position)
		a->mark = w->mark;
	else if (position > a->position)
		a->mark = 0;
	a->position = position;
}

extern "C" void
index_mark(struct index_writer *w, int64_t position, int64_t mark)
{
	w->marked = position;
	w->mark = mark;
}

extern "C" int64_t
index_audience_mark(const struct index_writer *w, size_t i)
{
	return w->audiences[i]->mark;
}

static enum status
commit_at(index_writer *w, Audience *a, int64_t position)
{
	return guard(w, a->key, [&] {
		advance(w, a, position);
		stamp(w, a);
		return commit(w, a);
	});
}

extern "C" enum status
index_commit(struct index_writer *w, int64_t position, bool all)
{
	enum status st = ST_OK;

	for (auto &a : w->audiences) {
		if (st == ST_OK && (a->dirty || (all &&
		    a->position < position)))
			st = commit_at(w, a.get(), position);
	}
	return st;
}

extern "C" enum status
index_commit_full(struct index_writer *w, int64_t position)
{
	enum status st = ST_OK;

	for (auto &a : w->audiences) {
		if (st == ST_OK && a->pending >= full_batch)
			st = commit_at(w, a.get(), position);
	}
	return st;
}
