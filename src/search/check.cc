/*
 * check: is an audience's database what was written into it? Xapian keeps no
 * checksums, and its own check sees the frame alone: of single flipped bits it
 * found 28 in a hundred. So each document carries a sum of itself, and what
 * the other tables say of the same words has to add up.
 */
#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>

#include "search/inside.h"

namespace search {

namespace {

/* FNV-1a: any single change of its input changes it */
class Sum {
public:
	void add(const std::string &s)
	{
		for (char c : s)
			step(static_cast<unsigned char>(c));
		add(s.size());
	}
	void add(uint64_t n)
	{
		for (int i = 0; i < 8; i++, n >>= 8)
			step(n & 0xff);
	}
	uint64_t	 value = 0xcbf29ce484222325;

private:
	void step(uint64_t byte)
	{
		value = (value ^ byte) * 0x100000001b3;
	}
};

/* that a word stands in a document so often */
uint64_t
posting(const std::string &term, Xapian::docid id, Xapian::termcount wdf)
{
	Sum s;

	s.add(term);
	s.add(id);
	s.add(wdf);
	return s.value;
}

/* an audience as its documents tell it */
struct Told {
	uint64_t	 postings = 0;	/* the sum, in no order */
	std::map<Xapian::valueno, Xapian::doccount> slots;
	Xapian::doccount documents = 0;
	uint64_t	 length = 0;
};

std::string
number(uint64_t n)
{
	return std::to_string(n);
}

/* what is wrong with one document; "" when nothing is */
std::string
document(const Xapian::Database &db, Xapian::docid id, Told &told)
{
	Xapian::Document doc = db.get_document(id);
	Xapian::termcount length = 0;

	if (doc.get_value(slot_sum) != document_sum(doc))
		return "document " + number(id) + " has changed";
	for (auto t = doc.termlist_begin(); t != doc.termlist_end(); ++t) {
		told.postings += posting(*t, id, t.get_wdf());
		length += t.get_wdf();
	}
	for (auto v = doc.values_begin(); v != doc.values_end(); ++v)
		told.slots[v.get_valueno()]++;
	if (db.get_doclength(id) != length)
		return "the length of document " + number(id) +
		    " has changed";
	told.documents++;
	told.length += length;
	return "";
}

std::string
postings(const Xapian::Database &db, const Told &told)
{
	uint64_t sum = 0;

	for (auto t = db.allterms_begin(); t != db.allterms_end(); ++t) {
		Xapian::doccount n = 0;
		Xapian::termcount all = 0;

		for (auto p = db.postlist_begin(*t); p != db.postlist_end(*t);
		    ++p, n++) {
			sum += posting(*t, *p, p.get_wdf());
			all += p.get_wdf();
		}
		if (n != t.get_termfreq() || all != db.get_collection_freq(*t))
			return "the count of a word has changed";
	}
	return sum == told.postings ? "" : "the list of a word has changed";
}

/* as the values have them: no bound may be tighter than what lies within */
std::string
slots(const Xapian::Database &db, const Told &told)
{
	for (const auto &[slot, n] : told.slots) {
		std::string least, most;

		if (db.get_value_freq(slot) != n)
			return "the count of values " + number(slot) +
			    " has changed";
		for (auto v = db.valuestream_begin(slot);
		    v != db.valuestream_end(slot); ++v) {
			if (least.empty() || *v < least)
				least = *v;
			most = std::max(most, *v);
		}
		if (db.get_value_lower_bound(slot) > least ||
		    db.get_value_upper_bound(slot) < most)
			return "the bounds of values " + number(slot) +
			    " have changed";
	}
	return "";
}

std::string
whole(const std::string &folder)
{
	Xapian::Database db(folder);
	std::ostringstream said;
	std::string wrong;
	Told told;

	for (auto p = db.postlist_begin(""); p != db.postlist_end(""); ++p)
		if ((wrong = document(db, *p, told)) != "")
			return wrong;
	if (told.documents != db.get_doccount() ||
	    told.length != db.get_total_length())
		return "the count of documents has changed";
	if ((wrong = postings(db, told)) != "" ||
	    (wrong = slots(db, told)) != "")
		return wrong;
	return Xapian::Database::check(folder, 0, &said) == 0 ? "" :
	    "its frame is damaged";
}

}

std::string
document_sum(const Xapian::Document &doc)
{
	Sum s;

	s.add(doc.get_data());
	for (auto t = doc.termlist_begin(); t != doc.termlist_end(); ++t) {
		s.add(*t);
		s.add(t.get_wdf());
		for (auto p = t.positionlist_begin();
		    p != t.positionlist_end(); ++p)
			s.add(*p);
	}
	for (auto v = doc.values_begin(); v != doc.values_end(); ++v) {
		if (v.get_valueno() == slot_sum)
			continue;
		s.add(v.get_valueno());
		s.add(*v);
	}
	return std::string(reinterpret_cast<const char *>(&s.value),
	    sizeof(s.value));
}

}

using namespace search;

/* how often the writer may be faster */
static constexpr int tries_most = 5;

static std::string
revision(const std::string &folder)
{
	Xapian::Database db(folder);

	return number(db.get_revision());
}

extern "C" enum status
search_check(const char *dir, const char *key, char *why, size_t len)
{
	std::string folder = std::string(dir) + "/" + key, wrong, before;

	for (int tries = 0; tries < tries_most; tries++) {
		try {
			before = revision(folder);
			wrong = whole(folder);
			if (wrong.empty())
				return ST_OK;
		} catch (const Xapian::DatabaseModifiedError &) {
			continue;
		} catch (const Xapian::Error &e) {
			wrong = e.get_description();
		} catch (const std::exception &e) {
			wrong = e.what();
		}
		snprintf(why, len, "%s", wrong.c_str());
		try {
			/* only of a state that stood still it is true */
			if (revision(folder) == before)
				return ST_INVALID;
		} catch (const Xapian::Error &) {
			return ST_INVALID;
		} catch (const std::exception &) {
			return ST_INVALID;
		}
	}
	return ST_CONFLICT;
}
