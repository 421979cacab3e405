/*
 * What a reader of files says at its end: its exit status, its standard error
 * and its text. The reader is a stranger, so whatever it says, the result is
 * one of ours and its text is one that the database takes.
 */
#include "fuzz.h"

#include <sys/wait.h>

#include "base/utf8.h"
#include "worker/extract.c"

/* exit status, length of what it said, what it said, its text */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct child		 c = { .pid = 1 };
	struct extract_result	 out = { .state = EXTRACT_STATE_FAILED };
	struct arena		*a;
	int			 status;
	size_t			 said;

	if (n < 3)
		return 0;
	status = data[0] & 0x80 ? data[0] & 0x7f : data[0] << 8;
	said = (size_t)(data[1] << 8 | data[2]) % (n - 2);
	a = arena_new(FUZZ_ARENA);
	buf_init(&c.words, WORDS_MAX);
	buf_init(&c.text, 4096);
	buf_add(&c.words, data + 3, said);
	buf_add(&c.text, data + 3 + said, n - 3 - said);
	judge(a, &c, status, &out);
	if (out.state == EXTRACT_STATE_EXTRACTED) {
		assert(out.reason == EXTRACT_OK || out.reason == EXTRACT_PART);
		assert(out.len > 0 && strlen(out.text) == out.len);
		assert(utf8_valid(out.text, out.len));
		assert(out.pages >= 0 && !c.text.failed);
	} else {
		assert(out.text == NULL && out.len == 0);
		assert(extract_reason_word(out.reason) != NULL);
		assert(out.reason != EXTRACT_PART);
	}
	buf_free(&c.words);
	buf_free(&c.text);
	arena_free(a);
	return 0;
}
