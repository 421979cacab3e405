/*
 * record: what stands in the data of a document. A small head, the ready hit,
 * then the text in blocks that are packed one by one, so that a snippet
 * unpacks only the few KB that it shows.
 */
#include <cstring>
#include <stdexcept>

#include <zlib.h>

#include "search/inside.h"

namespace search {

const Field fields[SEARCH_FIELDS] = {
	{ "kind",	"K", 0 },
	{ "org",	"O", 1 },
	{ "country",	"C", 2 },
	{ "region",	"R", 3 },
	{ "topic",	"T", 4 },
	{ "language",	"L", 5 },
	{ "year",	"Y", 6 },
	{ "outcome",	"U", 7 },
	{ "file_type",	"F", 8 },
};

const char *const place_names[PLACES] = { "title", "summary", "body", "org",
    "words", "file" };

std::string
sortable(int64_t seconds)
{
	std::string s(8, 0);
	uint64_t v = static_cast<uint64_t>(seconds) ^ (UINT64_C(1) << 63);

	for (int i = 7; i >= 0; i--, v >>= 8)
		s[static_cast<size_t>(i)] = static_cast<char>(v & 0xff);
	return s;
}

bool
is_day(const char *s)
{
	static const char form[] = "dddd-dd-dd";
	size_t i;

	if (s == nullptr)
		return false;
	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' :
		    s[i] != form[i])
			return false;
	return s[i] == '\0';
}

bool
is_key(const char *s)
{
	size_t n = 0;

	if (s == nullptr)
		return false;
	for (; s[n] != '\0'; n++)
		if (n >= SEARCH_KEY_MAX || !(s[n] == '-' ||
		    (s[n] >= 'a' && s[n] <= 'z') ||
		    (s[n] >= '0' && s[n] <= '9')))
			return false;
	return n > 0;
}

static void
put_number(std::string &out, size_t n)
{
	for (; n >= 0x80; n >>= 7)
		out.push_back(static_cast<char>((n & 0x7f) | 0x80));
	out.push_back(static_cast<char>(n));
}

static void
put_text(std::string &out, const char *s, size_t n)
{
	put_number(out, n);
	out.append(s, n);
}

/* reads what the two above wrote; a record that lies ends the search of it */
struct Reader {
	const std::string	&in;
	size_t			 at = 0;

	size_t
	number()
	{
		size_t n = 0;

		for (unsigned shift = 0; shift < 63; shift += 7) {
			unsigned char c;

			if (at >= in.size())
				break;
			c = static_cast<unsigned char>(in[at++]);
			n |= static_cast<size_t>(c & 0x7f) << shift;
			if (c < 0x80)
				return n;
		}
		throw Xapian::DatabaseCorruptError("record: bad number");
	}

	std::string
	text()
	{
		size_t n = number();

		if (n > in.size() - at)
			throw Xapian::DatabaseCorruptError("record: too short");
		at += n;
		return in.substr(at - n, n);
	}
};

/* Xapian deflates whole records: that is enough for short ones, which are
 * read whole. */
constexpr size_t short_text = 16384;

static size_t
text_size(const std::vector<Part> &parts)
{
	size_t n = 0;

	for (const Part &part : parts)
		for (const Block &block : part.blocks)
			n += block.text.size();
	return n;
}

/* deflated, or as it is where that does not help */
static std::string
pack(const std::string &raw)
{
	uLongf n = compressBound(raw.size());
	std::string out(n, 0);

	if (compress2(
	    reinterpret_cast<Bytef *>(out.data()), &n,
	    reinterpret_cast<const Bytef *>(raw.data()), raw.size(), 6) !=
	    Z_OK || n >= raw.size())
		return raw;
	out.resize(n);
	return out;
}

std::string
record_pack(const std::string &id, const char *data, size_t len,
    const std::vector<Part> &parts)
{
	std::string out, blocks;
	bool is_short = text_size(parts) <= short_text;

	put_text(out, id.data(), id.size());
	put_text(out, data, len);
	put_number(out, parts.size());
	for (const Part &part : parts) {
		put_number(out, part.place);
		put_text(out, part.file.data(), part.file.size());
		put_text(out, part.name.data(), part.name.size());
		put_number(out, part.blocks.size());
		for (const Block &block : part.blocks) {
			std::string packed = is_short ? block.text :
			    pack(block.text);

			put_number(out, block.first);
			put_number(out, block.page);
			put_number(out, block.text.size());
			put_number(out, packed.size());
			blocks += packed;
		}
	}
	return out + blocks;
}

Record::Record(std::string bytes) : bytes_(std::move(bytes))
{
	Reader r{bytes_};
	size_t at = 0, nshelves, nblocks;

	id = r.text();
	data = r.text();
	for (nshelves = r.number(); nshelves > 0; nshelves--) {
		Shelf shelf;
		size_t place = r.number();

		if (place >= PLACES)
			throw Xapian::DatabaseCorruptError("record: place");
		shelf.place = static_cast<Place>(place);
		shelf.file = r.text();
		shelf.name = r.text();
		for (nblocks = r.number(); nblocks > 0; nblocks--) {
			Stored s;

			s.first = static_cast<Xapian::termpos>(r.number());
			s.page = r.number();
			s.raw = r.number();
			s.packed = r.number();
			s.at = at;
			at += s.packed;
			shelf.blocks.push_back(s);
		}
		shelves.push_back(std::move(shelf));
	}
	if (bytes_.size() - r.at != at)
		throw Xapian::DatabaseCorruptError("record: wrong length");
	for (Shelf &shelf : shelves)
		for (Stored &s : shelf.blocks)
			s.at += r.at;
}

std::string
Record::text(const Stored &s) const
{
	uLongf n = s.raw;
	std::string out;

	if (s.packed == s.raw)
		return bytes_.substr(s.at, s.raw);
	if (s.raw > SEARCH_TEXT_MAX)
		throw Xapian::DatabaseCorruptError("record: block size");
	out.resize(s.raw);
	if (uncompress(reinterpret_cast<Bytef *>(out.data()), &n,
	    reinterpret_cast<const Bytef *>(bytes_.data() + s.at), s.packed) !=
	    Z_OK || n != s.raw)
		throw Xapian::DatabaseCorruptError("record: block");
	return out;
}

}

extern "C" const char *
search_field_name(enum search_field f)
{
	return f < SEARCH_FIELDS ? search::fields[f].name : nullptr;
}

extern "C" enum search_field
search_field_of(const char *name)
{
	int i;

	for (i = 0; i < SEARCH_FIELDS; i++)
		if (strcmp(search::fields[i].name, name) == 0)
			break;
	return static_cast<enum search_field>(i);
}
