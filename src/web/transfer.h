/*
 * transfer: uploads that go on where they were cut off: tus 1.0.0 with
 * creation, termination, checksum and expiration, under /api/v1/uploads.
 * nginx hands over whole pieces alone, so what is cut off loses the piece that
 * was on its way: clients send pieces (chunkSize), not all at once.
 */
#ifndef CS_WEB_TRANSFER_H
#define CS_WEB_TRANSFER_H

#include "web/reply.h"

/* what nginx makes of the headers of tus: five values, each possibly empty,
 * separated by ';' in this order */
struct tus {
	const char	*version;	/* Tus-Resumable */
	int64_t		 offset;	/* Upload-Offset, -1 without */
	int64_t		 length;	/* Upload-Length, -1 without */
	const char	*checksum;	/* "sha1 <base64>" */
	const char	*metadata;	/* "filename <base64>,item <base64>" */
};

/* false when it is not of that form; NULL counts as five empty ones */
bool		 tus_parse(struct arena *, const char *, struct tus *);
/* a value of the metadata, decoded; NULL without, or when it is not UTF-8 */
const char	*tus_metadata(struct arena *, const char *metadata,
		    const char *key);
enum tus_sum { TUS_SUM_SAME, TUS_SUM_OTHER, TUS_SUM_UNKNOWN };
/* compares the file behind fd with a checksum of the header's form */
enum tus_sum	 tus_checksum(int fd, const char *checksum);

struct reply	*transfer_options(struct request *);
struct reply	*transfer_post(struct request *);
struct reply	*transfer_show(struct request *);	/* HEAD and GET */
struct reply	*transfer_patch(struct request *);
struct reply	*transfer_delete(struct request *);

#endif
