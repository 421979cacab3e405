/*
 * item: the three kinds of what partners share, and the rules about them.
 * Strings live in the arena of whoever filled the struct; texts that are
 * missing are "", never NULL, unless said.
 */
#ifndef CS_DOMAIN_ITEM_H
#define CS_DOMAIN_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/status.h"

enum kind { KIND_TOOLKIT, KIND_EVENT, KIND_EXPERIENCE, KIND_COUNT };
enum audience { AUDIENCE_PUBLIC, AUDIENCE_NETWORK, AUDIENCE_ORGANISATION,
    AUDIENCE_COUNT };
enum item_status { ITEM_DRAFT, ITEM_PUBLISHED, ITEM_WITHDRAWN,
    ITEM_STATUS_COUNT };
enum licence { LICENCE_FREE, LICENCE_UNCHANGED, LICENCE_GOVERNMENT,
    LICENCE_ASK, LICENCE_UNSTATED, LICENCE_COUNT };
enum event_type { EVENT_WORKSHOP, EVENT_COURSE, EVENT_MEETING, EVENT_EXERCISE,
    EVENT_MISSION, EVENT_INITIATIVE, EVENT_TYPE_COUNT };
enum certainty { CERTAINTY_IDEA, CERTAINTY_PLANNED, CERTAINTY_CONFIRMED,
    CERTAINTY_CANCELLED, CERTAINTY_COUNT };
enum precision { PRECISION_TIME, PRECISION_DAY, PRECISION_MONTH,
    PRECISION_COUNT };
enum outcome { OUTCOME_WORKED, OUTCOME_PARTLY, OUTCOME_NO, OUTCOME_TOO_EARLY,
    OUTCOME_NONE, OUTCOME_COUNT };
enum text_state { TEXT_PENDING, TEXT_EXTRACTED, TEXT_NONE, TEXT_FAILED,
    TEXT_STATE_COUNT };

/* the words of the contract ("toolkit", "AMBER+STRICT", "too-early", …);
 * OUTCOME_NONE is NULL */
const char	*kind_word(enum kind);
const char	*audience_word(enum audience);
const char	*audience_tlp(enum audience);
const char	*item_status_word(enum item_status);
const char	*licence_word(enum licence);
const char	*event_type_word(enum event_type);
const char	*certainty_word(enum certainty);
const char	*precision_word(enum precision);
const char	*outcome_word(enum outcome);
const char	*text_state_word(enum text_state);
/* and back; -1 for a word that is none of them */
int		 kind_of(const char *);
int		 audience_of(const char *);
int		 audience_of_tlp(const char *);
int		 item_status_of(const char *);
int		 licence_of(const char *);
int		 event_type_of(const char *);
int		 certainty_of(const char *);
int		 precision_of(const char *);
int		 outcome_of(const char *);
int		 text_state_of(const char *);
/* the i-th of the people that an item can be meant for, NULL at the end */
const char	*for_whom_word(size_t i);
/* what a file is, in one word: "pdf" "document" "sheet" "slides" "picture"
 * "sound" "film" "archive" "text" "other" */
const char	*file_type_word(const char *media_type);
bool		 file_type_known(const char *word);

#define TITLE_MAX	300	/* characters */
#define SUMMARY_MAX	1000
#define BODY_MAX	65536	/* bytes */
#define NOTE_MAX	300
#define COUNTRIES_MAX	60
#define TOPICS_MAX	10
#define LINKS_MAX	20
#define FILES_MAX	50
#define NAME_MAX_BYTES	255

struct words {			/* a list of texts */
	size_t		 n;
	const char	**v;
};
bool		 words_have(const struct words *, const char *);

struct link {
	const char	*url;
	const char	*title;
};

struct file {
	const char	*id;
	const char	*name;
	const char	*media_type;
	int64_t		 size;
	uint8_t		 sha256[SHA256_LEN];
	enum text_state	 text;
	const char	*reason;	/* word of extract_reason, "" if well */
	int64_t		 text_size;	/* bytes of text inside */
};

struct event {
	enum event_type	 type;
	enum certainty	 certainty;
	enum precision	 precision;
	bool		 has_start, has_end;
	struct local	 start, end;	/* end of precision day: the last day */
	const char	*timezone;
	int64_t		 start_utc, end_utc;	/* derived */
	const char	*country;	/* where; "" on-line only */
	const char	*place;
	const char	*online_url;
	const char	*registration_url;
	int		 sequence;
	int64_t		 cancelled_at;	/* 0: not */
	const char	*cancelled_why;
};

struct experience {
	struct words	 used;		/* public ids of items */
	const char	*used_other;
	const char	*period_start, *period_end;	/* YYYY-MM-DD or "" */
	enum outcome	 outcome;
	const char	*evidence;
	const char	*lesson;
};

struct tally {
	int	total, worked, partly, no, too_early;
};

struct item {
	int64_t		 key;		/* internal, never shown */
	const char	*id;
	enum kind	 kind;
	enum item_status status;
	enum audience	 audience;
	int		 version, rev;
	int64_t		 org_key;
	const char	*org_slug, *org_name;
	int64_t		 author_key;
	const char	*author_name;
	const char	*title, *summary, *body, *language;
	struct words	 countries, topics, for_whom;
	enum licence	 licence;
	const char	*contact, *source, *note;
	size_t		 nlinks;
	struct link	*links;
	int64_t		 created, updated, published;	/* 0: never */
	int64_t		 withdrawn;
	const char	*withdrawn_by, *withdrawn_why;
	const char	*replaced_by;	/* public id or "" */
	bool		 has_working_copy;
	size_t		 nfiles;
	struct file	*files;
	struct event	 event;		/* of KIND_EVENT */
	struct experience experience;	/* of KIND_EXPERIENCE */
	struct tally	 tally;		/* of KIND_TOOLKIT */
};

/* an empty item: every text "", no lists, presets of the contract */
void		 item_init(struct item *, enum kind);

/*
 * The rules. A draft needs a title and a kind; to publish, an event needs when
 * and where, an experience an outcome and a lesson. Adds a field fault with a
 * translated sentence for each thing that is wrong (names as in the API).
 * Countries, topics and items that do not exist are found by the database.
 */
enum status	 item_validate(const struct item *, bool publish,
		    struct fault *);
/* "first-72-hours": the readable end of an address, ASCII, at most 60 bytes */
char		*item_slug(struct arena *, const char *title);
/* the name of a file as it is kept: base name, without control and direction
 * characters, at most 255 bytes; NULL if nothing is left */
char		*file_clean_name(struct arena *, const char *);
/* does a change from a to b touch time, place or state (SEQUENCE)? */
bool		 event_moved(const struct event *a, const struct event *b);

#endif
