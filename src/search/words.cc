#include "search/words.h"

#include <algorithm>
#include <iterator>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

namespace search {

/* decodes one code point at *i and moves on; negative when it is not one */
static UChar32
code_point(const char *text, size_t len, size_t *i)
{
	const uint8_t *s = reinterpret_cast<const uint8_t *>(text);
	int32_t at = 0, left;
	UChar32 c;

	left = static_cast<int32_t>(std::min<size_t>(len - *i, 8));
	s += *i;
	U8_NEXT(s, at, left, c);
	*i += static_cast<size_t>(at);
	return c;
}

/* 2 or 3: scripts without spaces, written in grams of that many; else 0 */
static unsigned
gram_size(UChar32 c)
{
	if (c < 0x0e00)
		return 0;
	if (c <= 0x0eff || (c >= 0x1000 && c <= 0x109f) ||
	    (c >= 0x1780 && c <= 0x17ff))
		return 3;
	if ((c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x4dbf) ||
	    (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3) ||
	    (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9f) ||
	    (c >= 0x20000 && c <= 0x3ffff) || c == 0x3005)
		return 2;
	return 0;
}

struct Ascii {
	bool	 is[256] = {};

	constexpr Ascii()
	{
		for (int c = '0'; c <= '9'; c++)
			is[c] = true;
		for (int c = 'a'; c <= 'z'; c++)
			is[c] = is[c - 'a' + 'A'] = true;
	}
};
static constexpr Ascii ascii_word;

static bool
is_ascii_word_char(char c)
{
	return ascii_word.is[static_cast<unsigned char>(c)];
}

static bool
is_word_char(UChar32 c)
{
	if (c < 0)
		return false;
	if (c < 0x80)
		return is_ascii_word_char(static_cast<char>(c));
	return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK |
	    U_GC_N_MASK)) != 0;
}

/* soft hyphen and joiners stand inside words and are no part of them */
static bool
is_glue(UChar32 c)
{
	return c == 0xad || c == 0x200c || c == 0x200d;
}

static bool
is_ascii(char c)
{
	return static_cast<unsigned char>(c) < 0x80;
}

static bool
is_ascii(const std::string &s)
{
	return std::all_of(s.begin(), s.end(), [](char c) {
		return is_ascii(c);
	});
}

/* at most word_max bytes, whole characters */
static void
cut(std::string &s)
{
	size_t n = word_max;

	if (s.size() <= n)
		return;
	while (n > 0 && (static_cast<unsigned char>(s[n]) & 0xc0) == 0x80)
		n--;
	s.resize(n);
}

static void
append(std::string &out, UChar32 c)
{
	uint8_t b[4];
	int32_t n = 0;

	U8_APPEND_UNSAFE(b, n, c);
	out.append(reinterpret_cast<char *>(b), static_cast<size_t>(n));
}

static std::u16string
utf16_of(const std::string &s)
{
	std::u16string out;

	for (size_t i = 0; i < s.size();) {
		UChar32 c = code_point(s.data(), s.size(), &i);

		if (c < 0)
			continue;
		if (c > 0xffff)
			out.push_back(static_cast<char16_t>(U16_LEAD(c)));
		out.push_back(static_cast<char16_t>(c > 0xffff ?
		    U16_TRAIL(c) : c));
	}
	return out;
}

static std::u16string
normalise(const UNormalizer2 *how, const std::u16string &in)
{
	UErrorCode err = U_ZERO_ERROR;
	std::u16string out(in.size() * 4 + 32, 0);
	int32_t n;

	n = unorm2_normalize(how, in.data(), static_cast<int32_t>(in.size()),
	    out.data(), static_cast<int32_t>(out.size()), &err);
	if (U_FAILURE(err))
		return in;
	out.resize(static_cast<size_t>(n));
	return out;
}

static std::string
utf8_of(const std::u16string &in)
{
	std::string out;
	int32_t i = 0, n = static_cast<int32_t>(in.size());
	UChar32 c;

	while (i < n) {
		U16_NEXT(in.data(), i, n, c);
		if (!U_IS_SURROGATE(c))
			append(out, c);
	}
	return out;
}

static std::string
fold_case(const std::string &s)
{
	static const UNormalizer2 *how;
	UErrorCode err = U_ZERO_ERROR;
	std::string out;

	if (is_ascii(s)) {
		out = s;
		for (char &c : out)
			if (c >= 'A' && c <= 'Z')
				c = static_cast<char>(c + 'a' - 'A');
		return out;
	}
	if (how == nullptr)
		how = unorm2_getNFKCCasefoldInstance(&err);
	if (U_FAILURE(err))
		return s;
	return utf8_of(normalise(how, utf16_of(s)));
}

/*
 * Marks that are left out in writing: accents of Latin, Greek and Cyrillic,
 * Hebrew points, Arabic vowels and hamza. Not the vowel signs of Indic
 * scripts: they are letters.
 */
static bool
is_loose_mark(UChar32 c)
{
	return (c >= 0x0300 && c <= 0x036f) || (c >= 0x0591 && c <= 0x05c7) ||
	    (c >= 0x064b && c <= 0x065f) || c == 0x0670 || c == 0x0640 ||
	    (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x1dc0 && c <= 0x1dff) ||
	    (c >= 0x20d0 && c <= 0x20ff);
}

