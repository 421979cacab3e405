/*
 * fuzz: libFuzzer's entry, and input as text. `make fuzz` builds each
 * fuzz_NAME.c with the sanitizers and runs it over corpus/NAME.
 */
#ifndef CS_TESTS_FUZZ_H
#define CS_TESTS_FUZZ_H

#include <assert.h>
#include <stdint.h>

#include "base/arena.h"

#define FUZZ_ARENA	((size_t)8 << 20)	/* what a request may have */

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#endif
