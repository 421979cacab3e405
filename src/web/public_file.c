/*
 * public_file: see public_file.h. A table of fixed size: a file has one place
 * in it, by its digest, and the latest to come has it.
 */
#include "web/public_file.h"

#include <stdio.h>
#include <string.h>

#include "base/meter.h"

struct known {
	char			 id[PUBLIC_ID_LEN + 1];
	char			 item[PUBLIC_ID_LEN + 1];
	char			 name[256];
	char			 media_type[FILETYPE_MAX];
	int64_t			 size;
	uint8_t			 sha256[SHA256_LEN];
	struct finder_place	 at;
};

static struct known	 known[PUBLIC_FILES];

static struct known *
slot(const char *id)
{
	uint32_t	h = 2166136261u;	/* FNV-1a */

	for (; *id != '\0'; id++)
		h = (h ^ (unsigned char)*id) * 16777619u;
	return &known[h % PUBLIC_FILES];
}

bool
public_file_find(struct finder *finder, struct arena *a, const char *id,
    struct file *f)
{
	const struct known	*k = slot(id);

	if (strcmp(k->id, id) != 0 ||
	    !finder_unchanged(finder, &k->at, k->item)) {
		meter_count(METER_PLACES_MISS);
		return false;
	}
	meter_count(METER_PLACES_HIT);
	memset(f, 0, sizeof(*f));
	f->id = arena_strdup(a, k->id);
	f->name = arena_strdup(a, k->name);
	f->media_type = arena_strdup(a, k->media_type);
	f->size = k->size;
	memcpy(f->sha256, k->sha256, SHA256_LEN);
	return true;
}

void
public_file_keep(const struct finder_place *place, const struct file_place *f)
{
	struct known	*k = slot(f->file.id);

	if (!f->public_item || strlen(f->file.name) >= sizeof(k->name))
		return;
	snprintf(k->id, sizeof(k->id), "%s", f->file.id);
	snprintf(k->item, sizeof(k->item), "%s", f->item_id);
	snprintf(k->name, sizeof(k->name), "%s", f->file.name);
	snprintf(k->media_type, sizeof(k->media_type), "%s",
	    f->file.media_type);
	k->size = f->file.size;
	memcpy(k->sha256, f->file.sha256, SHA256_LEN);
	k->at = *place;
}