/* letters that have no decomposition and still are one with another */
static UChar32
loose_letter(UChar32 c)
{
	static const struct { UChar32 from, to; } table[] = {
		{ 0x00f0, 'd' }, { 0x00f8, 'o' }, { 0x0111, 'd' },
		{ 0x0127, 'h' }, { 0x0131, 'i' }, { 0x0142, 'l' },
		{ 0x0253, 'b' }, { 0x0256, 'd' }, { 0x0257, 'd' },
		{ 0x0254, 'o' }, { 0x025b, 'e' }, { 0x0268, 'i' },
		{ 0x0199, 'k' }, { 0x01b4, 'y' }, { 0x014b, 'n' },
		{ 0x0629, 0x0647 }, { 0x0649, 0x064a }, { 0x06a9, 0x0643 },
		{ 0x06cc, 0x064a }, { 0x0671, 0x0627 },
	};

	for (const auto &row : table)
		if (row.from == c)
			return row.to;
	if (c >= 0x80 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
		return '0' + u_charDigitValue(c);
	return c;
}

std::string
plain_of(const std::string &exact)
{
	static const UNormalizer2 *apart, *together;
	UErrorCode err = U_ZERO_ERROR;
	std::u16string kept;
	std::string out;

	if (is_ascii(exact))
		return exact;
	if (apart == nullptr) {
		apart = unorm2_getNFDInstance(&err);
		together = unorm2_getNFCInstance(&err);
	}
	if (U_FAILURE(err))
		return exact;
	for (char16_t c : normalise(apart, utf16_of(exact)))
		if (!is_loose_mark(c))
			kept.push_back(c);
	kept = normalise(together, kept);
	for (int32_t i = 0, n = static_cast<int32_t>(kept.size()); i < n;) {
		UChar32 c;

		U16_NEXT(kept.data(), i, n, c);
		if (c == 0x00e6 || c == 0x0153)		/* æ œ */
			out += c == 0x00e6 ? "ae" : "oe";
		else if (!U_IS_SURROGATE(c))
			append(out, loose_letter(c));
	}
	cut(out);
	return out.empty() ? exact : out;
}

/* one gram of the run; a run that is too short is one gram itself */
bool
Words::next_gram(Word &w)
{
	size_t i = at_, second = at_;
	unsigned n;

	for (n = 0; n < run_size_ && i < run_end_; n++) {
		code_point(text_, len_, &i);
		if (n == 0)
			second = i;
	}
	if (n < run_size_ && !run_first_) {
		at_ = run_end_;
		run_end_ = 0;
		return false;
	}
	w.from = at_;
	w.to = i;
	w.gram = true;
	w.passed = false;
	w.exact = fold_case(std::string(text_ + w.from, w.to - w.from));
	cut(w.exact);
	w.plain = w.exact;
	run_first_ = false;
	at_ = second;
	if (i >= run_end_) {
		at_ = run_end_;
		run_end_ = 0;
	}
	return !w.exact.empty();
}

void
Firsts::add(const Word &w)
{
	unsigned char c = static_cast<unsigned char>(w.plain[0]);

	if (c < 0x80)
		ascii[c] = some = true;
	else
		others = true;
}

/* Whether no word that begins like this is one that is looked for. Letters of
 * other scripts never turn into those of ASCII; those with accents do, and
 * digits of any script, and what is neither may turn into nothing. */
bool
Words::is_passed(UChar32 c) const
{
	if (firsts_ == nullptr)
		return false;
	if (c < 0x80)
		return !firsts_->ascii[c >= 'A' && c <= 'Z' ? c + 32 : c];
	if (firsts_->others || (firsts_->some && (c < 0x370 ||
	    u_charType(c) == U_DECIMAL_DIGIT_NUMBER)))
		return false;
	return (c >= 0xc0 && c < 0x300) || (c >= 0x370 && c < 0xe00);
}

/* the word that starts with `first` at `from`; at_ stands behind it. False:
 * nothing is left of the word */
bool
Words::take_word(Word &w, size_t from, UChar32 first)
{
	bool ascii = first < 0x80;
	size_t i = at_;

	for (;;) {
		size_t before;
		UChar32 c;

		while (i < len_ && is_ascii_word_char(text_[i]))
			i++;
		if (i >= len_ || is_ascii(text_[i]))
			break;
		before = i;
		c = code_point(text_, len_, &i);
		if ((!is_word_char(c) && !is_glue(c)) || gram_size(c) != 0) {
			i = before;
			break;
		}
		ascii = false;
	}
	at_ = i;
	w.from = from;
	w.to = i;
	w.gram = false;
	w.passed = is_passed(first);
	if (w.passed || (firsts_ != nullptr && ascii)) {
		w.exact.clear();
		w.plain.clear();
		return true;
	}
	/* nobody reads on after this many bytes of one word */
	w.exact = fold_case(std::string(text_ + from,
	    std::min(i - from, 4 * word_max)));
	cut(w.exact);
	w.plain = plain_of(w.exact);
	return !w.exact.empty();
}

Words
Words::places(const char *text, size_t len, const Firsts &firsts)
{
	Words w(text, len);

	w.firsts_ = &firsts;
	return w;
}

bool
Words::next(Word &w)
{
	for (;;) {
		size_t from;
		UChar32 c;
		unsigned grams;

		if (run_end_ != 0) {
			if (next_gram(w))
				return true;
			continue;
		}
		while (at_ < len_ && is_ascii(text_[at_]) &&
		    !is_ascii_word_char(text_[at_]))
			at_++;
		if (at_ >= len_)
			return false;
		from = at_;
		c = code_point(text_, len_, &at_);
		if (!is_word_char(c))
			continue;
		grams = gram_size(c);
		if (grams == 0) {
			if (take_word(w, from, c))
				return true;
			continue;
		}
		for (size_t i = at_; i <= len_;) {
			run_end_ = i;
			if (i == len_ || gram_size(code_point(text_, len_,
			    &i)) != grams)
				break;
		}
		at_ = from;
		run_size_ = grams;
		run_first_ = true;
	}
}

}
