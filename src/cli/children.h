/*
 * children: the programs that `commonshelf serve` keeps running. Each has a
 * process group of its own and gets a signal when we die; what dies comes back
 * after 0.1 s, doubling to 5 s while it keeps dying. run/children remembers
 * who was started and when, so that the next start ends what a killed
 * supervisor left behind.
 */
#ifndef CS_CHILDREN_H
#define CS_CHILDREN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define CHILD_ARGS	8

/* the order in which they end: each waits for those before */
enum child_turn { CHILD_FIRST, CHILD_NEXT, CHILD_LAST };

struct child {
	char		 name[24];
	char		*argv[CHILD_ARGS + 1];
	char		*socket;	/* unlinked before each start, or NULL */
	int		 end;		/* the signal that ends it in order */
	enum child_turn	 turn;
	pid_t		 pid;		/* 0: not running */
	int64_t		 started;	/* ms, monotonic */
	int64_t		 due;		/* ms, when to start it again */
	int		 delay;		/* ms */
	int		 deaths;
};

/* false when another supervisor holds this house; its pid in *holder */
bool	 children_lock(pid_t *holder);
void	 children_end_left_over(void);

/* args: NULL-terminated; copied. Starts it. */
struct child	*child_start(const char *name, int end, enum child_turn,
		    const char *socket, const char *const *args);
/* waits at most ms, starts again what has died; false: asked to end */
bool	 children_tick(int ms);
/* asks `ready` for each child that has a socket, until one gives a sentence */
const char	*children_each(const char *(*ready)(const struct child *));
/* runs until asked to end */
void	 children_watch(void);
/* ends all, those who got SIGINT within five seconds; else nginx first answers
 * what is under way, for ten seconds at most */
void	 children_stop(void);

/*
 * Runs a program to its end with its output in log/NAME.log. Returns its exit
 * status, or -1 when it took longer than `seconds` and was ended.
 */
int	 children_run(const char *name, int seconds, const char *const *args);
/* the last line of log/NAME.log that holds `mark`, "" when there is none */
const char	*children_last_words(const char *name, const char *mark);

#endif
