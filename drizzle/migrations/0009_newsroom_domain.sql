ALTER TABLE "store"."newsrooms" ADD COLUMN "domain" text;--> statement-breakpoint
CREATE UNIQUE INDEX "newsrooms_domain" ON "store"."newsrooms" USING btree ("domain") WHERE deleted_at is null;