/*
 * alike: see alike.h. Two steps: a query of the rarest words (and of the
 * names of what the text is about, in every language) brings candidates; then
 * each is read and compared word by word.
 */
#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "search/compare.h"

namespace search {

constexpr size_t words_asked = 24;	/* of the text */
constexpr size_t concepts_asked = 8;
constexpr size_t labels_asked = 12;	/* of one concept */
constexpr Xapian::doccount by_words = 40, by_place = 24, briefly = 16;
constexpr double name_share = 0.7;	/* a name counts less than a word */

struct Search {
	const Set	&set;
	Stems		&stems;
	const struct alike_query &q;
	Weigher		 weigher;
	Said		 mine;

	Search(const Set &s, Stems &st, const struct alike_query &query)
	    : set(s), stems(st), q(query), weigher(s),
	      mine(st, query.language == nullptr ? "" : query.language) {}

	Xapian::Query	 of_words();
	Xapian::Query	 of_concept(size_t concept) const;
	void		 add_concepts(std::vector<Xapian::Query> &) const;
	Xapian::Query	 of_place() const;
	void		 take(const Xapian::MSet &, std::set<Xapian::docid> &);
};

/* the words that tell most about the text */
Xapian::Query
Search::of_words()
{
	std::vector<std::pair<double, std::string>> rank;
	std::vector<Xapian::Query> v;

	for (const auto &w : mine.stems) {
		double weight = weigher.weight(w);

		if (weight > 0)
			rank.push_back({weight * (mine.in_title(w) ? 2 : 1),
			    w});
	}
	/* names and numbers stand in texts of every language */
	for (const std::string &w : mine.plains)
		if (!mine.in_stems(w) && weigher.weight(w) > 0)
			rank.push_back({weigher.weight(w) * 0.5, w});
	std::sort(rank.rbegin(), rank.rend());
	if (rank.size() > words_asked)
		rank.resize(words_asked);
	for (const auto &w : rank)
		v.push_back(Xapian::Query(w.second));
	if (q.thesaurus != nullptr)
		add_concepts(v);
	return Xapian::Query(Xapian::Query::OP_OR, v.begin(), v.end());
}

/* what a concept is called, in all the languages that it has names in */
Xapian::Query
Search::of_concept(size_t concept) const
{
	const struct concept_label *labels;
	size_t n = thesaurus_labels(q.thesaurus, concept, &labels);
	std::vector<Xapian::Query> v;

	for (size_t i = 0; i < std::min(n, labels_asked); i++) {
		std::vector<Xapian::Query> words;
		std::string name = stems.name(labels[i].lang);
		Words text(labels[i].text, strlen(labels[i].text));
		Word w;

		while (text.next(w))
			words.push_back(Xapian::Query(w.gram ? w.exact :
			    stems.term(name, w)));
		v.push_back(Xapian::Query(Xapian::Query::OP_AND,
		    words.begin(), words.end()));
	}
	return Xapian::Query(Xapian::Query::OP_OR, v.begin(), v.end());
}

void
Search::add_concepts(std::vector<Xapian::Query> &v) const
{
	size_t n = 0;

	for (size_t c : mine.concepts) {
		if (n++ == concepts_asked)
			break;
		v.push_back(Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
		    of_concept(c), name_share));
	}
}

static void
add_terms(std::vector<Xapian::Query> &v, const char *prefix,
    const struct search_values &values)
{
	for (size_t i = 0; i < std::min<size_t>(values.n, 10); i++)
		v.push_back(Xapian::Query(std::string(prefix) + values.v[i]));
}

