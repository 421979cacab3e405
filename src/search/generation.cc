#include "search/generation.h"

#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace search {

constexpr char magic[8] = { 'C', 'S', 'I', 'D', 'X', 'G', '1', '\0' };
constexpr size_t slots_max = 4095;

struct Generations::Page {
	char		 magic[8];
	uint64_t	 rebuilding;
	uint64_t	 used;		/* slots; only ever grows */
	char		 pad[40];
	struct {
		uint64_t	 number;
		char		 key[56];
	} slot[slots_max];
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
	return open_map(O_RDONLY, &st);
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

}
