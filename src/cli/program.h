/*
 * program: another program, run to its end with our own stdin, stdout and
 * stderr. No shell: what looks like one in a name stays a name.
 */
#ifndef CS_CLI_PROGRAM_H
#define CS_CLI_PROGRAM_H

/* args: NULL-terminated; its exit status, or -1 */
int	program_run(const char *const *args);

#endif
