/*
 * language: see language.h.
 */
#include "search/language.h"

#include <cstdio>
#include <cstring>

#include <cld2/public/compact_lang_det.h>

extern "C" {
#include "base/utf8.h"
}

namespace {

const size_t	ENOUGH = 20;	/* bytes below which nobody can tell */
const size_t	MOST = 20000;

}

const char *
language_of(struct arena *a, const char *text, const char *fallback)
{
	size_t	n = strlen(text);
	bool	sure = false;

	if (n < ENOUGH)
		return fallback;
	if (n > MOST)
		n = utf8_cut(text, MOST);
	CLD2::Language found = CLD2::DetectLanguage(text,
	    static_cast<int>(n), true, &sure);
	if (!sure || found == CLD2::UNKNOWN_LANGUAGE)
		return fallback;
	/* "zh-Hant" and the like are BCP 47 already; "un" is no language */
	return arena_strdup(a, CLD2::LanguageCode(found));
}
