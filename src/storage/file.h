/*
 * file: files of items, and uploads that wait for their form.
 */
#ifndef CS_STORAGE_FILE_H
#define CS_STORAGE_FILE_H

#include "domain/item.h"
#include "storage/blob.h"

struct upload {
	const char	*id, *name, *media_type;
	int64_t		 size;
	uint8_t		 sha256[SHA256_LEN];
};

/* ------------------------------------------ inside a DB_WRITE unit of work */
/* keeps a stored blob for the person until a form takes it */
enum status	upload_add(struct db *, struct arena *, int64_t person,
		    const struct blob *, const char *name,
		    struct upload **out);
/* the person's uploads with these ids, others are left out */
enum status	upload_list(struct db *, struct arena *,
		    const char *const *ids, size_t n, struct upload **out,
		    size_t *found);
/* makes them files of the item's working copy or draft, and drops them */
enum status	upload_attach(struct db *, struct arena *, int64_t item,
		    int64_t person, const char *const *ids, size_t n);
/* a file of the item's draft or working copy; takes the place of the file
 * with this name. *id: public id of the file. */
enum status	file_attach(struct db *, struct arena *, int64_t item,
		    int64_t person, const uint8_t *sha256, const char *name,
		    const char **id);
/* takes a file out of the draft or working copy; ST_NOT_FOUND */
enum status	file_detach(struct db *, int64_t item, const char *name);
enum status	file_detach_id(struct db *, int64_t item, const char *id);

/* ----------------------------------------------------------------- reading */
struct file_place {
	struct file	 file;
	const char	*item_id, *item_title;
	const char	*language;	/* of the item */
	const char	*content;	/* extracted text, if asked for */
	int		 pages;
	bool		 public_item;	/* everyone may read it */
};
/* by the file's public id; ST_NOT_FOUND when missing or hidden */
void		file_send(struct db *, const char *id, bool with_text);
enum status	file_take(struct db *, struct arena *, struct file_place *);

#endif