/* about the same, in the same place, at about the same time */
Xapian::Query
Search::of_place() const
{
	std::vector<Xapian::Query> topics, places;
	Xapian::Query all;

	add_terms(topics, fields[SEARCH_TOPIC].prefix, q.topics);
	add_terms(places, fields[SEARCH_COUNTRY].prefix, q.countries);
	if (topics.empty() && (places.empty() || q.from == nullptr))
		return Xapian::Query();
	if (!topics.empty())
		all = Xapian::Query(Xapian::Query::OP_AND_MAYBE,
		    Xapian::Query(Xapian::Query::OP_OR, topics.begin(),
		    topics.end()), Xapian::Query(Xapian::Query::OP_OR,
		    places.begin(), places.end()));
	if (q.from != nullptr && q.to != nullptr) {
		places.insert(places.end(), topics.begin(), topics.end());
		all = Xapian::Query(Xapian::Query::OP_OR, places.begin(),
		    places.end());
		all = Xapian::Query(Xapian::Query::OP_FILTER, all,
		    Xapian::Query(Xapian::Query::OP_VALUE_GE, slot_last,
		    q.from) & Xapian::Query(Xapian::Query::OP_VALUE_LE,
		    slot_date, std::string(q.to) + "\xff"));
	}
	return all;
}

void
Search::take(const Xapian::MSet &m, std::set<Xapian::docid> &ids)
{
	for (auto it = m.begin(); it != m.end(); ++it)
		ids.insert(*it);
}

static std::set<Xapian::docid>
candidates(Search &s)
{
	std::set<Xapian::docid> ids;
	Xapian::Query words = s.of_words(), place;
	Xapian::Enquire ask(s.set.db);

	if (!words.empty()) {
		ask.set_query(words);
		s.take(ask.get_mset(0, s.q.brief ? briefly : by_words), ids);
	}
	if (!s.q.brief && !(place = s.of_place()).empty()) {
		Xapian::Enquire near(s.set.db);

		near.set_weighting_scheme(Xapian::CoordWeight());
		near.set_query(place);
		s.take(near.get_mset(0, by_place), ids);
	}
	return ids;
}

static const char *
keep(struct arena *a, const std::string &s)
{
	return arena_strndup(a, s.data(), s.size());
}

static void
compare(Search &s, struct arena *arena, Xapian::docid id,
    struct alike_result *r)
{
	Xapian::Document doc = s.set.db.get_document(id);
	Record record(doc.get_data());
	Said theirs(s.stems, doc.get_value(fields[SEARCH_LANGUAGE].slot));
	struct alike_hit *hit = &r->hits[r->n];

	if (s.q.leave_out != nullptr && record.id == s.q.leave_out)
		return;
	for (const Record::Shelf &shelf : record.shelves)
		if ((shelf.place == TITLE || shelf.place == SUMMARY ||
		    shelf.place == BODY) && !shelf.blocks.empty())
			theirs.add(record.text(shelf.blocks[0]).substr(0,
			    ALIKE_TEXT), shelf.place == TITLE,
			    s.q.thesaurus);
	theirs.done();
	*hit = {};
	likeness(s.mine, theirs, s.weigher, s.q.thesaurus, hit);
	hit->id = keep(arena, record.id);
	hit->data = keep(arena, record.data);
	hit->data_len = record.data.size();
	r->n++;
}

static double
rank(const struct alike_hit &h)
{
	return h.text + 0.5 * h.title + 0.6 * h.concepts;
}

void
alike(const Set &set, Stems &stems, struct arena *arena,
    const struct alike_query *q, struct alike_result *r)
{
	Search s(set, stems, *q);
	size_t limit = q->limit == 0 ? ALIKE_MAX : q->limit;
	const char *const texts[] = { q->title, q->summary, q->body };

	for (int i = 0; i < 3; i++)
		if (texts[i] != nullptr)
			s.mine.add(std::string(texts[i], strnlen(texts[i],
			    ALIKE_TEXT)), i == 0, q->thesaurus);
	s.mine.done();
	if (set.handles.empty())
		return;
	std::set<Xapian::docid> ids = candidates(s);
	r->hits = arena_array(arena, struct alike_hit, ids.size() + 1);
	for (Xapian::docid id : ids)
		compare(s, arena, id, r);
	/* equal ones in an order that does not hang on numbers inside */
	std::sort(r->hits, r->hits + r->n, [](const struct alike_hit &a,
	    const struct alike_hit &b) {
		return rank(a) != rank(b) ? rank(a) > rank(b) :
		    strcmp(a.id, b.id) < 0;
	});
	r->n = std::min(r->n, limit);
}

}
