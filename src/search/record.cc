/*
 * record: what stands in the data of a document. A front with the ready hit
 * and a table of blocks, then the text in blocks. All of it is packed by zstd,
 * whose output Xapian can't deflate any further and so leaves alone: it is
 * unpacked three times as fast as what Xapian would make of it. A short text
 * stands in the front, a long one is packed block by block, so that a snippet
 * unpacks only the few KB that it shows.
 */
#include <cstring>
#include <stdexcept>

#include <zstd.h>

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

constexpr int level = 3;		/* of zstd */
constexpr size_t short_text = 16384;	/* bytes that stand in the front */
constexpr size_t front_max = size_t(1) << 20;
/* each frame begins with it: no need to store it */
constexpr char magic[4] = { '\x28', '\xb5', '\x2f', '\xfd' };

static size_t
text_size(const std::vector<Part> &parts)
{
	size_t n = 0;

	for (const Part &part : parts)
		for (const Block &block : part.blocks)
			n += block.text.size();
	return n;
}

static std::string
pack(const std::string &raw)
{
	std::string out(ZSTD_compressBound(raw.size()), 0);
	size_t n = ZSTD_compress(out.data(), out.size(), raw.data(),
	    raw.size(), level);

	if (ZSTD_isError(n))
		throw std::runtime_error("zstd");
	return out.substr(sizeof(magic), n - sizeof(magic));
}

/* the n bytes at `at`, which were `raw` ones before */
static std::string
unpack(const std::string &in, size_t at, size_t n, size_t raw)
{
	static ZSTD_DCtx *const context = ZSTD_createDCtx();
	std::string frame(magic, sizeof(magic)), out(raw, 0);

	frame.append(in, at, n);
	if (ZSTD_decompressDCtx(context, out.data(), raw, frame.data(),
	    frame.size()) != raw)
		throw Xapian::DatabaseCorruptError("record: not packed");
	return out;
}

std::string
record_pack(const std::string &id, const char *data, size_t len,
    const std::vector<Part> &parts)
{
	std::string front, texts, out, packed;
	bool is_short = text_size(parts) <= short_text;

	put_text(front, id.data(), id.size());
	put_text(front, data, len);
	put_number(front, parts.size());
	for (const Part &part : parts) {
		put_number(front, part.place);
		put_text(front, part.file.data(), part.file.size());
		put_text(front, part.name.data(), part.name.size());
		put_number(front, part.blocks.size());
		for (const Block &block : part.blocks) {
			std::string text = is_short ? block.text :
			    pack(block.text);

			put_number(front, block.first);
			put_number(front, block.page);
			put_number(front, block.text.size());
			put_number(front, is_short ? 0 : text.size());
			texts += text;
		}
	}
	if (is_short)
		front += texts;
	packed = pack(front);
	put_number(out, front.size());
	put_number(out, packed.size());
	out += packed;
	return is_short ? out : out + texts;
}

Record::Record(std::string bytes) : bytes_(std::move(bytes))
{
	Reader outer{bytes_}, r{front_};
	size_t raw = outer.number(), packed = outer.number();
	size_t behind = outer.at + packed, after = 0, nshelves, nblocks;

	if (raw > front_max || packed > bytes_.size() - outer.at)
		throw Xapian::DatabaseCorruptError("record: front");
	front_ = unpack(bytes_, outer.at, packed, raw);
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
			/* 0: in the front, behind what was before it */
			s.at = s.packed != 0 ? behind : after;
			(s.packed != 0 ? behind : after) += s.packed != 0 ?
			    s.packed : s.raw;
			shelf.blocks.push_back(s);
		}
		shelves.push_back(std::move(shelf));
	}
	if (behind != bytes_.size() || front_.size() - r.at != after)
		throw Xapian::DatabaseCorruptError("record: wrong length");
	texts_ = r.at;
}

std::string
Record::text(const Stored &s) const
{
	if (s.packed == 0)
		return front_.substr(texts_ + s.at, s.raw);
	if (s.raw > SEARCH_TEXT_MAX)
		throw Xapian::DatabaseCorruptError("record: block size");
	return unpack(bytes_, s.at, s.packed, s.raw);
}

uint64_t
fact_of(const std::string &value)
{
	uint64_t h = 0xcbf29ce484222325;

	if (value.empty())
		return 0;
	for (char c : value)
		h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
	h = (h ^ h >> 48) & ((UINT64_C(1) << 8 * fact_size) - 1);
	return h == 0 ? 1 : h;
}

uint64_t
fact_at(const std::string &facts, enum search_field f)
{
	size_t at = static_cast<size_t>(f) * fact_size;
	uint64_t n = 0;

	if (facts.size() < at + fact_size)
		return 0;
	memcpy(&n, facts.data() + at, fact_size);	/* little end first */
	return n;
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
