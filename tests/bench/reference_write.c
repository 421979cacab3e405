/*
 * reference_write: what an upload to the folder is measured against: reads a
 * file, hashes it, writes it and syncs it, and nothing else.
 * usage: reference_write FROM TO
 */
#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static char	 block[65536];
	unsigned char	 sum[EVP_MAX_MD_SIZE];
	EVP_MD_CTX	*hash = EVP_MD_CTX_new();
	int		 in = argc == 3 ? open(argv[1], O_RDONLY) : -1;
	int		 out = in < 0 ? -1 : open(argv[2],
			    O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t		 n;

	if (out < 0 || EVP_DigestInit_ex(hash, EVP_sha256(), NULL) != 1)
		return 2;
	while ((n = read(in, block, sizeof(block))) > 0)
		if (EVP_DigestUpdate(hash, block, (size_t)n) != 1 ||
		    write(out, block, (size_t)n) != n)
			return 1;
	EVP_DigestFinal_ex(hash, sum, NULL);
	EVP_MD_CTX_free(hash);
	return fsync(out) == 0 ? 0 : 1;
}
