/*
 * merge: an index beside the serving one: put together out of parts that
 * several processes built, or out of a copy, compact, and exchanged for the
 * serving one in one step.
 */
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include "search/inside.h"

namespace fs = std::filesystem;
using namespace search;

static std::set<std::string>
keys_of(const std::string &dir)
{
	std::set<std::string> keys;

	for (const auto &entry : fs::directory_iterator(dir))
		if (entry.is_directory() &&
		    is_key(entry.path().filename().c_str()))
			keys.insert(entry.path().filename());
	return keys;
}

static void
merge_key(const std::set<std::string> &parts, const std::string &key,
    const std::string &to)
{
	Xapian::Database all;

	for (const std::string &part : parts)
		if (fs::exists(part + "/" + key))
			all.add_database(Xapian::Database(part + "/" + key));
	all.compact(to + "/" + key);
}

/* the largest first, each to whom has the least: all end at about the same
 * time */
static std::vector<std::string>
keys_of_share(const std::set<std::string> &parts, size_t share, size_t shares)
{
	std::vector<uint64_t> loads(shares, 0);
	std::map<std::string, uint64_t> sizes;
	std::vector<std::pair<uint64_t, std::string>> order;
	std::vector<std::string> mine;

	for (const std::string &part : parts)
		for (const std::string &key : keys_of(part))
			sizes[key] += index_size((part + "/" + key).c_str());
	for (const auto &s : sizes)
		order.emplace_back(s.second, s.first);
	std::sort(order.rbegin(), order.rend());
	for (const auto &o : order) {
		auto least = std::min_element(loads.begin(), loads.end());

		if (static_cast<size_t>(least - loads.begin()) == share)
			mine.push_back(o.second);
		*least += o.first;
	}
	return mine;
}

static enum status
failure(const std::exception_ptr &e)
{
	try {
		std::rethrow_exception(e);
	} catch (const Xapian::DatabaseModifiedError &) {
		return ST_STALE;
	} catch (const fs::filesystem_error &f) {
		return f.code().value() == ENOSPC ? ST_FULL : ST_UNAVAILABLE;
	} catch (...) {
		return ST_UNAVAILABLE;
	}
}

extern "C" enum status
index_merge(const char *const *parts, size_t n, const char *to, size_t share,
    size_t shares)
{
	try {
		std::set<std::string> from(parts, parts + n);

		fs::create_directories(to);
		for (const std::string &key : keys_of_share(from, share,
		    shares))
			merge_key(from, key, to);
		return ST_OK;
	} catch (...) {
		return failure(std::current_exception());
	}
}

extern "C" enum status
index_copy(const char *dir, const char *to)
{
	try {
		fs::create_directories(to);
		for (const std::string &key : keys_of(dir))
			fs::copy(std::string(dir) + "/" + key,
			    std::string(to) + "/" + key,
			    fs::copy_options::recursive);
		return ST_OK;
	} catch (...) {
		return failure(std::current_exception());
	}
}

extern "C" void
index_discard(const char *dir)
{
	std::error_code ignored;

	fs::remove_all(dir, ignored);
}

extern "C" enum status
index_swap(const char *dir, const char *with)
{
	if (renameat2(AT_FDCWD, with, AT_FDCWD, dir, RENAME_EXCHANGE) == -1) {
		/* not every file system can: then for a moment there is none */
		std::string dead = std::string(with) + ".dead";

		index_discard(dead.c_str());
		if ((errno != EINVAL && errno != ENOSYS) ||
		    rename(dir, dead.c_str()) == -1 ||
		    rename(with, dir) == -1)
			return ST_UNAVAILABLE;
		with = "";
		index_discard(dead.c_str());
	}
	if (*with != '\0')
		index_discard(with);
	return ST_OK;
}

extern "C" uint64_t
index_size(const char *dir)
{
	std::error_code ignored;
	uint64_t bytes = 0;

	for (auto it = fs::recursive_directory_iterator(dir, ignored);
	    it != fs::recursive_directory_iterator(); it.increment(ignored)) {
		uint64_t n = it->is_regular_file(ignored) ?
		    it->file_size(ignored) : 0;

		bytes += ignored ? 0 : n;
	}
	return bytes;
}
