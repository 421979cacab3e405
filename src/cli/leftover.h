/*
 * leftover: what a killed supervisor left behind. The lock says that one
 * supervisor holds the house; the file run/children lists its children with
 * their start times, because a process id alone may by now be somebody else's.
 */
#ifndef CS_LEFTOVER_H
#define CS_LEFTOVER_H

#include <stdbool.h>
#include <sys/types.h>

struct leftover {
	pid_t	pid;
	int	end;		/* ends it in order; SIGINT: PostgreSQL */
};

/* false when another process holds it; its pid in *holder (0: not known) */
bool	leftover_lock(pid_t *holder);
void	leftover_write(const struct leftover *, int n);
/* ends what run/children lists, at most five seconds, and empties the file */
void	leftover_end(void);
/*
 * Removes SysV segments that this (dead) process had made: Kore leaves one.
 * PostgreSQL reads from those in use that a backend still lives: leave them.
 */
void	leftover_shm(pid_t maker, bool attached_too);

#endif
