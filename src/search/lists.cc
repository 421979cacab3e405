/*
 * lists: see lists.h.
 */
#include "search/lists.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>

namespace search {

const Entry *
List::find(Xapian::docid doc) const
{
	auto it = std::lower_bound(entries.begin(), entries.end(), doc,
	    [](const Entry &e, Xapian::docid d) { return e.doc < d; });

	return it != entries.end() && it->doc == doc ? &*it : nullptr;
}

constexpr int32_t unread = std::numeric_limits<int32_t>::min() + 1;
constexpr size_t overhead = 200;	/* bytes of an empty list, about */
constexpr size_t share_most = 8;	/* no list takes more than its part */

void
Standing::read(const Xapian::Database &from, Stems &stems)
{
	static uint64_t last;
	const std::string prefix = fields[SEARCH_LANGUAGE].prefix;
	std::set<std::string> names = { "-" };

	db = from;
	uuid = db.get_uuid();
	serial = ++last;
	for (auto t = db.allterms_begin(prefix); t != db.allterms_end(prefix);
	    ++t)
		names.insert(stems.name((*t).substr(prefix.size())));
	languages.assign(names.begin(), names.end());
	uses = db.allterms_begin(term_used) != db.allterms_end(term_used);
	lengths.assign(size_t(db.get_lastdocid()) + 1, 0);
	for (auto p = db.postlist_begin(""); p != db.postlist_end(""); ++p)
		if (*p < lengths.size())
			lengths[*p] = p.get_doclength();
	length = db.get_avlength() * db.get_doccount();
	days.assign(lengths.size(), unread);
	tongues.assign(lengths.size(), 0);
}

const std::string &
Standing::language(Xapian::docid doc) const
{
	static const std::string none = "-";
	uint8_t n = doc < tongues.size() ? tongues[doc] : 0;
	std::string value;

	if (n == 0) {
		value = db.get_document(doc, Xapian::DOC_ASSUME_VALID)
		    .get_value(fields[SEARCH_LANGUAGE].slot);
		value = Stems().name(value.substr(0, value.find(
		    value_separator)));
		n = static_cast<uint8_t>(1 + std::find(languages.begin(),
		    languages.end(), value) - languages.begin());
		if (doc < tongues.size())
			tongues[doc] = n;
	}
	return n > languages.size() ? none : languages[n - 1u];
}

int32_t
Standing::day(Xapian::docid doc) const
{
	std::string newest;
	uint64_t v = 0;

	if (doc >= days.size())
		return std::numeric_limits<int32_t>::min();
	if (days[doc] != unread)
		return days[doc];
	newest = db.get_document(doc, Xapian::DOC_ASSUME_VALID).get_value(
	    slot_newest);
	for (size_t i = 0; i < 8 && i < newest.size(); i++)
		v = v << 8 | static_cast<unsigned char>(newest[i]);
	return days[doc] = newest.size() <= 8 ?
	    std::numeric_limits<int32_t>::min() : static_cast<int32_t>(
	    static_cast<int64_t>(v ^ (UINT64_C(1) << 63)) / 86400);
}

/* ---- one list */

static uint16_t
small(Xapian::termcount n)
{
	return static_cast<uint16_t>(std::min<Xapian::termcount>(n, 0xffff));
}

static bool
is_before(const Entry &a, const Entry &b)
{
	return a.doc < b.doc;
}

static void
add_forms(const Xapian::Database &db, const std::string &term, List &l)
{
	size_t before = l.entries.size();

	for (auto p = db.postlist_begin(term); p != db.postlist_end(term);
	    ++p)
		l.entries.push_back({ *p, small(p.get_wdf()), 0 });
	std::inplace_merge(l.entries.begin(), l.entries.begin() +
	    static_cast<ssize_t>(before), l.entries.end(), is_before);
}

/* an item is in one language: twice in the list only if we were wrong */
static void
join_same(List &l)
{
	std::vector<Entry> &v = l.entries;
	size_t n = 0;

	for (size_t i = 0; i < v.size(); i++)
		if (n > 0 && v[n - 1].doc == v[i].doc)
			v[n - 1].form = small(v[n - 1].form + v[i].form);
		else
			v[n++] = v[i];
	v.resize(n);
}

/* Beside stems: the word without its accents stands in the index too, where
 * a stemmer that knows them made something else of it. */
static void
add_exact(const Xapian::Database &db, const std::string &term, List &l)
{
	std::vector<Entry> more;
	auto e = l.entries.begin();
	ssize_t before = static_cast<ssize_t>(l.entries.size());

	for (auto p = db.postlist_begin(term); p != db.postlist_end(term);
	    ++p, l.exact++) {
		e = std::find_if(e, l.entries.end(), [&](const Entry &x) {
			return x.doc >= *p;
		});
		if (e != l.entries.end() && e->doc == *p)
			e->exact = small(p.get_wdf());
		else
			more.push_back({ *p, 0, small(p.get_wdf()) });
	}
	if (more.empty())
		return;
	l.entries.insert(l.entries.end(), more.begin(), more.end());
	std::inplace_merge(l.entries.begin(), l.entries.begin() + before,
	    l.entries.end(), is_before);
}

/* ---- those that are kept */

std::shared_ptr<const List>
Lists::find(const std::string &key)
{
	auto it = at_.find(key);

	if (it == at_.end())
		return nullptr;
	kept_.splice(kept_.begin(), kept_, it->second);
	return kept_.front().list;
}

static size_t
size_of(const List &l)
{
	return overhead + l.entries.capacity() * sizeof(Entry);
}

std::shared_ptr<const List>
Lists::keep(const std::string &key, List &&l)
{
	l.entries.shrink_to_fit();
	auto list = std::make_shared<const List>(std::move(l));

	if (size_of(*list) > lists_bytes / share_most)
		return list;
	kept_.push_front({ key, list });
	at_[key] = kept_.begin();
	bytes_ += size_of(*list);
	while (bytes_ > lists_bytes) {
		bytes_ -= size_of(*kept_.back().list);
		at_.erase(kept_.back().key);
		kept_.pop_back();
	}
	return list;
}

static std::string
key_of(const Standing &s, char kind, const std::string &word)
{
	return std::string(reinterpret_cast<const char *>(&s.serial),
	    sizeof(s.serial)) + kind + word;
}

std::shared_ptr<const List>
Lists::term(const Standing &s, const std::string &term)
{
	std::string key = key_of(s, 't', term);
	std::shared_ptr<const List> known = find(key);
	List l;

	if (known != nullptr)
		return known;
	add_forms(s.db, term, l);
	l.forms = l.entries.size();
	return keep(key, std::move(l));
}

std::shared_ptr<const List>
Lists::word(const Standing &s, const Word &w, Stems &stems)
{
	std::string key = key_of(s, 'w', w.exact);
	std::shared_ptr<const List> known = find(key);
	List l;

	if (known != nullptr)
		return known;
	if (w.gram) {
		add_forms(s.db, w.exact, l);
		l.forms = l.entries.size();
		return keep(key, std::move(l));
	}
	for (const std::string &language : s.languages)
		add_forms(s.db, stems.term(language, w), l);
	join_same(l);
	l.forms = l.entries.size();
	add_exact(s.db, w.exact, l);
	return keep(key, std::move(l));
}

bool
Lists::knows(uint64_t fact) const
{
	return facts_.count(fact) > 0;
}

void
Lists::learn(uint64_t fact, std::string words)
{
	facts_.emplace(fact, std::move(words));
}

const std::string &
Lists::fact(uint64_t fact) const
{
	return facts_.at(fact);
}

void
Lists::forget_facts()
{
	if (facts_.size() >= facts_most)
		facts_.clear();
}

}
