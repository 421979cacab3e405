/*
 * The list of other names, which partners edit by hand: read, or refused with
 * a line; and what of it stands in a text lies within that text.
 */
#include <cstdlib>
#include <cstring>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

extern "C" {
#include "base/utf8.h"
}
#include "search/skos.h"
#include "search/thesaurus.h"

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
check_concepts(const struct thesaurus *t, const std::string &text)
{
	struct concept_at at[20];
	const struct concept_label *label;
	const size_t *other;
	size_t n = thesaurus_size(t), end = 0;

	for (size_t i = 0; i < n; i++) {
		check(thesaurus_labels(t, i, &label) > 0 &&
		    *label[0].text != '\0');
		for (size_t k = thesaurus_broader(t, i, &other); k-- > 0;)
			check(other[k] < n);
		for (size_t k = thesaurus_narrower(t, i, &other); k-- > 0;)
			check(other[k] < n);
	}
	n = thesaurus_find(t, text.data(), text.size(), at, 20);
	check(n <= 20);
	for (size_t i = 0; i < n; i++) {
		check(at[i].from < at[i].to && at[i].to <= text.size());
		check(at[i].concept < thesaurus_size(t));
		check(at[i].from >= end ||
		    (i > 0 && at[i].from == at[i - 1].from));
		end = at[i].to;
	}
}

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string text(reinterpret_cast<const char *>(data), size), why;
	std::vector<search::SkosConcept> concepts;
	bool read = search::skos_read(text, concepts, why);
	char path[64], reason[300] = "";
	struct thesaurus *t;
	int fd = memfd_create("skos", MFD_CLOEXEC);

	check(read != (why.compare(0, 5, "line ") == 0));
	check(fd >= 0 && write(fd, data, size) ==
	    static_cast<ssize_t>(size));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	t = thesaurus_open(path, reason, sizeof(reason));
	check((t == nullptr) == (*reason != '\0'));
	if (t != nullptr && utf8_valid(text.data(), text.size()))
		check_concepts(t, text);
	thesaurus_close(t);
	close(fd);
	return 0;
}
