/*
 * position: how far an audience's database has come; read beside the writer.
 */
#include <string>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "search/inside.h"

using namespace search;

static enum status
read(const std::string &folder, int64_t *position)
{
	Xapian::Database db(folder);

	if (db.get_metadata(key_format) != format)
		return ST_STALE;
	*position = std::stoll(db.get_metadata(key_position));
	return ST_OK;
}

extern "C" enum status
search_position(const char *dir, const char *key, int64_t *position)
{
	*position = 0;
	if (!is_key(key))
		return ST_INVALID;
	for (int tries = 0; tries < 3; tries++) {
		try {
			return read(std::string(dir) + "/" + key, position);
		} catch (const Xapian::DatabaseModifiedError &) {
			/* the writer was faster, twice: look again */
		} catch (const Xapian::DatabaseOpeningError &) {
			return ST_NOT_FOUND;
		} catch (const std::exception &) {
			return ST_UNAVAILABLE;
		} catch (const Xapian::Error &) {
			return ST_UNAVAILABLE;
		}
	}
	return ST_UNAVAILABLE;
}

static bool
is_audience(DIR *d, const char *name)
{
	struct stat s;

	return is_key(name) && fstatat(dirfd(d), name, &s, 0) == 0 &&
	    S_ISDIR(s.st_mode);
}

extern "C" enum status
search_reached(const char *dir, int64_t *position)
{
	enum status st = ST_NOT_FOUND, one;
	struct dirent *e;
	int64_t at;
	DIR *d = opendir(dir);

	*position = 0;
	while (d != nullptr && (e = readdir(d)) != nullptr) {
		if (!is_audience(d, e->d_name))
			continue;
		one = search_position(dir, e->d_name, &at);
		if (one == ST_OK && at > *position)
			*position = at;
		if (st != ST_OK)
			st = one;
	}
	if (d != nullptr)
		closedir(d);
	return st;
}
