/*
 * program: see program.h.
 */
#include "cli/program.h"

#include <assert.h>
#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGS	16

int
program_run(const char *const *args)
{
	char	*argv[ARGS + 1] = { NULL };
	int	 status, n;
	pid_t	 pid;

	for (n = 0; n < ARGS && args[n] != NULL; n++)
		;
	assert(n > 0);
	/* exec's prototype is older than const; nobody writes to them */
	memcpy(argv, args, (size_t)n * sizeof(argv[0]));
	if (posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ) != 0)
		return -1;
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
