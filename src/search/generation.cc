#include "search/generation.h"

#include <algorithm>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace search {

constexpr char magic[8] = { 'C', 'S', 'I', 'D', 'X', 'G', '2', '\0' };
constexpr size_t slots_max = 4095;
constexpr uint64_t noted_max = 8192;	/* changes kept */
constexpr uint64_t asked_max = 1000;	/* of them for one search */
constexpr size_t epoch_max = 64;
constexpr int64_t trusted_ms = 2000;	/* without a look of the watcher */

struct Generations::Page {
	char		 magic[8];
	uint64_t	 rebuilding;
	uint64_t	 used;		/* slots; only ever grows */
	char		 pad[40];
	struct {
		uint64_t	 number;
		char		 key[56];
	} slot[slots_max];

	/* ---- changes of items, written by the watcher alone but `pokes` */
	uint64_t	 pokes, answered;
	int64_t		 looked_at;	/* ms since the machine started */
	int64_t		 floor, top;	/* changes behind floor, up to top */
	uint64_t	 changes;	/* ever noted since the start */
	char		 epoch[epoch_max];
	struct {
		int64_t		 seq;	/* 0 while it is written */
		char		 id[SEARCH_ID_MAX];
	} change[noted_max];
};
static_assert(SEARCH_KEY_MAX < 56, "a key fits into its slot");

void
Generations::unmap()
{
	if (page_ != nullptr)
		munmap(page_, sizeof(*page_));
	page_ = nullptr;
}

bool
Generations::current() const
{
	struct stat st;

	return page_ != nullptr && stat(path_.c_str(), &st) == 0 &&
	    st.st_ino == ino_ && st.st_dev == dev_ &&
	    st.st_size >= static_cast<off_t>(sizeof(Page));
}

/* flags: O_RDONLY or O_RDWR */
bool
Generations::open_map(int flags, struct stat *st)
{
	int fd = open(path_.c_str(), flags | O_CLOEXEC);
	void *p;

	if (fd == -1)
		return false;
	if (fstat(fd, st) == -1 ||
	    st->st_size < static_cast<off_t>(sizeof(Page))) {
		close(fd);
		return false;
	}
	p = mmap(nullptr, sizeof(Page), flags == O_RDWR ?
	    PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return false;
	page_ = static_cast<Page *>(p);
	if (memcmp(page_->magic, magic, sizeof(magic)) != 0) {
		unmap();
		return false;
	}
	dev_ = st->st_dev;
	ino_ = st->st_ino;
	return true;
}

bool
Generations::map(bool *fresh)
{
	struct stat st;

	*fresh = false;
	if (current())
		return true;
	*fresh = true;
	unmap();
	return open_map(O_RDWR, &st);
}

bool
Generations::create()
{
	std::string next = path_ + ".new";
	struct stat st;
	int fd;
	bool ok;

	unmap();
	if (open_map(O_RDWR, &st))
		return true;
	fd = open(next.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1)
		return false;
	ok = ftruncate(fd, sizeof(Page)) == 0 &&
	    pwrite(fd, magic, sizeof(magic), 0) == sizeof(magic);
	close(fd);
	if (!ok || rename(next.c_str(), path_.c_str()) == -1)
		return false;
	return open_map(O_RDWR, &st);
}

/* microseconds of the clock, or one more than the last number */
static uint64_t
next_number(uint64_t last)
{
	struct timespec ts;
	uint64_t now;

	clock_gettime(CLOCK_REALTIME, &ts);
	now = static_cast<uint64_t>(ts.tv_sec) * 1000000 +
	    static_cast<uint64_t>(ts.tv_nsec) / 1000;
	return now > last ? now : last + 1;
}

bool
Generations::bump(const char *key)
{
	uint64_t used;
	size_t i;

	if (page_ == nullptr)
		return false;
	used = page_->used;
	for (i = 0; i < used && i < slots_max; i++)
		if (strcmp(page_->slot[i].key, key) == 0)
			break;
	if (i == slots_max)
		return false;
	if (i == used) {
		memset(page_->slot[i].key, 0, sizeof(page_->slot[i].key));
		memcpy(page_->slot[i].key, key, strlen(key));
		page_->slot[i].number = 0;
		__atomic_store_n(&page_->used, i + 1, __ATOMIC_RELEASE);
	}
	__atomic_store_n(&page_->slot[i].number,
	    next_number(page_->slot[i].number), __ATOMIC_RELEASE);
	return true;
}

uint64_t
Generations::get(const char *key) const
{
	uint64_t used;

	if (page_ == nullptr)
		return 0;
	used = __atomic_load_n(&page_->used, __ATOMIC_ACQUIRE);
	for (size_t i = 0; i < used && i < slots_max; i++)
		if (strncmp(page_->slot[i].key, key,
		    sizeof(page_->slot[i].key)) == 0)
			return __atomic_load_n(&page_->slot[i].number,
			    __ATOMIC_ACQUIRE);
	return 0;
}

uint64_t
Generations::moment() const
{
	uint64_t h = 14695981039346656037u ^ ino_, used;

	if (page_ == nullptr)
		return 0;
	used = __atomic_load_n(&page_->used, __ATOMIC_ACQUIRE);
	h = (h ^ is_rebuilding()) * 1099511628211u;
	for (size_t i = 0; i < used && i < slots_max; i++)
		h = (h ^ __atomic_load_n(&page_->slot[i].number,
		    __ATOMIC_ACQUIRE)) * 1099511628211u;
	return h;
}

void
Generations::rebuilding(bool on)
{
	if (page_ != nullptr)
		__atomic_store_n(&page_->rebuilding, on ? 1 : 0,
		    __ATOMIC_RELEASE);
}

bool
Generations::is_rebuilding() const
{
	return page_ != nullptr &&
	    __atomic_load_n(&page_->rebuilding, __ATOMIC_ACQUIRE) != 0;
}

/* ---- changes of items */

template <class T> static T
load(const T &t)
{
	return __atomic_load_n(&t, __ATOMIC_ACQUIRE);
}

template <class T> static void
store(T &t, T value)
{
	__atomic_store_n(&t, value, __ATOMIC_RELEASE);
}

/* the same in every process, and none goes back */
static int64_t
now_ms()
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return static_cast<int64_t>(ts.tv_sec) * 1000 + ts.tv_nsec / 1000000;
}

