/*
 * watch: the watcher's side of the list of changes (generation.h).
 */
#include <memory>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "search/generation.h"

using search::Generations;

struct index_watch {
	explicit index_watch(const char *d) : lock(std::string(d) +
	    "/watch.lock"), generations(d) {}
	~index_watch() { unlock(); }

	std::string	 lock;
	int		 fd = -1;
	Generations	 generations;
	uint64_t	 pokes = 0;

	void		 unlock();
	bool		 take();
};

void
index_watch::unlock()
{
	if (fd != -1)
		close(fd);
	fd = -1;
}

/* one watcher an index: two would mix their notes */
bool
index_watch::take()
{
	if (fd != -1)
		return true;
	fd = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd != -1;
	unlock();
	return false;
}

extern "C" struct index_watch *
index_watch_open(const char *dir)
{
	try {
		return new index_watch(dir);
	} catch (const std::exception &) {
		return nullptr;
	}
}

extern "C" void
index_watch_close(struct index_watch *w)
{
	delete w;
}

extern "C" enum status
index_watch_begin(struct index_watch *w, const char *epoch, int64_t *from)
{
	bool fresh;

	*from = 0;
	if (!w->generations.map(&fresh))
		return ST_UNAVAILABLE;
	if (fresh)
		w->unlock();	/* the lock of a folder that is gone */
	if (!w->take())
		return ST_CONFLICT;
	w->pokes = w->generations.pokes();
	*from = w->generations.noted(epoch);
	return ST_OK;
}

extern "C" void
index_watch_start(struct index_watch *w, const char *epoch, int64_t seq)
{
	w->generations.start(epoch, seq);
}

extern "C" void
index_watch_note(struct index_watch *w, int64_t seq, const char *id)
{
	w->generations.note(seq, id);
}

extern "C" void
index_watch_end(struct index_watch *w, int64_t seq)
{
	w->generations.looked(seq, w->pokes);
}

extern "C" bool
index_watch_awaited(const struct index_watch *w)
{
	return w->generations.is_awaited();
}
