/*
 * log: one line, one write(2), key=value. Control characters and quotes in
 * values are escaped; secrets never get here. Goes to stderr as it was at
 * log_open(), by a descriptor of its own. A line ends at LOG_LINE_MAX bytes.
 */
#ifndef CS_LOG_H
#define CS_LOG_H

#define LOG_LINE_MAX	4096	/* what a pipe takes whole */

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO,
    LOG_LEVEL_DEBUG };

void	log_open(const char *program);	/* name shown as prog=… */
void	log_level(enum log_level);
void	log_request(const char *id);	/* rid=… on lines until NULL is set */

/* what: a short word for the event; fmt: the message, becomes msg="…" */
void	log_line(enum log_level, const char *what, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#define log_error(what, ...)	log_line(LOG_LEVEL_ERROR, what, __VA_ARGS__)
#define log_warn(what, ...)	log_line(LOG_LEVEL_WARN, what, __VA_ARGS__)
#define log_info(what, ...)	log_line(LOG_LEVEL_INFO, what, __VA_ARGS__)
#define log_debug(what, ...)	log_line(LOG_LEVEL_DEBUG, what, __VA_ARGS__)

#endif
