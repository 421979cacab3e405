/*
 * words: the vocabulary of the contract, enum to word and back.
 */
#include <libintl.h>

#include "domain/actor.h"
#include "domain/item.h"

static int
find(const char *const *words, int n, const char *word)
{
	int	i;

	if (word == NULL)
		return -1;
	for (i = 0; i < n; i++)
		if (words[i] != NULL && strcmp(words[i], word) == 0)
			return i;
	return -1;
}

#define VOCABULARY(name, type, count, ...)				\
static const char *const name##_words[count] = { __VA_ARGS__ };	\
const char *								\
name##_word(type v)							\
{									\
	return name##_words[v];						\
}									\
int									\
name##_of(const char *word)						\
{									\
	return find(name##_words, count, word);				\
}

VOCABULARY(kind, enum kind, KIND_COUNT, "toolkit", "event", "experience")
VOCABULARY(audience, enum audience, AUDIENCE_COUNT, "public", "network",
    "organisation")
VOCABULARY(item_status, enum item_status, ITEM_STATUS_COUNT, "draft",
    "published", "withdrawn")
VOCABULARY(licence, enum licence, LICENCE_COUNT, "free", "unchanged",
    "government", "ask", "unstated")
VOCABULARY(event_type, enum event_type, EVENT_TYPE_COUNT, "workshop",
    "course", "meeting", "exercise", "mission", "initiative")
VOCABULARY(certainty, enum certainty, CERTAINTY_COUNT, "idea", "planned",
    "confirmed", "cancelled")
VOCABULARY(precision, enum precision, PRECISION_COUNT, "time", "day", "month")
VOCABULARY(outcome, enum outcome, OUTCOME_COUNT, "worked", "partly", "no",
    "too-early", NULL)
VOCABULARY(text_state, enum text_state, TEXT_STATE_COUNT, "pending",
    "extracted", "none", "failed")
VOCABULARY(role, enum role, ROLE_ADMIN + 1, "none", "reader", "contributor",
    "admin")

/* the label follows from the audience until sharing groups come */
static const char *const tlp_words[AUDIENCE_COUNT] = { "CLEAR", "GREEN",
    "AMBER+STRICT" };

const char *
audience_tlp(enum audience a)
{
	return tlp_words[a];
}

int
audience_of_tlp(const char *word)
{
	return find(tlp_words, AUDIENCE_COUNT, word);
}

/* by the start of the media type; the first that fits */
static const struct {
	const char	*media_type, *word;
} file_types[] = {
	{ "application/pdf", "pdf" },
	{ "application/msword", "document" },
	{ "application/rtf", "document" },
	{ "text/rtf", "document" },
	{ "application/epub+zip", "document" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessing",
	    "document" },
	{ "application/vnd.oasis.opendocument.text", "document" },
	{ "application/vnd.ms-excel", "sheet" },
	{ "application/vnd.openxmlformats-officedocument.spreadsheet",
	    "sheet" },
	{ "application/vnd.oasis.opendocument.spreadsheet", "sheet" },
	{ "text/csv", "sheet" },
	{ "text/tab-separated-values", "sheet" },
	{ "application/vnd.ms-powerpoint", "slides" },
	{ "application/vnd.openxmlformats-officedocument.presentation",
	    "slides" },
	{ "application/vnd.oasis.opendocument.presentation", "slides" },
	{ "image/", "picture" },
	{ "audio/", "sound" },
	{ "video/", "film" },
	{ "application/zip", "archive" },
	{ "application/x-tar", "archive" },
	{ "application/gzip", "archive" },
	{ "application/x-7z-compressed", "archive" },
	{ "application/x-rar", "archive" },
	{ "application/x-bzip2", "archive" },
	{ "application/x-xz", "archive" },
	{ "application/vnd.ms-outlook", "text" },
	{ "application/mbox", "text" },
	{ "message/", "text" },
	{ "text/", "text" },
	{ "application/xhtml+xml", "text" },
};

const char *
file_type_word(const char *media_type)
{
	size_t	i;

	for (i = 0; i < sizeof(file_types) / sizeof(file_types[0]); i++)
		if (strncmp(media_type, file_types[i].media_type,
		    strlen(file_types[i].media_type)) == 0)
			return file_types[i].word;
	return "other";
}

bool
file_type_known(const char *word)
{
	size_t	i;

	for (i = 0; i < sizeof(file_types) / sizeof(file_types[0]); i++)
		if (strcmp(word, file_types[i].word) == 0)
			return true;
	return strcmp(word, "other") == 0;
}

static const char *const for_whom[] = { "investigators", "prosecutors",
    "judges", "incident-responders", "policy-makers", "trainers", "teachers",
    "children-and-parents", "small-business", "critical-infrastructure",
    "public" };

const char *
for_whom_word(size_t i)
{
	return i < sizeof(for_whom) / sizeof(for_whom[0]) ? for_whom[i] : NULL;
}
