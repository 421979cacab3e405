/*
 * inside: what writer and finder agree upon. Not for other floors.
 */
#ifndef CS_SEARCH_INSIDE_H
#define CS_SEARCH_INSIDE_H

#include <cstdint>
#include <string>
#include <vector>

#include <xapian.h>

#include "search/search.h"
#include "search/stems.h"

namespace search {

/* raised by one whenever terms, slots or records change their meaning */
constexpr const char *format = "6";

/* ---- metadata of an audience */
constexpr const char *key_position = "position";
constexpr const char *key_epoch = "epoch";
constexpr const char *key_format = "format";

/* ---- terms. Words stand unprefixed (exact form, with positions; the plain
 * form beside it where it differs), stems as "Zen:…". Beside these: */
constexpr const char *term_id = "Q";
constexpr const char *term_spelling = "S";	/* word of title, summary … */
/* of an experience: what it used, and what it used when it worked */
constexpr const char *term_used = "XA";
constexpr const char *term_worked = "XW";
constexpr const char *term_title = "N";		/* plain word of the title */
/* in the terms and in the slot: for any country, beside where it is */
constexpr const char *any_country = "*";

struct Field {
	const char	*name;
	const char	*prefix;	/* of its boolean terms */
	Xapian::valueno	 slot;		/* values, one after the other */
};
extern const Field fields[SEARCH_FIELDS];

/* ---- slots; 0 to SEARCH_FIELDS - 1 are those of the fields */
constexpr Xapian::valueno slot_newest = 16;	/* published, id */
constexpr Xapian::valueno slot_date = 17;	/* first day, id */
constexpr Xapian::valueno slot_last = 18;	/* last day */
constexpr Xapian::valueno slot_updated = 19;
constexpr Xapian::valueno slot_sum = 20;	/* of all the rest of it */
/* what stands in the slots of the fields, each as a number of six bytes, 0
 * where there is nothing: one slot to read for whoever counts them all */
constexpr Xapian::valueno slot_facts = 21;
constexpr size_t fact_size = 6;

constexpr char value_separator = '\t';

/* seconds as text that sorts */
std::string	 sortable(int64_t);
/* "2027-03-10" */
bool		 is_day(const char *);
/* [a-z0-9-]+ within SEARCH_KEY_MAX */
bool		 is_key(const char *);

/* ---- where text of an item stood: one part per field or file */
enum Place { TITLE, SUMMARY, BODY, ORG, WORDS, FILE_TEXT, PLACES };
extern const char *const place_names[PLACES];

/* positions between two parts, so that no phrase reaches across */
constexpr Xapian::termpos part_gap = 100;

struct Block {
	Xapian::termpos	 first;		/* position of its first word */
	size_t		 page;		/* on which it starts, from 1 */
	std::string	 text;
};

struct Part {
	Place		 place;
	std::string	 file, name;
	std::vector<Block> blocks;
};

/* the number of a value of a slot; other values have another one but for one
 * in 2^48 */
uint64_t	 fact_of(const std::string &value);
/* that of a field among all of an item's */
uint64_t	 fact_at(const std::string &facts, enum search_field);

/* ---- the record of an item: its hit and the text for snippets */
std::string	 record_pack(const std::string &id, const char *data,
		    size_t len, const std::vector<Part> &);

class Record {
public:
	explicit Record(std::string bytes);
	std::string	 id, data;
	struct Stored {
		Xapian::termpos	 first;
		size_t		 page;
		size_t		 at, raw, packed;
	};
	struct Shelf {
		Place		 place;
		std::string	 file, name;
		std::vector<Stored> blocks;
	};
	std::vector<Shelf> shelves;
	std::string	 text(const Stored &) const;

private:
	std::string	 bytes_, front_;
	size_t		 texts_;	/* where short ones begin in front_ */
};

/* an item as Xapian keeps it */
Xapian::Document document_of(const struct index_doc &, Stems &);
/* of its data, words, places and values but slot_sum */
std::string	 document_sum(const Xapian::Document &);

}
#endif
