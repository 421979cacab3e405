/*
 * settings: everything an operator can set, in one table. The value comes from
 * the environment, else from the file conf/commonshelf.env beside the
 * Makefile (or the one COMMONSHELF_CONF names), else the default.
 */
#ifndef CS_SETTINGS_H
#define CS_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

/* X(member, NAME, default, help); all values are text until asked for */
#define SETTINGS_TEXT(X)						\
	X(home, "COMMONSHELF_HOME", "",					\
	    "folder of all state, sockets and logs; default: var beside the Makefile")	\
	X(bind, "COMMONSHELF_BIND", "127.0.0.1",			\
	    "address nginx listens on")					\
	X(base_url, "COMMONSHELF_BASE_URL", "",				\
	    "address in feeds, mails and canonical links; default: from bind and port")	\
	X(proxies, "COMMONSHELF_PROXIES", "",				\
	    "addresses in front of us, like 10.0.0.5 10.0.1.0/24, that say " \
	    "in X-Real-IP for whom they ask")				\
	X(database_url, "COMMONSHELF_DATABASE_URL", "",			\
	    "libpq URL of the role cs_app; default: the private cluster")	\
	X(owner_url, "COMMONSHELF_OWNER_URL", "",			\
	    "libpq URL of the owner, for migrate, backup, restore; default: the private cluster")	\
	X(worker_url, "COMMONSHELF_WORKER_URL", "",			\
	    "libpq URL of the role cs_worker; default: the private cluster")	\
	X(store, "COMMONSHELF_STORE", "postgres",			\
	    "where the bytes of new files live: postgres, or files (a folder)")			\
	X(site_title, "COMMONSHELF_TITLE", "",				\
	    "heading of the home page; default: the built-in sentence")	\
	X(ocr, "COMMONSHELF_OCR", "",					\
	    "languages in which tesseract reads pictures, like eng+fra; "	\
	    "empty: it does not")					\
	X(contact, "COMMONSHELF_CONTACT", "",				\
	    "mail address of the steward, for security.txt and /about")

/* X(member, NAME, default, least, most, help) */
#define SETTINGS_NUMBER(X)						\
	X(port, "COMMONSHELF_PORT", 8080, 1, 65535,			\
	    "port nginx listens on")					\
	X(web, "COMMONSHELF_WEB", 0, 0, 64,				\
	    "number of Kore instances; 0: 2 x cores, at least 4")	\
	X(file_max, "COMMONSHELF_FILE_MAX_MB", 512, 1, 16384,		\
	    "largest file, in MB (1,000,000 bytes)")			\
	X(scrub_days, "COMMONSHELF_SCRUB_DAYS", 28, 0, 3650,		\
	    "every stored file is read and compared once in so many days; 0: never")	\
	X(sample, "COMMONSHELF_SAMPLE", 1, 0, 1,			\
	    "1: load the sample library into an empty database at make run")	\
	X(log_debug, "COMMONSHELF_DEBUG", 0, 0, 1,			\
	    "1: log more")

struct settings {
#define X(member, name, dflt, help)			const char *member;
	SETTINGS_TEXT(X)
#undef X
#define X(member, name, dflt, least, most, help)	long member;
	SETTINGS_NUMBER(X)
#undef X
	const char	*root;	/* folder of assets, migrations, conf */
};

extern struct settings settings;

/*
 * Fills `settings`; derived defaults (home, base_url, URLs of the private
 * cluster, web) are filled in too. Returns NULL, or a sentence that says which
 * setting is wrong and what to do. Texts live until the next call.
 */
const char	*settings_load(void);

struct setting {
	const char	*name;
	const char	*value;		/* in force, as text */
	const char	*dflt;
	const char	*help;
	bool		 secret;	/* print only that it is set */
};
/* the i-th setting for `commonshelf settings` and the manual; false at the end */
bool		 settings_row(size_t i, struct setting *);
/* HOME/name, in a static ring of eight buffers */
const char	*settings_path(const char *name);
/* root/name, from the same ring */
const char	*settings_at(const char *name);
/* the list of other names in force: the house's own, else the one beside */
const char	*settings_thesaurus(void);

#endif
