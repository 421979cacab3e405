#include <unistd.h>

#include "base/digest.h"
#include "unit.h"

/* FIPS 180-2, appendix B */
#define ABC	"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define NOTHING	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define MILLION	"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

static void
sha256(void **state)
{
	uint8_t	out[SHA256_LEN], back[SHA256_LEN];
	char	hex[SHA256_HEX];

	(void)state;
	digest_sha256("abc", 3, out);
	digest_hex(out, sizeof(out), hex);
	assert_string_equal(hex, ABC);
	assert_true(digest_unhex(hex, back, sizeof(back)));
	assert_memory_equal(out, back, sizeof(out));
	digest_sha256("", 0, out);
	digest_hex(out, sizeof(out), hex);
	assert_string_equal(hex, NOTHING);
}

static void
of_a_file(void **state)
{
	uint8_t		 out[SHA256_LEN];
	char		 hex[SHA256_HEX];
	uint64_t	 size;
	FILE		*f = tmpfile();
	int		 i;

	(void)state;
	for (i = 0; i < 1000000; i++)
		fputc('a', f);
	fflush(f);
	/* wherever the descriptor stands */
	assert_int_equal(digest_file(fileno(f), out, &size), 0);
	assert_int_equal(size, 1000000);
	digest_hex(out, sizeof(out), hex);
	assert_string_equal(hex, MILLION);
	fclose(f);
	assert_int_equal(digest_file(-1, out, &size), -1);
}

static void
unhex(void **state)
{
	uint8_t	out[2];

	(void)state;
	assert_true(digest_unhex("Fe01", out, 2));
	assert_int_equal(out[0], 0xfe);
	assert_int_equal(out[1], 1);
	assert_false(digest_unhex("fe0", out, 2));
	assert_false(digest_unhex("fe011", out, 2));
	assert_false(digest_unhex("fe0g", out, 2));
	assert_false(digest_unhex("", out, 2));
}

static void
public_ids(void **state)
{
	char	id[PUBLIC_ID_LEN + 1], other[PUBLIC_ID_LEN + 1];
	int	i, seen[256] = { 0 }, kinds = 0;

	(void)state;
	for (i = 0; i < 1000; i++) {
		digest_public_id(id);
		digest_public_id(other);
		assert_true(digest_is_public_id(id));
		assert_string_not_equal(id, other);
		seen[(unsigned char)id[i % PUBLIC_ID_LEN]] = 1;
	}
	for (i = 0; i < 256; i++)
		kinds += seen[i];
	assert_int_equal(kinds, 32);
	assert_false(digest_is_public_id("K7M2X9QTB"));
	assert_false(digest_is_public_id("K7M2X9QTBCC"));
	assert_false(digest_is_public_id("K7M2X9QTBI"));
	assert_false(digest_is_public_id("k7m2x9qtbc"));
	assert_false(digest_is_public_id(""));
}

/* RFC 4648, 10, in the alphabet of section 5 */
static void
base64url(void **state)
{
	static const char *const	want[] = { "", "Zg", "Zm8", "Zm9v",
	    "Zm9vYg", "Zm9vYmE", "Zm9vYmFy" };
	char	out[16];
	size_t	n;

	(void)state;
	for (n = 0; n <= 6; n++) {
		digest_base64url((const uint8_t *)"foobar", n, out);
		assert_string_equal(out, want[n]);
	}
	digest_base64url((const uint8_t *)"\xff\xfe\xfd\xfc", 4, out);
	assert_string_equal(out, "__79_A");
}

static void
same(void **state)
{
	(void)state;
	assert_true(digest_same("", ""));
	assert_true(digest_same("abc", "abc"));
	assert_false(digest_same("abc", "abd"));
	assert_false(digest_same("abc", "ab"));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(sha256),
		cmocka_unit_test(of_a_file),
		cmocka_unit_test(unhex),
		cmocka_unit_test(public_ids),
		cmocka_unit_test(base64url),
		cmocka_unit_test(same),
	};

	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
