/*
 * writer: the only one that changes the index. It holds every audience open,
 * because an item that moves must leave all others first.
 */
#include <algorithm>
#include <cstring>
#include <filesystem>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "search/writer.h"

namespace fs = std::filesystem;
using namespace search;

static std::string
folder(const index_writer *w, const std::string &key)
{
	return w->dir + "/" + key;
}

/* a finder that met damage leaves this for the writer */
static std::string
suspect(const index_writer *w, const std::string &key)
{
	return folder(w, key) + ".suspect";
}

static Audience *
find(index_writer *w, const std::string &key)
{
	for (auto &a : w->audiences)
		if (a->key == key)
			return a.get();
	return nullptr;
}

static enum status
open_audience(index_writer *w, const std::string &key, bool create)
{
	auto a = std::make_unique<Audience>();
	struct stat st;

	a->key = key;
	a->db = Xapian::WritableDatabase(folder(w, key), (create ?
	    Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS :
	    Xapian::DB_OPEN) | (w->fresh ? Xapian::DB_NO_SYNC |
	    Xapian::DB_DANGEROUS : 0));
	if (stat(folder(w, key).c_str(), &st) == -1)
		return fail(w, ST_STALE, key, "gone");
	a->dev = st.st_dev;
	a->ino = st.st_ino;
	if (!create) {
		if (a->db.get_metadata(key_format) != format)
			return fail(w, ST_STALE, key, "another format");
		if (a->db.get_metadata(key_epoch) != w->epoch)
			return fail(w, ST_STALE, key, "another epoch");
		read_position(a.get());
	}
	w->audiences.push_back(std::move(a));
	if (!create)
		return ST_OK;
	if (w->fresh) {		/* nobody reads it before its first commit */
		w->audiences.back()->position = -1;
		return ST_OK;
	}
	stamp(w, w->audiences.back().get());
	return commit(w, w->audiences.back().get());
}

static enum status
look_what_is_there(index_writer *w)
{
	enum status st = ST_OK;

	w->seen.start(index_items(w));
	for (auto &a : w->audiences) {
		if (st == ST_OK)
			st = guard(w, a->key, [&] {
				for (auto t = a->db.allterms_begin(term_id);
				    t != a->db.allterms_end(term_id); ++t)
					w->seen.add((*t).substr(
					    strlen(term_id)));
				return ST_OK;
			});
	}
	return st;
}

static enum status
open_all(index_writer *w)
{
	std::vector<std::string> keys;

	fs::create_directories(w->dir);
	if (!w->generations.create())
		return fail(w, ST_UNAVAILABLE, "", "generations: " +
		    std::string(strerror(errno)));
	for (const auto &entry : fs::directory_iterator(w->dir))
		if (entry.is_directory() &&
		    is_key(entry.path().filename().c_str()))
			keys.push_back(entry.path().filename());
	std::sort(keys.begin(), keys.end());
	for (const std::string &key : keys) {
		enum status st = guard(w, key, [&] {
			return open_audience(w, key, false);
		});

		if (st != ST_OK)
			return st;
		/* a new file of generations knows none of them */
		if (w->generations.get(key.c_str()) == 0)
			w->generations.bump(key.c_str());
	}
	return look_what_is_there(w);
}

extern "C" enum status
index_open(const char *dir, const char *epoch, struct index_writer **out)
{
	try {
		index_writer *w = new index_writer(dir, epoch);

		*out = w;
		return guard(w, "", [w] { return open_all(w); });
	} catch (const std::exception &) {
		*out = nullptr;
		return ST_UNAVAILABLE;
	}
}

extern "C" void
index_close(struct index_writer *w)
{
	if (w == nullptr)
		return;
	/* here, because the destructor of a database hides what goes wrong */
	for (auto &a : w->audiences)
		guard(w, a->key, [&] {
			a->db.close();
			return ST_OK;
		});
	delete w;
}

extern "C" const char *
index_why(const struct index_writer *w)
{
	return w->why.c_str();
}

extern "C" const char *
index_bad(const struct index_writer *w)
{
	return w->bad.c_str();
}

extern "C" const char *
index_audience(const struct index_writer *w, size_t i, int64_t *position)
{
	if (i >= w->audiences.size())
		return nullptr;
	*position = w->audiences[i]->position;
	return w->audiences[i]->key.c_str();
}

