#include "base/extract_reason.h"

#define N_(s)	s

static const struct {
	const char	*word;
	const char	*sentence;
} reasons[] = {
	[EXTRACT_OK] = { NULL, NULL },
	[EXTRACT_PASSWORD] = { "password",
	    N_("It has a password, so its text can't be read.") },
	[EXTRACT_DAMAGED] = { "damaged",
	    N_("The file is damaged, so its text can't be read.") },
	[EXTRACT_BOMB] = { "bomb",
	    N_("It unpacks to far too much, so we stopped reading it.") },
	[EXTRACT_TIME] = { "time",
	    N_("Reading its text took too long, so we stopped.") },
	[EXTRACT_MEMORY] = { "memory",
	    N_("Reading its text needed too much memory, so we stopped.") },
	[EXTRACT_UNSUPPORTED] = { "unsupported",
	    N_("This kind of file holds no text that we can read.") },
	[EXTRACT_PICTURES] = { "pictures",
	    N_("It holds only pictures, no text that we can read.") },
	[EXTRACT_EMPTY] = { "empty",
	    N_("There is no text in it.") },
	[EXTRACT_SANDBOX] = { "sandbox",
	    N_("Reading the text of files is switched off on this server.") },
	[EXTRACT_CRASH] = { "crash",
	    N_("Something in this file broke our reader of texts.") },
	[EXTRACT_PART] = { "part",
	    N_("Only a part of its text can be found: the rest is too long, "
	    "damaged or has a password.") },
};

#define NREASONS	(sizeof(reasons) / sizeof(reasons[0]))

const char *
extract_reason_word(enum extract_reason r)
{
	return (size_t)r < NREASONS ? reasons[r].word : NULL;
}

enum extract_reason
extract_reason_of(const char *word, size_t n)
{
	for (size_t i = 1; i < NREASONS; i++)
		if (strlen(reasons[i].word) == n &&
		    memcmp(reasons[i].word, word, n) == 0)
			return (enum extract_reason)i;
	return EXTRACT_CRASH;
}

const char *
extract_reason_sentence(enum extract_reason r)
{
	return (size_t)r < NREASONS ? reasons[r].sentence : NULL;
}
