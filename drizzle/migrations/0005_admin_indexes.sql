-- By hand: what lists of the admin are read by, living and deleted rows alike. Each is an order that a page of a list
-- can begin anywhere in: a column (a missing value at its end) and the id.
CREATE FUNCTION public.search_words(VARIADIC parts text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('simple'::regconfig, translate(array_to_string(parts, ' '), '@._-/:', '      '));
--> statement-breakpoint
CREATE INDEX "releases_admin_published" ON "store"."releases" (coalesce("published_at", 'infinity'::timestamptz), "id");
--> statement-breakpoint
CREATE INDEX "releases_admin_created" ON "store"."releases" ("created_at", "id");
--> statement-breakpoint
CREATE INDEX "releases_admin_updated" ON "store"."releases" ("updated_at", "id");
--> statement-breakpoint
CREATE INDEX "releases_admin_title" ON "store"."releases" ("title", "id");
--> statement-breakpoint
CREATE INDEX "releases_admin_newsroom" ON "store"."releases" ("newsroom_id", "id");
--> statement-breakpoint
CREATE INDEX "releases_admin_status" ON "store"."releases" ("status", "id");
--> statement-breakpoint
CREATE INDEX "releases_admin_words" ON "store"."releases" USING gin (public.search_words("title", "subtitle"));
--> statement-breakpoint
CREATE INDEX "newsrooms_admin_name" ON "store"."newsrooms" ("name", "id");
--> statement-breakpoint
CREATE INDEX "newsrooms_admin_created" ON "store"."newsrooms" ("created_at", "id");
--> statement-breakpoint
CREATE INDEX "newsrooms_admin_words" ON "store"."newsrooms" USING gin (public.search_words("name"));
--> statement-breakpoint
CREATE INDEX "files_admin_name" ON "store"."files" ("name", "id");
--> statement-breakpoint
CREATE INDEX "files_admin_created" ON "store"."files" ("created_at", "id");
--> statement-breakpoint
CREATE INDEX "files_admin_bytes" ON "store"."files" ("bytes", "id");
--> statement-breakpoint
CREATE INDEX "files_admin_words" ON "store"."files" USING gin (public.search_words("name", "title"));
--> statement-breakpoint
CREATE INDEX "users_admin_name" ON "store"."users" ("name", "id");
--> statement-breakpoint
CREATE INDEX "users_admin_email" ON "store"."users" ("email", "id");
--> statement-breakpoint
CREATE INDEX "users_admin_created" ON "store"."users" ("created_at", "id");
--> statement-breakpoint
CREATE INDEX "users_admin_words" ON "store"."users" USING gin (public.search_words("name", "email"));
--> statement-breakpoint
CREATE INDEX "newsroom_members_admin_created" ON "store"."newsroom_members" ("created_at", "id");
--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" ("action", "id");
