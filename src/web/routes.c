/*
 * routes: the table of all addresses.
 */
#include "web/routes.h"

const struct route	routes[] = {
	{ METHOD_GET, NULL, ANYBODY, NULL }
};
