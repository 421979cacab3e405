/*
 * reference_insert: what an upload is measured against: hashes a file and
 * inserts it as rows of 1 MiB in one transaction, by libpq and nothing else.
 * usage: reference_insert DATABASE_URL FILE
 */
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <unistd.h>

#include "base/digest.h"

int
main(int argc, char **argv)
{
	static char	 chunk[1 << 20];
	char		 n[24];
	uint8_t		 sum[SHA256_LEN];
	uint64_t	 size;
	const char	*values[] = { (const char *)sum, n, chunk };
	int		 lengths[] = { SHA256_LEN, 0, 0 };
	const int	 formats[] = { 1, 0, 1 };
	int		 fd = argc == 3 ? open(argv[2], O_RDONLY) : -1, i = 0;
	PGconn		*db = PQconnectdb(argc == 3 ? argv[1] : "");
	PGresult	*res;

	if (fd == -1 || digest_file(fd, sum, &size) != 0)
		return 2;
	snprintf(n, sizeof(n), "%llu", (unsigned long long)size);
	PQclear(PQexec(db, "begin"));
	PQclear(PQexecParams(db, "insert into blob (sha256, size, media_type)"
	    " values ($1, $2, 'x')", 2, NULL, values, lengths, formats, 0));
	PQclear(PQprepare(db, "chunk", "insert into blob_chunk values"
	    " ($1, $2, $3)", 0, NULL));
	lseek(fd, 0, SEEK_SET);
	while ((lengths[2] = (int)read(fd, chunk, sizeof(chunk))) > 0) {
		snprintf(n, sizeof(n), "%d", i++);
		PQclear(PQexecPrepared(db, "chunk", 3, values, lengths,
		    formats, 0));
	}
	res = PQexec(db, "commit");
	return PQcmdStatus(res)[0] != 'C';
}
