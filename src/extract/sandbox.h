/*
 * sandbox: the walls around everything that reads a stranger's file. Two
 * steps, because a reader that needs a child (pdftotext, tesseract) starts it between
 * them: sandbox_limits() takes away what no part needs, sandbox_lock() closes
 * the file system (Landlock) and the kernel (seccomp) for good.
 *
 * Not to be undone, not even by a program that is executed afterwards.
 */
#ifndef CS_EXTRACT_SANDBOX_H
#define CS_EXTRACT_SANDBOX_H

#include <stdbool.h>

#define SANDBOX_CPU		30	/* seconds */
#define SANDBOX_MEMORY		(256UL * 1024 * 1024)	/* addresses: so RSS too */
#define SANDBOX_FILES		32

enum sandbox_profile {
	SANDBOX_READER,		/* no file opened, nothing executed */
	SANDBOX_PROGRAM		/* reads system libraries, executes one path */
};

struct sandbox {
	int	 landlock;	/* version of its interface, 0 = none */
	bool	 seccomp;
	bool	 network;	/* an empty network of its own */
	bool	 limits;
};

/*
 * Empties the environment, sets ceilings on processor time, memory, files and
 * core, leaves root, the network and the right to gain rights. The process
 * dies with the parent that it has at this moment.
 */
void		 sandbox_limits(struct sandbox *);
/*
 * exec: with SANDBOX_PROGRAM the one path that may be executed, the same
 * pointer that execve(2) will get. False when the walls are too thin to go
 * on: neither of the two for a reader, no Landlock for a program that opens
 * files itself.
 */
bool		 sandbox_lock(struct sandbox *, enum sandbox_profile,
		    const char *exec);
/* the seccomp half; false when the kernel or container refuses */
bool		 sandbox_syscalls(enum sandbox_profile, const char *exec);

#endif
