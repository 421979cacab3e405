/*
 * first: the first administrator of an empty house.
 */
#ifndef CS_FIRST_H
#define CS_FIRST_H

#include <stdbool.h>
#include <stddef.h>

#define FIRST_EMAIL	"admin@commonshelf.local"
#define FIRST_PASSWORD	20	/* bytes with NUL */

/*
 * When nobody is there yet: makes FIRST_EMAIL a platform administrator and
 * writes the password. *made says whether it did. NULL, or a sentence.
 */
const char	*first_admin(bool *made, char password[FIRST_PASSWORD]);

#endif
