/*
 * routes: the table of all addresses, grouped by room. More particular
 * patterns stand before more general ones.
 */
#include "web/routes.h"

#include "web/about.h"
#include "web/account.h"
#include "web/admin.h"
#include "web/api.h"
#include "web/calendar.h"
#include "web/changes.h"
#include "web/country.h"
#include "web/feed.h"
#include "web/file.h"
#include "web/gap.h"
#include "web/health.h"
#include "web/home.h"
#include "web/internal.h"
#include "web/invitation.h"
#include "web/item.h"
#include "web/item_form.h"
#include "web/join.h"
#include "web/login.h"
#include "web/machine.h"
#include "web/org.h"
#include "web/overlap.h"
#include "web/search.h"
#include "web/transfer.h"
#include "web/suggest.h"

const struct route	routes[] = {
	/* nginx */
	{ METHOD_GET, "/internal/admit", INTERNAL, internal_admit },
	{ METHOD_GET, "/internal/problem", INTERNAL, internal_problem },
	{ METHOD_GET, "/internal/problem/{}", INTERNAL, internal_problem },
	{ METHOD_GET, "/lang/{}", ANYBODY, language_choose },

	/* files */
	{ METHOD_GET, "/files/{}/text", ANYBODY | KEPT, file_text },
	{ METHOD_GET, "/files/{}/{}", UNASKED, file_download },
	{ METHOD_GET, "/files/{}", UNASKED, file_download },
	{ METHOD_PUT, "/uploads/{}", SIGNED_IN, upload_put },

	/* finding */
	{ METHOD_GET, "/", ANYBODY | KEPT, home_show },
	{ METHOD_GET, "/search", ANYBODY | KNOWN, search_show },
	{ METHOD_GET, "/toolkits", ANYBODY | KEPT, search_toolkits },
	{ METHOD_GET, "/experiences", ANYBODY | KEPT, search_experiences },
	{ METHOD_GET, "/events", ANYBODY | KEPT, search_events },
	{ METHOD_GET, "/search.atom", ANYBODY | KEPT, machine_atom },
	{ METHOD_GET, "/search.ics", ANYBODY, machine_ics },
	{ METHOD_GET, "/opensearch.xml", ANYBODY | KEPT, machine_opensearch },
	{ METHOD_GET, "/sitemap.xml", ANYBODY | KEPT, machine_sitemap },
	{ METHOD_GET, "/robots.txt", ANYBODY, machine_robots },
	{ METHOD_GET, "/.well-known/security.txt", ANYBODY,
	    machine_security },

	/* calendar */
	{ METHOD_GET, "/calendar", ANYBODY | KEPT, calendar_show },
	{ METHOD_GET, "/calendar/subscribe", ANYBODY, calendar_subscribe },
	{ METHOD_GET, "/calendar.ics", ANYBODY, feed_all },
	{ METHOD_GET, "/orgs/{}/calendar.ics", ANYBODY, feed_org },
	{ METHOD_GET, "/countries/{}/calendar.ics", ANYBODY, feed_country },
	{ METHOD_GET, "/feeds/{}.ics", ANYBODY | KEPT, feed_person },
	{ METHOD_GET, "/items/{}.ics", ANYBODY | KEPT, feed_item },

	/* items */
	{ METHOD_POST, "/overlap", SIGNED_IN, overlap_fragment },
	{ METHOD_POST, "/overlap/seen", SIGNED_IN, overlap_seen },
	{ METHOD_GET, "/items/new", SIGNED_IN, item_new },
	{ METHOD_POST, "/items/new", SIGNED_IN, item_new_post },
	{ METHOD_GET, "/items/{}/edit", SIGNED_IN, item_edit },
	{ METHOD_POST, "/items/{}/edit", SIGNED_IN, item_edit_post },
	{ METHOD_GET, "/items/{}/versions", ANYBODY | KEPT, item_versions },
	{ METHOD_GET, "/items/{}/changes", ANYBODY | KEPT, changes_show },
	{ METHOD_POST, "/items/{}/versions/{}/restore", SIGNED_IN,
	    changes_restore },
	{ METHOD_GET, "/items/{}/versions/{}", ANYBODY | KEPT,
	    item_version_show },
	{ METHOD_GET, "/items/{}/withdraw", SIGNED_IN, item_withdraw_ask },
	{ METHOD_POST, "/items/{}/withdraw", SIGNED_IN, item_withdraw_do },
	{ METHOD_GET, "/items/{}/published", SIGNED_IN, item_receipt },
	{ METHOD_GET, "/items/{}", ANYBODY | KEPT, item_show },
	{ METHOD_GET, "/items/{}/{}", ANYBODY | KEPT, item_show },

	/* people */
	{ METHOD_GET, "/login", ANYBODY, login_form },
	{ METHOD_POST, "/login", ANYBODY, login_do },
	{ METHOD_POST, "/logout", ANYBODY, logout_do },
	{ METHOD_GET, "/invitations/{}", ANYBODY, invitation_form },
	{ METHOD_POST, "/invitations/{}", ANYBODY, invitation_accept },
	{ METHOD_GET, "/account", SIGNED_IN, account_show },
	{ METHOD_POST, "/account", SIGNED_IN, account_save },
	{ METHOD_POST, "/account/calendar", SIGNED_IN, account_calendar },
	{ METHOD_POST, "/account/keys", SIGNED_IN, account_key },
	{ METHOD_POST, "/account/keys/end", SIGNED_IN, account_key_end },
	{ METHOD_POST, "/account/sessions", SIGNED_IN, account_sessions },
	{ METHOD_POST, "/account/password", SIGNED_IN, account_password },
	{ METHOD_GET, "/join", ANYBODY, join_form },
	{ METHOD_POST, "/join", ANYBODY, join_send },

	/* organisations and countries */
	{ METHOD_GET, "/orgs", ANYBODY | KEPT, org_list },
	{ METHOD_GET, "/orgs/{}", ANYBODY | KEPT, org_show },
	{ METHOD_GET, "/orgs/{}/edit", SIGNED_IN, org_edit },
	{ METHOD_POST, "/orgs/{}/edit", SIGNED_IN, org_edit_post },
	{ METHOD_GET, "/orgs/{}/people", SIGNED_IN, org_people },
	{ METHOD_POST, "/orgs/{}/people", SIGNED_IN, org_people_post },
	{ METHOD_GET, "/countries", ANYBODY | KEPT, country_list },
	{ METHOD_GET, "/countries/{}", ANYBODY | KEPT, country_show },
	{ METHOD_GET, "/admin", SIGNED_IN, admin_show },
	{ METHOD_POST, "/admin", SIGNED_IN, admin_post },
	{ METHOD_GET, "/admin/gaps", SIGNED_IN, gap_show },
	{ METHOD_POST, "/admin/gaps", SIGNED_IN, gap_post },
	{ METHOD_GET, "/about", ANYBODY | KEPT, about_show },
	{ METHOD_GET, "/accessibility", ANYBODY | KEPT, about_accessibility },
	{ METHOD_GET, "/privacy", ANYBODY | KEPT, about_privacy },

	/* programs */
	{ METHOD_GET, "/api/openapi.json", PROGRAM | KEPT, program_openapi },
	{ METHOD_GET, "/api/v1/search", PROGRAM | KNOWN, api_search },
	{ METHOD_GET, "/api/v1/suggest", PROGRAM, suggest_show },
	{ METHOD_GET, "/api/v1/items", PROGRAM, api_items },
	{ METHOD_POST, "/api/v1/items", PROGRAM, api_items_post },
	{ METHOD_GET, "/api/v1/items/{}/files/{*}", PROGRAM, api_file },
	{ METHOD_PUT, "/api/v1/items/{}/files/{*}", PROGRAM, api_file_put },
	{ METHOD_DELETE, "/api/v1/items/{}/files/{*}", PROGRAM,
	    api_file_delete },
	{ METHOD_GET, "/api/v1/items/{}/similar", PROGRAM, api_similar },
	{ METHOD_POST, "/api/v1/overlap", PROGRAM, api_overlap },
	{ METHOD_GET, "/api/v1/items/{}", PROGRAM | KEPT, api_item },
	{ METHOD_PATCH, "/api/v1/items/{}", PROGRAM, api_item_patch },
	{ METHOD_DELETE, "/api/v1/items/{}", PROGRAM, api_item_delete },
	{ METHOD_OPTIONS, "/api/v1/uploads", PROGRAM, transfer_options },
	{ METHOD_POST, "/api/v1/uploads", PROGRAM, transfer_post },
	{ METHOD_OPTIONS, "/api/v1/uploads/{}", PROGRAM, transfer_options },
	{ METHOD_GET, "/api/v1/uploads/{}", PROGRAM, transfer_show },
	{ METHOD_PATCH, "/api/v1/uploads/{}", PROGRAM, transfer_patch },
	{ METHOD_DELETE, "/api/v1/uploads/{}", PROGRAM, transfer_delete },
	{ METHOD_GET, "/api/v1/orgs", PROGRAM | KEPT, api_orgs },
	{ METHOD_GET, "/api/v1/topics", PROGRAM | KEPT, api_topics },
	{ METHOD_GET, "/api/v1/countries", PROGRAM | KEPT, api_countries },
	{ METHOD_GET, "/api/v1/me", PROGRAM, api_me },
	{ METHOD_GET, "/for-programs", ANYBODY | KEPT, program_page },

	/* supervision */
	{ METHOD_GET, "/healthz", INTERNAL, health_live },
	{ METHOD_GET, "/readyz", INTERNAL, health_ready },
	{ METHOD_GET, "/metrics", ANYBODY, health_metrics },

	{ METHOD_GET, NULL, ANYBODY, NULL }
};