void
Generations::poke()
{
	if (page_ != nullptr)
		__atomic_add_fetch(&page_->pokes, 1, __ATOMIC_SEQ_CST);
}

uint64_t
Generations::pokes() const
{
	return __atomic_load_n(&page_->pokes, __ATOMIC_SEQ_CST);
}

bool
Generations::is_trusted() const
{
	int64_t at;

	if (page_ == nullptr || is_awaited())
		return false;
	at = load(page_->looked_at);
	return at != 0 && at <= now_ms() && now_ms() - at <= trusted_ms;
}

bool
Generations::is_awaited() const
{
	return pokes() != load(page_->answered);
}

int64_t
Generations::noted(const char *epoch) const
{
	return strncmp(page_->epoch, epoch, epoch_max) == 0 ? page_->top : 0;
}

/* readers trust nothing until the first look */
void
Generations::start(const char *epoch, int64_t seq)
{
	store(page_->looked_at, int64_t(0));
	store(page_->changes, uint64_t(0));
	memset(page_->change, 0, sizeof(page_->change));
	memset(page_->epoch, 0, epoch_max);
	memcpy(page_->epoch, epoch, strnlen(epoch, epoch_max - 1));
	store(page_->floor, seq);
	store(page_->top, seq);
}

void
Generations::note(int64_t seq, const char *id)
{
	auto &c = page_->change[page_->changes % noted_max];
	size_t n = strnlen(id, SEARCH_ID_MAX - 1);

	if (page_->changes >= noted_max)
		store(page_->floor, load(c.seq));
	store(c.seq, int64_t(0));
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	memset(c.id, 0, sizeof(c.id));
	memcpy(c.id, id, n);
	store(c.seq, seq);
	store(page_->changes, page_->changes + 1);
	store(page_->top, seq);
}

void
Generations::looked(int64_t seq, uint64_t pokes)
{
	store(page_->top, std::max(seq, page_->top));
	store(page_->answered, pokes);
	store(page_->looked_at, now_ms());
}

bool
Generations::place(struct finder_place *out) const
{
	static_assert(sizeof(out->epoch) == epoch_max, "the same epoch");
	if (!is_trusted())
		return false;
	memcpy(out->epoch, page_->epoch, epoch_max);
	out->seq = load(page_->top);
	return true;
}

/* a list that is trusted now holds whatever anybody was told of by now; from
 * the newest back */
bool
Generations::since(const std::string &epoch, int64_t seq,
    std::vector<std::string> &ids) const
{
	int64_t at;
	uint64_t n, i;

	if (!is_trusted() || strncmp(page_->epoch, epoch.c_str(),
	    epoch_max) != 0)
		return false;
	n = load(page_->changes);
	for (i = 0; load(page_->top) > seq && i < n; i++) {
		const auto &c = page_->change[(n - 1 - i) % noted_max];

		at = load(c.seq);
		if (at != 0 && at <= seq)
			break;
		if (i == asked_max)
			return false;
		ids.emplace_back(c.id, strnlen(c.id, SEARCH_ID_MAX));
		if (at == 0 || load(c.seq) != at)
			return false;	/* it is just being written over */
	}
	return load(page_->floor) <= seq;
}

}
