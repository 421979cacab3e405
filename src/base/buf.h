/*
 * buf: a growing byte buffer born with its maximum. The first append that does
 * not fit latches `failed` and every later append is ignored: append ten
 * times, check once. `data` is always NUL-terminated (the NUL is not counted).
 */
#ifndef CS_BUF_H
#define CS_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char	*data;
	size_t	 len;
	size_t	 cap;
	size_t	 max;
	bool	 failed;
};

void	 buf_init(struct buf *, size_t max);
void	 buf_free(struct buf *);
void	 buf_reset(struct buf *);		/* empty again, memory kept */
void	 buf_add(struct buf *, const void *, size_t);
void	 buf_puts(struct buf *, const char *);
void	 buf_putc(struct buf *, char);
void	 buf_printf(struct buf *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
void	 buf_vprintf(struct buf *, const char *, va_list)
	    __attribute__((format(printf, 2, 0)));
/* the bytes, now the caller's to free(); the buffer is empty afterwards */
char	*buf_steal(struct buf *);

#endif
