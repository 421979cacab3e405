/*
 * front: nginx and the Kore instances behind it.
 */
#ifndef CS_FRONT_H
#define CS_FRONT_H

/* NULL when nginx could listen on bind and port, or a sentence */
const char	*front_port_free(void);
/* renders, tests and starts all of it and waits until it answers.
 * NULL, or a sentence. */
const char	*front_start(void);

#endif