extern "C" enum status
index_need(struct index_writer *w, const char *key)
{
	if (!is_key(key))
		return fail(w, ST_INVALID, "", "not a key");
	if (find(w, key) != nullptr)
		return ST_OK;
	return guard(w, key, [&] { return open_audience(w, key, true); });
}

extern "C" int64_t
index_position(const struct index_writer *w)
{
	int64_t least = 0;
	bool first = true;

	for (const auto &a : w->audiences) {
		least = first ? a->position : std::min(least, a->position);
		first = false;
	}
	return least;
}

extern "C" enum status
index_drop(struct index_writer *w, const char *key)
{
	if (!is_key(key))
		return fail(w, ST_INVALID, "", "not a key");
	return guard(w, key, [&] {
		std::string dead = folder(w, key) + ".dead";
		std::error_code ignored;

		for (auto it = w->audiences.begin(); it != w->audiences.end();
		    ++it)
			if ((*it)->key == key) {
				std::unique_ptr<Audience> a = std::move(*it);

				w->audiences.erase(it);
				guard(w, key, [&] {
					a->db.close();
					return ST_OK;
				});
				break;
			}
		fs::remove_all(dead);
		fs::rename(folder(w, key), dead, ignored);
		fs::remove_all(dead);
		fs::remove(suspect(w, key));
		w->generations.bump(key);
		w->why.clear();
		w->bad.clear();
		return ST_OK;
	});
}

/* leaves every audience but `target`, at once: narrowing never shows it
 * twice */
static enum status
leave(index_writer *w, const std::string &id, const std::string &target)
{
	if (!w->seen.maybe(id))
		return ST_OK;
	for (auto &a : w->audiences) {
		enum status st;

		if (a->key == target)
			continue;
		st = guard(w, a->key, [&] {
			if (!a->db.term_exists(term_id + id))
				return ST_OK;
			a->db.delete_document(term_id + id);
			return commit(w, a.get());
		});
		if (st != ST_OK)
			return st;
	}
	return ST_OK;
}

static bool
is_id(const char *id)
{
	size_t n = id == nullptr ? 0 : strlen(id);

	return n > 0 && n <= SEARCH_ID_MAX;
}

extern "C" enum status
index_put(struct index_writer *w, const struct index_doc *d)
{
	enum status st;

	if (!is_id(d->id))
		return fail(w, ST_INVALID, "", "not an id");
	if (d->data_len > SEARCH_DATA_MAX)
		return fail(w, ST_TOO_LARGE, "", "data");
	if ((st = index_need(w, d->audience)) != ST_OK)
		return st;
	if (!w->fresh && (st = leave(w, d->id, d->audience)) != ST_OK)
		return st;
	if (w->seen.is_full() && (st = look_what_is_there(w)) != ST_OK)
		return st;
	return guard(w, d->audience, [&] {
		Audience *a = find(w, d->audience);

		if (w->fresh)
			a->db.add_document(document_of(*d, w->stems));
		else
			a->db.replace_document(std::string(term_id) + d->id,
			    document_of(*d, w->stems));
		if (!w->fresh)
			w->seen.add(d->id);
		a->dirty = true;
		a->pending++;
		return ST_OK;
	});
}

extern "C" enum status
index_remove(struct index_writer *w, const char *id)
{
	if (!is_id(id))
		return fail(w, ST_INVALID, "", "not an id");
	return leave(w, id, "");
}

extern "C" enum status
index_check(struct index_writer *w)
{
	struct stat st;

	if (!w->generations.current())
		return fail(w, ST_STALE, "", "the folder was taken away");
	for (const auto &a : w->audiences) {
		std::string path = folder(w, a->key);

		if (stat(path.c_str(), &st) == -1 || st.st_ino != a->ino ||
		    st.st_dev != a->dev ||
		    access((path + "/flintlock").c_str(), F_OK) == -1 ||
		    access((path + "/iamglass").c_str(), F_OK) == -1)
			return fail(w, ST_STALE, a->key, "taken away");
		if (access(suspect(w, a->key).c_str(), F_OK) == 0)
			return fail(w, ST_STALE, a->key, "damaged");
	}
	return ST_OK;
}

extern "C" void
index_rebuilding(struct index_writer *w, bool on)
{
	w->generations.rebuilding(on);
}

extern "C" void
index_fresh(struct index_writer *w)
{
	w->fresh = true;
}

extern "C" size_t
index_items(const struct index_writer *w)
{
	size_t n = 0;

	for (const auto &a : w->audiences)
		n += a->db.get_doccount();
	return n;
}
