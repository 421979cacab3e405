/*
 * overlap: is somebody doing what is being written? Weighs what two items
 * have in common. Rules only: who finds the facts stands in storage/overlap.
 */
#ifndef CS_DOMAIN_OVERLAP_H
#define CS_DOMAIN_OVERLAP_H

#include "domain/item.h"

enum nearness {
	NEAR_UNKNOWN,	/* one of the two says nothing about it */
	NEAR_NO,
	NEAR_WIDE,	/* region of a country, family of a topic */
	NEAR_SAME
};

struct overlap_facts {
	enum kind	 kind;		/* of what is being written */
	bool		 same_kind;
	/* of the texts, 0 to 1; see search/alike.h */
	double		 text, title, concepts, shared;
	size_t		 nconcepts;
	bool		 same_language;
	enum nearness	 place, topic, people;
	bool		 dated;		/* both are events with a date */
	bool		 by_month;	/* one of them knows the month alone */
	int		 days;		/* between them, 0: at the same time;
					 * below 0: the other is earlier */
	bool		 past;		/* the other is over */
	bool		 same_file;	/* the same bytes */
	double		 same_text;	/* share of a file's text, 0: none */
};

struct overlap_verdict {
	double	 score;			/* 0 to 1 */
	bool	 warn;			/* close enough to stop and look */
	bool	 show;			/* worth a line */
};

struct overlap_verdict overlap_judge(const struct overlap_facts *);
/* for "similar items": as above, but when it is plays no part */
double		 overlap_likeness(const struct overlap_facts *);

#endif
